// Does a URI come from an RFC 6570 template? Only that; nothing is expanded.
//
// `{name}` stands for one or more characters other than `/ ? #`, as its expansion escapes those.
// Any other expression
// (`{+path}`, `{?query}`, `{/segments*}` …) stands for any characters, none included.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::router {

inline constexpr size_t kTemplateBytesMax = 2'048;
inline constexpr size_t kUriBytesMax = 8'192;
// Of all templates of one server together: a URI is held against each of them.
inline constexpr size_t kTemplateElementsMax = 16'384;

class UriTemplate {
 public:
  // Nothing: unbalanced or nested braces, an empty expression, or too long.
  static std::optional<UriTemplate> Parse(std::string_view text);

  // In time |uri| * size().
  bool Matches(std::string_view uri) const;
  size_t size() const { return elements_.size(); }

 private:
  enum class Kind : uint8_t { kLiteral, kSegment, kAnything };
  struct Element {
    Kind kind;
    char literal;
  };
  std::vector<Element> elements_;
};

}  // namespace weir::router
