#include "runtime/flow/stream.h"

#include <algorithm>
#include <optional>

#include "runtime/flow/decode.h"

namespace weir::flow {
namespace {

void Append(std::string_view part, Stream& out) {
  if (!out.begins.empty()) out.text += kSeam;
  out.begins.push_back(static_cast<uint32_t>(out.text.size()));
  out.text += part;
}

std::optional<std::string_view> Leaf(const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::kString:
      return value.string();
    case json::Kind::kInteger:
    case json::Kind::kNumber:
      return value.raw();
    case json::Kind::kNull:
    case json::Kind::kBool:
    case json::Kind::kArray:
    case json::Kind::kObject:
      return std::nullopt;
  }
  return std::nullopt;
}

// The one order of parts: visit(leaf or key, pointer steps) until it returns false. Nesting is
// bounded by the reader.
struct Walk {
  std::function<bool(std::string_view)> visit;
  std::vector<std::string> steps;
  bool named;  // whether to keep steps

  bool Values(const json::Value& value) {
    if (const std::optional<std::string_view> leaf = Leaf(value)) return visit(*leaf);
    size_t index = 0;
    for (const json::Value item : value.items()) {
      if (!Below(named ? std::to_string(index++) : std::string(), [&] { return Values(item); })) {
        return false;
      }
    }
    for (const json::Member member : value.members()) {
      if (!Below(Step(member.key), [&] { return Values(member.value); })) return false;
    }
    return true;
  }

  bool Keys(const json::Value& value) {
    size_t index = 0;
    for (const json::Value item : value.items()) {
      if (!Below(named ? std::to_string(index++) : std::string(), [&] { return Keys(item); })) {
        return false;
      }
    }
    for (const json::Member member : value.members()) {
      const bool more =
          Below(Step(member.key), [&] { return visit(member.key) && Keys(member.value); });
      if (!more) return false;
    }
    return true;
  }

  std::string Step(std::string_view key) const {
    std::string step;
    if (!named) return step;
    for (const char c : key) {
      if (c == '~') {
        step += "~0";
      } else if (c == '/') {
        step += "~1";
      } else {
        step += c;
      }
    }
    return step;
  }

  template <typename Go>
  bool Below(std::string step, Go&& go) {
    if (!named) return go();
    steps.push_back(std::move(step));
    const bool more = go();
    steps.pop_back();
    return more;
  }
};

}  // namespace

Stream Stream::Of(const json::Value& value) {
  Stream stream;
  Walk walk{[&](std::string_view part) { return Append(part, stream), true; }, {}, false};
  walk.Values(value);
  stream.values = stream.begins.size();
  walk.Keys(value);
  return stream;
}

Stream Stream::Of(std::span<const std::string_view> texts) {
  Stream stream;
  for (const std::string_view text : texts) Append(text, stream);
  stream.values = texts.size();
  return stream;
}

std::string_view Stream::part(size_t index) const {
  const size_t end = index + 1 < begins.size() ? begins[index + 1] - 1 : text.size();
  return std::string_view(text).substr(begins[index], end - begins[index]);
}

std::string_view Stream::value_text() const {
  const size_t end = values < begins.size() && values > 0 ? begins[values] - 1 : text.size();
  return values > 0 ? std::string_view(text).substr(0, end) : std::string_view();
}

std::string_view Stream::key_text() const {
  return values < begins.size() ? std::string_view(text).substr(begins[values])
                                : std::string_view();
}

std::vector<PartRange> PartsOf(std::span<const uint32_t> begins, Range range, size_t parts_max) {
  std::vector<PartRange> parts;
  if (begins.empty()) return parts;
  const auto above = std::upper_bound(begins.begin(), begins.end(), range.begin);
  auto part = static_cast<size_t>(above - begins.begin());
  part = part > 0 ? part - 1 : 0;
  for (; part < begins.size() && begins[part] < range.end && parts.size() < parts_max; ++part) {
    const uint32_t end =
        part + 1 < begins.size() ? std::min(range.end, begins[part + 1] - 1) : range.end;
    const uint32_t begin = std::max(range.begin, begins[part]);
    if (begin < end) {
      parts.push_back({static_cast<uint32_t>(part), {begin - begins[part], end - begins[part]}});
    }
  }
  return parts;
}

std::vector<std::string> Pointers(const json::Value& value, size_t parts_max) {
  std::vector<std::string> pointers;
  if (parts_max == 0) return pointers;
  Walk walk{nullptr, {}, true};
  walk.visit = [&](std::string_view) {
    std::string pointer;
    for (const std::string& step : walk.steps) pointer += '/' + step;
    pointers.push_back(std::move(pointer));
    return pointers.size() < parts_max;
  };
  if (walk.Values(value)) walk.Keys(value);
  return pointers;
}

}  // namespace weir::flow
