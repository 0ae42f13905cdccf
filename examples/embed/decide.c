/* Decides with a policy that weir compiled: no part of weir runs here. The arguments of the request are given as
 * name=text, or name=[text,text] for a list.
 *
 *   decide coder tickets create_ticket project=weir
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"

enum { kElementsMax = 64 };

struct request {
  char** arguments; /* "name=text" */
  int count;
};

/* The text of a top-level argument; null if it is not there. */
static const char* find(const struct request* request, weir_text name) {
  for (int i = 0; i < request->count; ++i) {
    const char* argument = request->arguments[i];
    if (strncmp(argument, name.bytes, name.length) == 0 && argument[name.length] == '=')
      return argument + name.length + 1;
  }
  return NULL;
}

static weir_value string_value(const char* bytes, size_t length) {
  weir_value value = {WEIR_STRING, (uint32_t)length, {0}};
  value.as.bytes = bytes;
  return value;
}

/* One row for each element; here every element slot that is a view is more than this program can tell. */
static weir_value list_value(const weir_slot* slot, const char* text) {
  weir_value list = {WEIR_LIST, 0, {0}};
  weir_value* rows = calloc((size_t)kElementsMax * (slot->element_count + 1), sizeof *rows);
  const char* at = text + 1;
  if (rows == NULL) exit(2);
  while (*at != ']' && *at != '\0') {
    const size_t length = strcspn(at, ",]");
    if (list.length == kElementsMax) return (weir_value){WEIR_INVALID, 0, {0}};
    for (uint32_t i = 0; i < slot->element_count; ++i) {
      const weir_slot* element = &slot->elements[i];
      const int plain = element->root == WEIR_ROOT_ELEMENT && element->view == WEIR_VIEW_PLAIN && element->key_count == 0;
      rows[list.length * slot->element_count + i] = plain ? string_value(at, length) : (weir_value){WEIR_INVALID, 0, {0}};
    }
    ++list.length;
    at += length;
    if (*at == ',') ++at;
  }
  list.as.rows = rows; /* for as long as this program runs */
  return list;
}

/* What a slot asks for. A view that is not implemented is INVALID, which opens no way. */
static weir_value fill(const weir_slot* slot, const struct request* request) {
  weir_value value = {WEIR_INVALID, 0, {0}};
  if (slot->root != WEIR_ROOT_ARGUMENTS || slot->key_count != 1) return value;
  const char* text = find(request, slot->keys[0]);
  if (slot->view == WEIR_VIEW_PRESENCE) {
    value.kind = WEIR_BOOL;
    value.as.integer = text != NULL;
  } else if (text == NULL) {
    value.kind = WEIR_ABSENT;
  } else if (slot->view == WEIR_VIEW_LIST && text[0] == '[') {
    value = list_value(slot, text);
  } else if (slot->view == WEIR_VIEW_PLAIN) {
    value = string_value(text, strlen(text));
  }
  return value;
}

static weir_decision decide(const char* agent, const char* server, const char* tool, const struct request* request) {
  const uint32_t server_index = weir_index_of(policy.servers, policy.server_count, server, strlen(server));
  const uint32_t agent_index = weir_index_of(policy.agents, policy.agent_count, agent, strlen(agent));
  const weir_target* target = weir_find_target(&policy, server_index, WEIR_VERB_CALL, tool, strlen(tool));
  if (target == NULL) return WEIR_DECISION(WEIR_DENY, WEIR_BECAUSE_NOT_EXPOSED, 0);
  weir_value* slots = calloc(target->slot_count + 1, sizeof *slots);
  if (slots == NULL) return WEIR_DECISION(WEIR_DENY, WEIR_BECAUSE_FAILURE, 0);
  for (uint64_t i = 0; i < target->slot_count; ++i) slots[i] = fill(&target->slots[i], request);
  const uint64_t bit = agent_index == UINT32_MAX ? WEIR_AGENT_UNKNOWN : UINT64_C(1) << agent_index;
  const weir_request weir = {bit, 0, slots};
  const weir_decision decision = target->decide(&weir);
  free(slots);
  return decision;
}

int main(int argc, char** argv) {
  static const char* const kOutcomes[] = {"deny", "ask", "allow", "deny"};
  if (argc < 4 || policy.abi_version != WEIR_ABI_VERSION) {
    fprintf(stderr, "usage: decide AGENT SERVER TOOL [NAME=TEXT]...\n");
    return 2;
  }
  const struct request request = {argv + 4, argc - 4};
  const weir_decision decision = decide(argv[1], argv[2], argv[3], &request);
  printf("%s", kOutcomes[WEIR_DECISION_OUTCOME(decision)]);
  if (WEIR_DECISION_BECAUSE(decision) == WEIR_BECAUSE_RULE) {
    const weir_rule* rule = &policy.rules[WEIR_DECISION_NUMBER(decision)];
    printf(" by `%s` at %s", rule->source.bytes, rule->place.bytes);
  }
  printf("\n");
  return WEIR_DECISION_OUTCOME(decision) == WEIR_ALLOW ? 0 : 1;
}
