/* The decision: the one interface that compiled policies and whatever asks them share. A C header, so that a gateway
 * in another language can embed a policy that was compiled ahead of time. Plain data, no dependencies.
 *
 * A request reaches a decision function as *slots*: for each target the compiler says (the slot plan) which arguments,
 * and which views of them, its rules look at; the caller fills exactly those, in that order.
 */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a layout or a meaning below changes. Generated code carries the number that it was built for. */
#define WEIR_ABI_VERSION 1u

/* What a slot holds. The order is part of the ABI: everything from WEIR_NULL on is a value that is there. */
enum weir_kind {
  WEIR_ABSENT = 0,  /* the request has no such argument */
  WEIR_INVALID = 1, /* there is a value, but it is none of the view asked for (`path` of a number, of a NUL byte) */
  WEIR_NULL = 2,
  WEIR_BOOL = 3,    /* as.integer is 0 or 1 */
  WEIR_INTEGER = 4, /* a JSON number spelled as an integer that fits 64 bits */
  WEIR_FLOAT = 5,   /* a JSON number with a fraction or an exponent; never NaN or infinite */
  WEIR_STRING = 6,  /* as.bytes[0 .. length), UTF-8, may hold NUL */
  WEIR_LIST = 7,    /* see weir_value.length */
  WEIR_OBJECT = 8   /* there is an object; no rule can look at it as a whole */
};

/* 16 bytes. What it points to must outlive the decision. */
typedef struct weir_value {
  uint32_t kind;
  /* Bytes of a string. Of a list: the number of its elements; as.rows then holds, for each element in turn, one value
   * for each element slot of the plan. */
  uint32_t length;
  union {
    int64_t integer;
    double real;
    const char* bytes;
    const struct weir_value* rows;
  } as;
} weir_value;

typedef struct weir_request {
  uint64_t agent;          /* the caller: exactly one bit, agent n is 1 << n; see WEIR_AGENT_UNKNOWN */
  uint64_t labels;         /* the labels on the arguments, one bit each; 0 where nothing is tracked */
  const weir_value* slots; /* as the target's slot plan says */
} weir_request;

/* A caller that no `agent` block recognises: only rules for `any` speak of it. At most 63 agents can be named. */
#define WEIR_AGENT_UNKNOWN (UINT64_C(1) << 63)

enum weir_outcome { WEIR_DENY = 0, WEIR_ASK = 1, WEIR_ALLOW = 2 };

/* Why. Of these compiled code returns WEIR_BECAUSE_RULE, _FLOW and _DEFAULT; the router adds the others. */
enum weir_because {
  WEIR_BECAUSE_DEFAULT = 0, /* nothing allows it */
  WEIR_BECAUSE_RULE = 1,
  WEIR_BECAUSE_FLOW = 2,
  WEIR_BECAUSE_NOT_EXPOSED = 3,
  WEIR_BECAUSE_SCHEMA = 4,
  WEIR_BECAUSE_LIMIT = 5,
  WEIR_BECAUSE_FAILURE = 6 /* something broke: denied, never guessed */
};

/* A decision in one register: bits 0..1 outcome, bits 8..15 because, bits 32..63 the number of the rule (or label).
 * The zero word is "denied by default": whatever forgets to answer, denies. */
typedef uint64_t weir_decision;

#define WEIR_DECISION(outcome, because, number) \
  ((uint64_t)(outcome) | ((uint64_t)(because) << 8) | ((uint64_t)(number) << 32))
#define WEIR_DECISION_OUTCOME(decision) ((uint32_t)((decision)&3u))
#define WEIR_DECISION_BECAUSE(decision) ((uint32_t)(((decision) >> 8) & 0xffu))
#define WEIR_DECISION_NUMBER(decision) ((uint32_t)((decision) >> 32))

/* Pure: reads the request, writes nothing, calls nothing, ends after a number of steps bounded by the bytes it is
 * given. May be called from any number of threads. */
typedef weir_decision (*weir_decide_fn)(const weir_request* request);

#ifdef __cplusplus
}
#endif
