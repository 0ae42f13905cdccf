#include "compiler/explain/values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "compiler/json/document.h"

namespace weir::explain {
namespace {

// How a credential begins, and how many characters of its alphabet follow at least.
struct SecretFormat {
  std::string_view prefix;
  size_t tail_min;
};

constexpr std::array kSecretFormats = {SecretFormat{"sk-", 16},
                                       SecretFormat{"sk_live_", 12},
                                       SecretFormat{"rk_live_", 12},
                                       SecretFormat{"ghp_", 20},
                                       SecretFormat{"gho_", 20},
                                       SecretFormat{"ghu_", 20},
                                       SecretFormat{"ghs_", 20},
                                       SecretFormat{"ghr_", 20},
                                       SecretFormat{"github_pat_", 20},
                                       SecretFormat{"glpat-", 16},
                                       SecretFormat{"npm_", 20},
                                       SecretFormat{"pypi-", 20},
                                       SecretFormat{"xoxb-", 10},
                                       SecretFormat{"xoxp-", 10},
                                       SecretFormat{"xapp-", 10},
                                       SecretFormat{"AKIA", 16},
                                       SecretFormat{"ASIA", 16},
                                       SecretFormat{"AIza", 30},
                                       SecretFormat{"ya29.", 20},
                                       SecretFormat{"eyJ", 20},
                                       SecretFormat{"hf_", 20},
                                       SecretFormat{"-----BEGIN ", 10},
                                       SecretFormat{"AGE-SECRET-KEY-", 20}};

bool IsOfWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' ||
         c == '+' || c == '/' || c == '=';
}

// A private key goes on to the end of its block, anything else to the end of its word.
size_t SecretLength(std::string_view text, const SecretFormat& format) {
  if (!text.starts_with(format.prefix)) return 0;
  if (format.prefix.starts_with("-----")) return text.size();
  const auto end = std::find_if_not(text.begin(), text.end(), IsOfWord);
  const auto length = static_cast<size_t>(end - text.begin());
  return length >= format.prefix.size() + format.tail_min ? length : 0;
}

// A cut inside of a character would be no UTF-8.
std::string_view Cut(std::string_view text) {
  size_t end = kShownBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string DescribeText(std::string_view text) {
  const std::string shown = WithoutSecrets(text);
  if (shown.size() <= kShownBytesMax) return json::Quote(shown);
  return json::Quote(Cut(shown)) + " and " + std::to_string(shown.size() - Cut(shown).size()) +
         " bytes more";
}

}  // namespace

std::string WithoutSecrets(std::string_view text) {
  std::string shown;
  bool in_word = false;
  while (!text.empty()) {
    size_t secret = 0;
    for (const SecretFormat& format : kSecretFormats) {
      if (secret > 0 || in_word) break;
      secret = SecretLength(text, format);
      if (secret > 0) shown.append(format.prefix).append("... (cut: it looks like a credential)");
    }
    if (secret == 0) shown += text.front();
    in_word = secret == 0 && std::isalnum(static_cast<unsigned char>(text.front())) != 0;
    text.remove_prefix(std::max<size_t>(secret, 1));
  }
  return shown;
}

std::string Describe(const weir_value& value) {
  switch (static_cast<weir_kind>(value.kind)) {
    case WEIR_ABSENT:
      return "absent";
    case WEIR_INVALID:
      return "not valid";
    case WEIR_NULL:
      return "null";
    case WEIR_BOOL:
      return value.as.integer != 0 ? "true" : "false";
    case WEIR_INTEGER:
      return std::to_string(value.as.integer);
    case WEIR_FLOAT: {
      std::ostringstream out;
      out.precision(17);
      out << value.as.real;
      return out.str();
    }
    case WEIR_STRING:
      return DescribeText({value.length == 0 ? "" : value.as.bytes, value.length});
    case WEIR_LIST:
      return "a list of " + std::to_string(value.length);
    case WEIR_OBJECT:
      return "an object";
  }
  return "unknown";
}

}  // namespace weir::explain
