#include "runtime/router/results.h"

#include <cstdint>
#include <set>

#include "runtime/guard/analyze.h"
#include "runtime/guard/normal_text.h"
#include "runtime/jsonrpc/write.h"

namespace weir::router {
namespace {

bool IsClean(std::string_view text) {
  return guard::IsPlainAscii(text) || guard::Clean(text) == text;
}

bool IsClean(json::Value value) {
  if (value.is_string()) return IsClean(value.string());
  for (const json::Value item : value.items()) {
    if (!IsClean(item)) return false;
  }
  for (const json::Member member : value.members()) {
    if (!IsClean(member.key) || !IsClean(member.value)) return false;
  }
  return true;
}

std::string Rewritten(json::Value value) {
  if (IsClean(value)) return std::string(value.raw());
  if (value.is_string()) return json::Quote(guard::Clean(value.string()));
  if (value.is_array()) {
    std::string items;
    for (const json::Value item : value.items()) {
      items += (items.empty() ? "" : ",") + Rewritten(item);
    }
    return "[" + items + "]";
  }
  std::set<std::string, std::less<>> clean_keys;
  for (const json::Member member : value.members()) {
    if (IsClean(member.key)) clean_keys.emplace(member.key);
  }
  jsonrpc::ObjectWriter object;
  for (const json::Member member : value.members()) {
    // Made visible and not cleaned: two keys must not become one.
    const bool clean = IsClean(member.key);
    const std::string key = clean ? std::string(member.key) : guard::MakeVisible(member.key);
    if (!clean && !clean_keys.insert(key).second) continue;
    object.Raw(key, Rewritten(member.value));
  }
  return object.Take();
}

bool IsBinary(json::Value object, std::string_view key) {
  if (key == "blob") return true;
  const auto type = object.Find("type");
  return key == "data" && type && type->is_string() &&
         (type->string() == "image" || type->string() == "audio");
}

// A key of more than one word is read by a model like any other text.
bool IsText(std::string_view key) {
  return key.find_first_of(" \t\n") != std::string_view::npos || !IsClean(key);
}

void Collect(json::Value value, std::string& texts) {
  if (value.is_string()) texts.append(value.string()).append(1, '\n');
  for (const json::Value item : value.items()) Collect(item, texts);
  for (const json::Member member : value.members()) {
    if (IsText(member.key)) texts.append(member.key).append(1, '\n');
    if (!IsBinary(value, member.key)) Collect(member.value, texts);
  }
}

}  // namespace

std::shared_ptr<const json::Document> Cleaned(json::Value payload) {
  if (IsClean(payload)) return nullptr;
  // Cleaned text may be longer, and every message that came in fits.
  auto document = json::Document::Parse(Rewritten(payload), {SIZE_MAX, json::kNestingMax});
  if (!document) return nullptr;
  return std::make_shared<const json::Document>(std::move(*document));
}

ResultReading ReadTexts(json::Value payload) {
  std::string texts;
  Collect(payload, texts);
  return {guard::AnalyzeResult(texts), texts.size() <= guard::kResultBytesMax};
}

}  // namespace weir::router
