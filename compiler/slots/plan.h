// The slot plan: which parts of a request a target's rules look at. The compiler writes it,
// extract.h fills it. Every view is taken while filling, once for whatever engine decides, so that
// an engine sees strings, numbers and kinds only.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace weir::slots {

enum class Root : uint8_t {
  kArguments,
  kUri,
  kElement,     // the list element that the plan of a list's elements is filled for
  kTool,        // the tool's definition
  kServerName,  // known beforehand: the one key is the name itself
  kAgentName,
  kClaims,
};

enum class View : uint8_t {
  kPlain,     // the value; of a list or an object only its kind
  kPresence,  // a BOOL, always: is it there, whatever it holds
  kList,      // a list with one row of `elements` for each element
  kStrings,   // likewise, for each string leaf and object key of the value
  kLength,    // an INTEGER: code points of a string, elements of a list
  // Of a string that is none of the kind all of its views are INVALID. The one without a part is
  // the string's normal form, or the string itself where the parts say more.
  kPath,
  kPathName,
  kPathExtension,
  kUrl,
  kUrlScheme,
  kUrlHost,
  kUrlPort,
  kUrlPath,
  kUrlQuery,
  kUrlIsPrivate,
  kCommand,
  kCommandProgram,
  kCommandArguments,  // a list as kList
  kEmail,
  kEmailLocal,
  kEmailDomain,
};

struct Slot {
  Root root = Root::kArguments;
  View view = View::kPlain;
  std::vector<std::string> keys;  // object members to follow from the root
  std::vector<Slot> elements;     // of a view that is a list: the plan of one row

  // Same place and view; a list is the same list whatever is asked of its elements.
  bool SameSource(const Slot& other) const {
    return root == other.root && view == other.view && keys == other.keys;
  }
  friend bool operator==(const Slot&, const Slot&) = default;
};

// The order is the order of weir_request.slots, or of the values of a row.
using Plan = std::vector<Slot>;

// The index of `slot` in `plan`, which it is added to if it is not there yet.
uint32_t IndexOf(Plan& plan, const Slot& slot);

// "args.a.b", "path(args.path)", "each args.list { element }"; keys that are no identifiers are
// quoted.
std::string Describe(const Slot& slot);

}  // namespace weir::slots
