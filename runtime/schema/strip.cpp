#include "runtime/schema/strip.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "runtime/jsonrpc/write.h"
#include "runtime/schema/validator.h"

namespace weir::schema {
namespace {

std::string Without(const json::Value& value, const std::string& pointer);

std::string ItemsWithout(const json::Value& list, const std::string& here,
                         const std::string& rest) {
  std::string text = "[";
  for (size_t index = 0; const json::Value item : list.items()) {
    if (text.size() > 1) text += ',';
    text +=
        Below("", std::to_string(index++)) == here ? Without(item, rest) : std::string(item.raw());
  }
  return text + "]";
}

// `pointer` names a member of an object somewhere below.
std::string Without(const json::Value& value, const std::string& pointer) {
  const size_t end = std::min(pointer.find('/', 1), pointer.size());
  const std::string here = pointer.substr(0, end), rest = pointer.substr(end);
  if (value.is_array()) return ItemsWithout(value, here, rest);
  jsonrpc::ObjectWriter writer;
  for (const json::Member member : value.members()) {
    if (Below("", member.key) != here) {
      writer.Raw(member.key, member.value.raw());
    } else if (!rest.empty()) {
      writer.Raw(member.key, Without(member.value, rest));
    }
  }
  return writer.Take();
}

}  // namespace

Stripped Strip(const json::Value& schema, const json::Value& value) {
  Stripped stripped;
  for (size_t count = 0; count <= kStripsMax; ++count) {
    const json::Value left = stripped.document ? stripped.document->root() : value;
    stripped.misfit = Validate(schema, left, Unnamed::kDoNotFit);
    if (!stripped.misfit || !stripped.misfit->unnamed || count == kStripsMax) break;
    auto document = json::Document::Parse(Without(left, stripped.misfit->pointer),
                                          {.nesting_max = json::kNestingCeiling});
    if (!document) break;
    stripped.document = std::make_shared<const json::Document>(std::move(*document));
  }
  return stripped;
}

}  // namespace weir::schema
