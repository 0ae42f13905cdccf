// Generator: the values of requests.
#include "compiler/json/document.h"
#include "tests/differential/generator.h"

namespace weir::testing {

std::string Generator::RandomText() {
  using namespace std::string_literals;
  if (OneIn(6)) {
    std::string text;
    const size_t length = Below(12);
    for (size_t i = 0; i < length; ++i)
      text += OneOf<const char*>({"a", "b", "/", "*", "\xc3\xa9", "\\", "."});
    return text;
  }
  return OneOf<std::string>({"",
                             "a",
                             "b",
                             "ab",
                             "a/b",
                             "/srv",
                             "/srv/x",
                             "/srv2",
                             "/srv/../a",
                             "/a/./x//y",
                             "\0"s,
                             "a\0b"s,
                             "\xc3\xa9",
                             "a\xc3\xa9",
                             "\xf0\x9f\x98\x80",
                             "a*",
                             "/",
                             "~root",
                             "file:///srv/x",
                             "https://example.com/a?b",
                             "https://a.example.com:8443/",
                             "http://127.0.0.1/",
                             "ftp://com/x",
                             "http://a@b/",
                             "a b 'c d'",
                             "ab -a \\; b",
                             "a $(b)",
                             "a@example.com",
                             "b@a.example.com",
                             "files",
                             "coder"});
}

std::string Generator::RandomNumber() {
  return OneOf<const char*>({"0",
                             "-0",
                             "1",
                             "-1",
                             "1.0",
                             "0.5",
                             "-0.0",
                             "1e0",
                             "9007199254740991",
                             "9007199254740992",
                             "9007199254740993",
                             "9007199254740992.0",
                             "9007199254740994.0",
                             "9223372036854775807",
                             "9223372036854775808",
                             "9223372036854775808.0",
                             "-9223372036854775808",
                             "-9223372036854775809",
                             "-9223372036854775808.0",
                             "1e308",
                             "-1e308",
                             "1e400",
                             "-1e400",
                             "5e-324"});
}

std::string Generator::RandomValue(int depth) {
  switch (Below(depth > 0 ? 8 : 6)) {
    case 0:
      return "null";
    case 1:
      return OneIn(2) ? "true" : "false";
    case 2:
      return RandomNumber();
    case 6:
      return RandomList(depth - 1);
    case 7:
      return RandomObject(depth - 1);
    default:
      return json::Quote(RandomText());
  }
}

std::string Generator::RandomList(int depth) {
  std::string text;
  const size_t length = Below(4);
  for (size_t i = 0; i < length; ++i) text += (i == 0 ? "" : ",") + RandomValue(depth);
  return "[" + text + "]";
}

std::string Generator::RandomObject(int depth) {
  std::string text;
  const auto add = [&](const char* key, const std::string& value) {
    text += (text.empty() ? "\"" : ",\"") + std::string(key) + "\":" + value;
  };
  for (const char* key : {"a", "b"}) {
    if (!OneIn(4)) add(key, RandomValue(depth));
  }
  if (depth > 0 && !OneIn(4)) add("o", OneIn(4) ? RandomValue(depth) : RandomObject(0));
  for (const char* key : {"l", "m"}) {
    if (depth > 0 && !OneIn(4)) add(key, OneIn(6) ? RandomValue(depth) : RandomList(depth));
  }
  if (OneIn(2)) {
    add("u", json::Quote(OneOf<const char*>({"https://example.com/", "https://a.example.com/x?y",
                                             "http://xample.com", "a@example.com", "ftp://com/"})));
  }
  return "{" + text + "}";
}

}  // namespace weir::testing
