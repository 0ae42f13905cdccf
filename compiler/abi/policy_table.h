/* A policy compiled ahead of time (`weir compile`): one symbol, a weir_policy, from which everything else is reached. A C
 * header like decision_abi.h; docs/embedding.md tells how to decide with it.
 *
 * To decide: find the target of a request (weir_find_target), fill the slots that it asks for, call its `decide`.
 */
#pragma once

#include <string.h>

#include "compiler/abi/decision_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* UTF-8; may hold NUL, and ends with one that `length` does not count. */
typedef struct weir_text {
  const char* bytes;
  uint32_t length;
} weir_text;

/* Where the value of a slot comes from. */
enum weir_root {
  WEIR_ROOT_ARGUMENTS = 0,
  WEIR_ROOT_URI = 1,         /* the resource's, with WEIR_VERB_READ */
  WEIR_ROOT_ELEMENT = 2,     /* the element of the list that the slot's row is for */
  WEIR_ROOT_TOOL = 3,        /* the tool's definition */
  WEIR_ROOT_SERVER_NAME = 4, /* known beforehand: the one key is the name */
  WEIR_ROOT_AGENT_NAME = 5,
  WEIR_ROOT_CLAIMS = 6 /* of the caller's verified token */
};

/* What of it. From WEIR_VIEW_PATH on: views of a string, WEIR_INVALID where it is none of the kind; see the language
 * reference for what each resolves. */
enum weir_view {
  WEIR_VIEW_PLAIN = 0,    /* the value; of a list or an object only its kind */
  WEIR_VIEW_PRESENCE = 1, /* a WEIR_BOOL, always: is it there, whatever it holds */
  WEIR_VIEW_LIST = 2,     /* a WEIR_LIST with one row of `elements` for each element */
  WEIR_VIEW_STRINGS = 3,  /* likewise, for each string leaf and object key below the value */
  WEIR_VIEW_LENGTH = 4,   /* a WEIR_INTEGER: code points of a string, elements of a list */
  WEIR_VIEW_PATH = 5,
  WEIR_VIEW_PATH_NAME = 6,
  WEIR_VIEW_PATH_EXTENSION = 7,
  WEIR_VIEW_URL = 8,
  WEIR_VIEW_URL_SCHEME = 9,
  WEIR_VIEW_URL_HOST = 10,
  WEIR_VIEW_URL_PORT = 11,
  WEIR_VIEW_URL_PATH = 12,
  WEIR_VIEW_URL_QUERY = 13,
  WEIR_VIEW_URL_IS_PRIVATE = 14,
  WEIR_VIEW_COMMAND = 15,
  WEIR_VIEW_COMMAND_PROGRAM = 16,
  WEIR_VIEW_COMMAND_ARGUMENTS = 17, /* a list, as WEIR_VIEW_STRINGS */
  WEIR_VIEW_EMAIL = 18,
  WEIR_VIEW_EMAIL_LOCAL = 19,
  WEIR_VIEW_EMAIL_DOMAIN = 20
};

/* Follow the keys from the root, object member by object member, then take the view. A member of what is no object is
 * WEIR_INVALID, of what is absent WEIR_ABSENT. Who cannot take a view makes the slot WEIR_INVALID: that opens no way. */
typedef struct weir_slot {
  uint32_t root;
  uint32_t view;
  uint32_t key_count;
  uint32_t element_count;
  const weir_text* keys;
  const struct weir_slot* elements; /* of a view that is a list: the slots of one row */
} weir_slot;

/* The labels of a request's result, from the request. */
typedef uint64_t (*weir_labels_fn)(const weir_request* request);

/* A class of tools, prompts or resources that the policy does not tell apart. */
typedef struct weir_target {
  weir_decide_fn decide;
  weir_labels_fn result_labels; /* null: (request labels | gives) & ~takes_off */
  uint64_t gives;
  uint64_t takes_off;
  const weir_slot* slots; /* what weir_request.slots has to hold, in this order */
  uint64_t slot_count;
} weir_target;

enum weir_verb { WEIR_VERB_CALL = 0, WEIR_VERB_READ = 1, WEIR_VERB_PROMPT = 2, WEIR_VERB_COMPLETE = 3 };
#define WEIR_VERB_COUNT 4u

typedef struct weir_named_target {
  weir_text name;
  uint32_t target; /* WEIR_NO_TARGET: it exists for nobody */
} weir_named_target;
#define WEIR_NO_TARGET UINT32_MAX

/* From names to targets, for one server and verb: names that the policy spells out, and an automaton for all others. */
typedef struct weir_names {
  const weir_named_target* exact;
  uint64_t exact_count;
  const uint8_t* class_of;         /* of each of the 256 bytes */
  const uint32_t* next;            /* [state * class_count + class]; state 0 is the start */
  const uint32_t* target_of_state; /* where the name ends; may be WEIR_NO_TARGET */
  uint64_t class_count;
} weir_names;

typedef struct weir_rule {
  weir_text source;  /* `allow coder: files.read_* where ...` */
  weir_text place;   /* "policy.weir:12:1" */
  weir_text because; /* may be empty */
} weir_rule;

typedef struct weir_policy {
  uint32_t abi_version; /* WEIR_ABI_VERSION; of any other, nothing below may be read */
  uint32_t target_count;
  const weir_target* targets;
  const weir_names* names; /* [server * WEIR_VERB_COUNT + verb] */
  const weir_text* servers;
  const weir_text* agents; /* agent n is the bit 1 << n of weir_request.agent */
  const weir_text* labels; /* label n is the bit 1 << n of weir_request.labels */
  const weir_rule* rules;  /* by the number of a decision that is WEIR_BECAUSE_RULE */
  uint32_t server_count;
  uint32_t agent_count;
  uint32_t label_count;
  uint32_t rule_count;
} weir_policy;

/* The index of `text` in a list of names, or UINT32_MAX. */
static inline uint32_t weir_index_of(const weir_text* list, uint32_t count, const char* text, size_t length) {
  for (uint32_t i = 0; i < count; ++i) {
    if (list[i].length == length && memcmp(list[i].bytes, text, length) == 0) return i;
  }
  return UINT32_MAX;
}

/* The target of a server's tool or prompt by its own name; with WEIR_VERB_READ the name does not matter. Null: it exists
 * for nobody, and is denied. */
static inline const weir_target* weir_find_target(const weir_policy* policy, uint32_t server, enum weir_verb verb,
                                                  const char* name, size_t length) {
  if (server >= policy->server_count) return NULL;
  const weir_names* names = &policy->names[server * WEIR_VERB_COUNT + (uint32_t)verb];
  if (verb == WEIR_VERB_READ) length = 0;
  uint32_t target = WEIR_NO_TARGET;
  uint64_t known = 0;
  while (known < names->exact_count && (names->exact[known].name.length != length ||
                                        (length > 0 && memcmp(names->exact[known].name.bytes, name, length) != 0))) {
    ++known;
  }
  if (known < names->exact_count) {
    target = names->exact[known].target;
  } else {
    uint64_t state = 0;
    for (size_t i = 0; i < length; ++i) {
      state = names->next[state * names->class_count + names->class_of[(unsigned char)name[i]]];
    }
    target = names->target_of_state[state];
  }
  return target < policy->target_count ? &policy->targets[target] : NULL;
}

#ifdef __cplusplus
}
#endif
