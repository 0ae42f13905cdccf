// The views of the texts of one request. Each text is parsed once for all the parts that are asked
// of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/slots/extract.h"
#include "compiler/views/command.h"
#include "compiler/views/email.h"
#include "compiler/views/url.h"

namespace weir::slots {

class TextViews {
 public:
  explicit TextViews(Arena& arena) : arena_(arena) {}

  // The text must stay where it is; the value may refer to it and to the arena. Views that are
  // lists, and kPresence, are not of a text alone.
  weir_value Of(View view, std::string_view text);
  // The words of a command; nothing if it is none. They are the arena's.
  const std::optional<std::vector<std::string_view>>& Words(std::string_view text);

 private:
  // What the last few texts were found to be. A text is known by where it is.
  template <typename Parsed>
  class Memo {
   public:
    template <typename Parse>
    const std::optional<Parsed>& Get(std::string_view text, Parse parse) {
      for (const auto& [known, parsed] : entries_) {
        if (known.data() == text.data() && known.size() == text.size()) return parsed;
      }
      if (entries_.size() == kTextsMax) entries_.clear();
      return entries_.emplace_back(text, parse(text)).second;
    }

   private:
    static constexpr size_t kTextsMax = 8;
    std::vector<std::pair<std::string_view, std::optional<Parsed>>> entries_;
  };

  weir_value PathPart(View view, std::string_view text);
  weir_value UrlPart(View view, std::string_view text);
  weir_value CommandPart(View view, std::string_view text);
  weir_value EmailPart(View view, std::string_view text);
  std::optional<std::string_view> ResolvedPath(std::string_view text);

  Arena& arena_;
  std::string storage_;
  Memo<std::string_view> paths_;
  Memo<views::Url> urls_;
  Memo<std::vector<std::string_view>> commands_;
  Memo<views::Email> emails_;
};

}  // namespace weir::slots
