// Every text of a definition that may reach a model, with where it stands and what it is there for.
// Reads JSON values, knows the fields of MCP definitions and of JSON Schema, and takes whatever
// else there is as text in an odd field.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compiler/json/document.h"

namespace weir::guard {

enum class Role : uint8_t {
  kProse,   // a field that is for text: description, title, default, enum, examples, $comment, …
  kChoice,  // a value that a parameter may take, spelled like a name
  kKey,     // the name of a property, or of a field that no specification has
  kName,    // the name of the tool, prompt or resource
  kOdd,     // text in a field that is for something else
};

// What the texts of one definition share.
struct Whole {
  std::string name;
  std::set<std::string> keys;  // of its parameters, lower case
  std::string choices;         // a blank after each
};

struct Passage {
  std::string pointer;  // RFC 6901, from the definition
  std::string text;
  Role role;
  // That it belongs to: the definition's name and those of properties from the outermost in, with
  // / between; empty outside of all properties.
  std::string property;
  std::shared_ptr<const Whole> whole;  // may be null: of a text that is no definition's
};

inline constexpr size_t kChoicesBytesMax = 1'000;  // in Whole::choices
inline constexpr size_t kPassagesMax = 20'000;     // of one definition

std::vector<Passage> PassagesOf(const json::Value& definition);

// A name as words: "readPrivateKey", "read_private-key" → "read private key".
std::string WordsOf(std::string_view name);

}  // namespace weir::guard
