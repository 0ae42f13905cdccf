#include "runtime/router/uri_template.h"

namespace weir::router {
namespace {

constexpr std::string_view kOperators = "+#./;?&=,!@|";

bool StaysInSegment(char c) {
  return c != '/' && c != '?' && c != '#';
}

}  // namespace

std::optional<UriTemplate> UriTemplate::Parse(std::string_view text) {
  if (text.size() > kTemplateBytesMax) return std::nullopt;
  UriTemplate parsed;
  while (!text.empty()) {
    if (text.front() == '}') return std::nullopt;
    if (text.front() != '{') {
      parsed.elements_.push_back({Kind::kLiteral, text.front()});
      text.remove_prefix(1);
      continue;
    }
    const size_t end = text.find('}');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view expression = text.substr(1, end - 1);
    if (expression.empty() || expression.find('{') != std::string_view::npos) return std::nullopt;
    const bool has_operator = kOperators.find(expression.front()) != std::string_view::npos;
    parsed.elements_.push_back({has_operator ? Kind::kAnything : Kind::kSegment, '\0'});
    text.remove_prefix(end + 1);
  }
  return parsed;
}

// Simulates an automaton whose state i is "the first i elements are matched"; a segment that has
// taken its first character stays in its successor's state through `may_extend`.
bool UriTemplate::Matches(std::string_view uri) const {
  if (uri.size() > kUriBytesMax) return false;
  const size_t count = elements_.size();
  std::vector<char> now(count + 1, 0);
  std::vector<char> next(count + 1, 0);
  const auto skip_empty = [&](std::vector<char>& states) {
    for (size_t i = 0; i < count; ++i) {
      if (states[i] && elements_[i].kind == Kind::kAnything) states[i + 1] = 1;
    }
  };
  now[0] = 1;
  skip_empty(now);
  // in_segment[i]: element i is a segment that has taken at least one character.
  std::vector<char> in_segment(count, 0);
  for (const char c : uri) {
    next.assign(count + 1, 0);
    for (size_t i = 0; i < count; ++i) {
      const Element element = elements_[i];
      switch (element.kind) {
        case Kind::kLiteral:
          if (now[i] && element.literal == c) next[i + 1] = 1;
          break;
        case Kind::kSegment:
          in_segment[i] = (now[i] || in_segment[i]) && StaysInSegment(c);
          if (in_segment[i]) next[i + 1] = 1;
          break;
        case Kind::kAnything:
          if (now[i]) next[i] = 1;
          break;
      }
    }
    skip_empty(next);
    now.swap(next);
  }
  return now[count] != 0;
}

}  // namespace weir::router
