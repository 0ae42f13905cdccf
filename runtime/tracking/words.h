// The path of data as a person reads it: which call brought it, and where in the arguments of
// another it was found. Never quotes the data, and no object key that could be some of it.
#pragma once

#include <string>
#include <vector>

#include "compiler/pipeline/policy.h"
#include "runtime/flow/conversation.h"

namespace weir::tracking {

inline constexpr size_t kStepsMax = 8;  // of a path that are named; then their number

// By their names, in the order of the policy. A bit without a name is "label N".
std::vector<std::string> NamesOf(const Policy& policy, flow::LabelSet labels);

// "`files`, `private`"
std::string Listed(const std::vector<std::string>& names);

// An RFC 6901 pointer with every key left out that is long enough, or of such a kind, that it may
// itself be what was copied.
std::string WithoutSecrets(const std::string& pointer, size_t run_length);

// "call 3 (`files.read_text_file`)"
std::string WordsOf(const flow::Origin& origin);

// How each label of `labels` came to the arguments, a line each:
// "`/url`, bytes 27 to 61: from call 3 (`files.read_text_file`), percent".
std::vector<std::string> PathOfData(const flow::Carried& carried, flow::LabelSet labels,
                                    size_t run_length);

}  // namespace weir::tracking
