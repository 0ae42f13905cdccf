// One check of one value. Implementation detail of validate.h.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/schema/names.h"
#include "runtime/schema/validate.h"

namespace re2 {
class RE2;
}

namespace weir::schema {

class Validator {
 public:
  // `root` is what references begin from; it has to outlive this.
  Validator(const json::Value& root, Unnamed unnamed);
  ~Validator();

  // Whether `value`, which is at `pointer`, fits, and all members of it are named.
  bool Enter(const json::Value& schema, const json::Value& value, const std::string& pointer);
  // Of the last thing that did not fit.
  const Misfit& misfit() const { return misfit_; }

 private:
  // A schema, and the value that it is about.
  struct At {
    json::Value schema;
    json::Value value;
    const std::string& pointer;
    Names& names;
  };
  using Check = bool (Validator::*)(const At& at, const json::Value& keyword);
  static const std::map<std::string_view, Check>& Checks();

  bool Apply(const json::Value& schema, const json::Value& value, const std::string& pointer,
             Names& names);
  bool Fail(const std::string& pointer, std::string text, bool unnamed = false);
  bool Break(const std::string& pointer, std::string text);
  const re2::RE2* PatternOf(std::string_view text);
  std::optional<json::Value> Resolve(std::string_view reference) const;

  // The keywords. True: it fits, or the keyword does not speak of such a value.
  bool Reference(const At& at, const json::Value& keyword);
  bool Type(const At& at, const json::Value& keyword);
  bool Enum(const At& at, const json::Value& keyword);
  bool Const(const At& at, const json::Value& keyword);
  bool AllOf(const At& at, const json::Value& keyword);
  bool AnyOf(const At& at, const json::Value& keyword);
  bool OneOf(const At& at, const json::Value& keyword);
  bool NotOf(const At& at, const json::Value& keyword);
  bool If(const At& at, const json::Value& keyword);
  bool Properties(const At& at, const json::Value& keyword);
  bool PatternProperties(const At& at, const json::Value& keyword);
  bool AdditionalProperties(const At& at, const json::Value& keyword);
  bool PropertyNames(const At& at, const json::Value& keyword);
  bool Required(const At& at, const json::Value& keyword);
  bool DependentRequired(const At& at, const json::Value& keyword);
  bool Items(const At& at, const json::Value& keyword);
  bool PrefixItems(const At& at, const json::Value& keyword);
  bool Contains(const At& at, const json::Value& keyword);
  bool UniqueItems(const At& at, const json::Value& keyword);
  bool Pattern(const At& at, const json::Value& keyword);
  bool MultipleOf(const At& at, const json::Value& keyword);
  template <auto measure, auto fits>
  bool Bound(const At& at, const json::Value& keyword);
  // How many of the alternatives fit; their names count.
  size_t CountFits(const At& at, const json::Value& alternatives);

  const json::Value root_;
  const Unnamed unnamed_;
  uint64_t steps_ = kStepsMax;
  int depth_ = 0;
  bool broken_ = false;  // the check cannot be made or finished: nothing fits any more
  Misfit misfit_;
  std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> patterns_;
};

// `pointer` with one more key.
std::string Below(const std::string& pointer, std::string_view key);

}  // namespace weir::schema
