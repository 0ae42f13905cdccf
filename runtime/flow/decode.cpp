#include "runtime/flow/decode.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "compiler/json/unicode.h"
#include "runtime/flow/blob.h"
#include "runtime/flow/inflate.h"

namespace weir::flow {
namespace {

using Offer = std::function<bool(const Decoded&)>;

// The characters from a place on, or backwards from it, looking through seams.
class Cursor {
 public:
  Cursor(std::string_view text, size_t at, bool backwards = false)
      : text_(text), at_(at), backwards_(backwards) {}
  // NUL at the end.
  char Next() {
    char c = kSeam;
    while (c == kSeam && (backwards_ ? at_ > 0 : at_ < text_.size())) {
      c = text_[backwards_ ? --at_ : at_++];
    }
    return c == kSeam ? '\0' : c;
  }
  size_t at() const { return at_; }

 private:
  std::string_view text_;
  size_t at_;
  bool backwards_;
};

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<char32_t> Hex(Cursor& cursor, int digits) {
  char32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    const int digit = DigitValue(cursor.Next());
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

// What an escape says. `changes`: more than the normal form would make of it anyway.
struct Said {
  std::string bytes;
  bool changes = true;
};
// Reads the escape behind its first character, which the cursor has passed.
using ReadEscape = std::optional<Said> (*)(Cursor&);

std::optional<Said> ReadPercent(Cursor& cursor) {
  const std::optional<char32_t> byte = Hex(cursor, 2);
  if (!byte) return std::nullopt;
  return Said{std::string(1, static_cast<char>(*byte))};
}

Said CodePoint(char32_t code_point) {
  Said escape;
  const bool scalar = code_point < 0xD800 || (code_point > 0xDFFF && code_point <= 0x10FFFF);
  json::AppendUtf8(scalar ? code_point : json::kReplacement, escape.bytes);
  return escape;
}

// The second half of a surrogate pair, if it follows.
std::optional<Said> ReadUtf16(Cursor& cursor) {
  const std::optional<char32_t> unit = Hex(cursor, 4);
  if (!unit) return std::nullopt;
  Cursor ahead = cursor;
  if (*unit >= 0xD800 && *unit < 0xDC00 && ahead.Next() == '\\' && ahead.Next() == 'u') {
    const std::optional<char32_t> low = Hex(ahead, 4);
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      cursor = ahead;
      return CodePoint(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
    }
  }
  return CodePoint(*unit);
}

std::optional<Said> ReadBackslash(Cursor& cursor) {
  switch (const char c = cursor.Next()) {
    case 'u':
      return ReadUtf16(cursor);
    case 'x':
      return ReadPercent(cursor);
    case 'n':
    case 'r':
    case 't':
      return Said{"\n", false};
    case '\\':
    case '/':
    case '"':
    case '\'':
      return Said{std::string(1, c)};
    default:
      return std::nullopt;
  }
}

constexpr size_t kEntityMax = 10;  // characters between & and ;
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities = {
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

std::optional<Said> ReadNumericEntity(std::string_view name) {
  const bool hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
  char32_t value = 0;
  for (const char c : name.substr(hex ? 2 : 1)) {
    const int digit = DigitValue(c);
    if (digit < 0 || (!hex && digit > 9) || value > 0x10FFFF) return std::nullopt;
    value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
  }
  if (name.size() < 2) return std::nullopt;
  return CodePoint(value);
}

std::optional<Said> ReadEntity(Cursor& cursor) {
  std::string name;
  for (char c = cursor.Next(); c != ';'; c = cursor.Next()) {
    if (c == '\0' || name.size() == kEntityMax) return std::nullopt;
    name += c;
  }
  if (name.starts_with('#')) return ReadNumericEntity(name);
  for (const auto& [known, meaning] : kEntities) {
    if (name == known) return Said{std::string(meaning)};
  }
  return std::nullopt;
}

struct Escaping {
  Encoding encoding;
  char begin;
  ReadEscape read;
};
constexpr std::array<Escaping, 3> kEscapings = {{{Encoding::kPercent, '%', ReadPercent},
                                                 {Encoding::kEscaped, '\\', ReadBackslash},
                                                 {Encoding::kHtml, '&', ReadEntity}}};

// Whether one stands in the text backwards. `%%` and the like cost a look and no more.
bool HasEscapeBackwards(std::string_view text) {
  for (const Escaping& escaping : kEscapings) {
    for (size_t at = text.find(escaping.begin); at != std::string_view::npos;
         at = text.find(escaping.begin, at + 1)) {
      Cursor cursor(text, at, true);
      if (escaping.read(cursor)) return true;
    }
  }
  return false;
}

// Whether what stands between two escapes is a seam that cut a character of several bytes.
bool SplitsCharacter(std::string_view between, std::string_view before) {
  const bool seams = between.find_first_not_of(kSeam) == std::string_view::npos;
  return seams && !before.empty() && static_cast<unsigned char>(before.back()) >= 0x80;
}

// The text with its escapes replaced; nothing if that changes nothing.
std::optional<Decoded> Unescape(std::string_view text, const Escaping& escaping) {
  size_t at = text.find(escaping.begin);
  if (at == std::string_view::npos) return std::nullopt;
  Decoded out;
  out.encoding = escaping.encoding;
  bool changes = false;
  const auto copy = [&](size_t begin, size_t end) {
    out.text.append(text.substr(begin, end - begin));
    for (size_t i = begin; i < end; ++i) out.places.push_back(static_cast<uint32_t>(i));
  };
  size_t copied = 0;
  while (at != std::string_view::npos) {
    Cursor cursor(text, at + 1);
    const std::optional<Said> escape = escaping.read(cursor);
    if (escape) {
      if (!SplitsCharacter(text.substr(copied, at - copied), out.text)) copy(copied, at);
      out.text += escape->bytes;
      out.places.insert(out.places.end(), escape->bytes.size(),
                        static_cast<uint32_t>(cursor.at() - 1));
      changes = changes || escape->changes;
      copied = cursor.at();
    }
    at = text.find(escaping.begin, escape ? copied : at + 1);
  }
  if (!changes) return std::nullopt;
  copy(copied, text.size());
  return out;
}

// Character by character, so that it stays UTF-8.
Decoded Reversed(std::string_view text) {
  Decoded out;
  out.encoding = Encoding::kReversed;
  out.text.assign(text.rbegin(), text.rend());
  for (size_t at = 0; at < text.size();) {
    const bool wide = static_cast<unsigned char>(text[at]) >= 0xC0;
    const size_t size = wide ? json::DecodeUtf8(text.substr(at)).size : 1;
    if (size > 1) text.copy(out.text.data() + (text.size() - at - size), size, at);
    at += size;
  }
  return out;
}

}  // namespace

std::optional<Escape> EscapeAt(std::string_view text, size_t at) {
  for (const Escaping& escaping : kEscapings) {
    if (text[at] != escaping.begin) continue;
    Cursor cursor(text, at + 1);
    std::optional<Said> said = escaping.read(cursor);
    if (said && said->changes) return Escape{std::move(said->bytes), cursor.at()};
  }
  return std::nullopt;
}

std::string_view Name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kReversed:
      return "reversed";
    case Encoding::kPercent:
      return "percent";
    case Encoding::kEscaped:
      return "escaped";
    case Encoding::kHtml:
      return "html";
    case Encoding::kBase64:
      return "base64";
    case Encoding::kBase32:
      return "base32";
    case Encoding::kHex:
      return "hex";
    case Encoding::kGzip:
      return "gzip";
  }
  return "";
}

Range Decoded::Map(Range decoded) const {
  const auto size = static_cast<uint32_t>(text.size());
  decoded.end = std::min(decoded.end, size);  // the decoder beneath may be generous
  if (encoding == Encoding::kReversed) {
    return {whole.end - decoded.end, whole.end - decoded.begin};
  }
  if (spelling.bits > 0) {
    return {decoded.begin > 0 ? spelling.EndOf(decoded.begin - 1) : spelling.PlaceOf(0),
            spelling.EndOf(decoded.end - 1) + 1};
  }
  if (places.empty()) return whole;
  const uint32_t begin =
      decoded.begin > 0 ? std::min(places[decoded.begin - 1] + 1, places[decoded.begin]) : 0;
  return {begin, places[decoded.end - 1] + 1};
}

uint32_t Decoded::CountBefore(uint32_t place) const {
  const auto size = static_cast<uint32_t>(text.size());
  if (encoding == Encoding::kReversed) return whole.end - std::clamp(place, whole.begin, whole.end);
  if (spelling.bits > 0) {
    return std::min(size, static_cast<uint32_t>(spelling.CountBefore(place)));
  }
  if (places.empty()) return place < whole.end ? 0 : size;
  return static_cast<uint32_t>(std::lower_bound(places.begin(), places.end(), place) -
                               places.begin());
}

void FindSeams(const Decoded& decoded, std::string_view text, std::span<const uint32_t> outer,
               std::vector<uint32_t>& seams) {
  seams.clear();
  if (decoded.text.empty() || decoded.encoding == Encoding::kGzip) return;
  for (const uint32_t gap : decoded.spelling.gaps) {
    if (text[gap] == kSeam) seams.push_back(decoded.CountBefore(gap));
  }
  const Range from = decoded.Map({0, static_cast<uint32_t>(decoded.text.size())});
  const auto begin = std::lower_bound(outer.begin(), outer.end(), from.begin);
  const auto end = std::upper_bound(begin, outer.end(), from.end);
  for (auto seam = begin; seam != end; ++seam) seams.push_back(decoded.CountBefore(*seam));
  std::sort(seams.begin(), seams.end());
}

// A gap has as many letters before it as places that are no gaps.
uint32_t Spelling::PlaceOf(size_t letter) const {
  const size_t wanted = first + letter;
  size_t low = 0;
  for (size_t high = gaps.size(); low < high;) {
    const size_t middle = (low + high) / 2;
    if (gaps[middle] - begin - middle <= wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return static_cast<uint32_t>(begin + wanted + low);
}

size_t Spelling::CountBefore(size_t place) const {
  const auto gap = std::lower_bound(gaps.begin(), gaps.end(), place);
  const auto skipped = static_cast<size_t>(gap - gaps.begin()) + first;
  const size_t letters = place > begin + skipped ? place - begin - skipped : 0;
  return letters * static_cast<size_t>(bits) / 8;
}

uint32_t Spelling::EndOf(size_t i) const {
  const auto width = static_cast<size_t>(bits);
  return PlaceOf(((i + 1) * 8 + width - 1) / width - 1);
}

namespace {

// Counts what is offered.
Offer Counted(DecodeLimits& left, const Offer& visit) {
  return [&left, &visit](const Decoded& decoded) {
    if (decoded.text.size() > left.bytes_max || left.count_max == 0) return false;
    left.bytes_max -= decoded.text.size();
    --left.count_max;
    return visit(decoded);
  };
}

}  // namespace

bool Decode(std::string_view text, const DecodeHow& how, DecodeLimits& left, const Offer& visit) {
  const Offer offer = Counted(left, visit);
  for (const Escaping& escaping : kEscapings) {
    std::optional<Decoded> decoded = Unescape(text, escaping);
    if (!decoded) continue;
    const auto& places = decoded->places;
    const auto seam = static_cast<uint32_t>(how.focus ? how.focus->seam : 0);
    decoded->seam =
        static_cast<size_t>(std::lower_bound(places.begin(), places.end(), seam) - places.begin());
    const size_t before = decoded->seam > 0 ? places[decoded->seam - 1] + size_t{1} : 0;
    decoded->is_seam_escaped = decoded->seam < places.size() && before < seam;
    if (!offer(*decoded)) return false;
  }
  const bool turns = how.outer == nullptr || *how.outer != Encoding::kReversed;
  std::vector<Range> backwards;
  if (!DecodeBlobs(text, how, turns ? &backwards : nullptr, offer)) return false;
  if (!turns) return true;
  const Range all{0, static_cast<uint32_t>(text.size())};
  if (!how.mirrors || HasEscapeBackwards(text)) backwards = {all};
  return std::all_of(backwards.begin(), backwards.end(), [&](const Range& range) {
    Decoded reversed = Reversed(text.substr(range.begin, range.end - range.begin));
    reversed.whole = range;
    reversed.seam = range.end - (how.focus ? how.focus->seam : 0);
    return offer(reversed);
  });
}

bool DecodeCompressed(std::string_view bytes, DecodeLimits& left, const Offer& visit) {
  if (!LooksCompressed(bytes)) return true;
  Decoded plain;
  plain.encoding = Encoding::kGzip;
  plain.whole = {0, static_cast<uint32_t>(bytes.size())};
  return Inflate(bytes, left.bytes_max, plain.text) && Counted(left, visit)(plain);
}

}  // namespace weir::flow
