#include "compiler/views/email.h"

#include <catch2/catch.hpp>
#include <string>

#include "compiler/views/domain.h"

namespace weir::views {
namespace {

TEST_CASE("a plain address is its local part and its domain") {
  CHECK(ParseEmail("ann@example.com") == Email{"ann", "example.com"});
  CHECK(ParseEmail("Ann.B+tag@EXAMPLE.com") == Email{"Ann.B+tag", "example.com"});
  CHECK(ParseEmail("o'neil_x=y@mail.example.co.uk") == Email{"o'neil_x=y", "mail.example.co.uk"});
  CHECK(ParseEmail("a@b\xC3\xBC"
                   "cher.example") == Email{"a", "xn--bcher-kva.example"});
  CHECK(ParseEmail("a@xn--bcher-kva.example") == Email{"a", "xn--bcher-kva.example"});
  CHECK(ParseEmail("a@fa\xC3\x9F.de") == Email{"a", "xn--fa-hia.de"});  // not fass.de
}

TEST_CASE("what mail programs read in different ways has no email view") {
  const char* texts[] = {
      "",
      "@",
      "a",
      "a@",
      "@b.com",
      "a@b",
      "a@localhost",
      "a@@b.com",
      "a@b@c.com",
      "a@good.com@evil.com",
      "\"a\"@b.com",
      "\"a@good.com\"@evil.com",
      "a b@c.com",
      " a@b.com",
      "a@b.com ",
      "a@b.com\n",
      "a@b.com\r\nBcc: x@y.com",
      "a@b.com,c@d.com",
      "a@b.com;c@d.com",
      "a@b.com, c@d.com",
      "<a@b.com>",
      "Ann <a@b.com>",
      "a@b.com <c@d.com>",
      "a(comment)@b.com",
      "a@b.com(comment)",
      "a@(x)b.com",
      ".a@b.com",
      "a.@b.com",
      "a..b@c.com",
      "a%evil.com@b.com",
      "evil.com!a@b.com",
      "@x,@y:a@b.com",
      "a@[127.0.0.1]",
      "a@[IPv6:::1]",
      "a@127.0.0.1",
      "a@b.1",
      "a@.b.com",
      "a@b..com",
      "a@b.com.",
      "a@b.com..",
      "a@-",
      "a@b/c.com",
      "a@b:25.com",
      "a@b.com:25",
      "a@b%2ecom",
      "a@b\\c.com",
      "a@b.com?cc=c@d.com",
      "a@b.com?cc=x",
      "mailto:a@b.com",
      "\xC3\xA9@b.com",
      "a@b\xFF.com",
      "a@xn--zz.com",
      "a@b\xE2\x80\xAE.com",
      "a\xEF\xBC\xA0"
      "b.com",
      "a\t@b.com",
      "a@b.com\x7f",
      "a@b,com",
      "a:b@c.com",
      "a\\@b.com",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK_FALSE(ParseEmail(text));
  }
  CHECK_FALSE(ParseEmail(std::string_view("a@b.com\0.evil.com", 17)));
  CHECK_FALSE(ParseEmail(std::string_view("a\0@b.com", 8)));
}

TEST_CASE("an address keeps its limits, each at the limit and one past it") {
  std::string local(kEmailLocalBytesMax, 'a');
  CHECK(ParseEmail(local + "@b.com"));
  CHECK_FALSE(ParseEmail(local + "a@b.com"));
  std::string label(63, 'b');
  CHECK(CanonicalDomain(label + ".com"));
  CHECK_FALSE(CanonicalDomain(label + "b.com"));
  std::string domain = label + "." + label + "." + label + "." + std::string(61, 'b');
  REQUIRE(domain.size() == kDomainBytesMax);
  CHECK(CanonicalDomain(domain) == domain);
  CHECK(CanonicalDomain(domain + ".") == domain);
  CHECK_FALSE(CanonicalDomain(domain + "b"));
}

TEST_CASE("IDNA maps what looks like a dot or a letter to what a resolver asks for") {
  CHECK(CanonicalDomain("evil\xE3\x80\x82"
                        "com") == "evil.com");
  CHECK(CanonicalDomain("\xEF\xBD\x85vil.com") == "evil.com");
  CHECK(CanonicalDomain("a_b.Example.") == "a_b.example");
  CHECK_FALSE(CanonicalDomain(""));
  CHECK_FALSE(CanonicalDomain("."));
  CHECK_FALSE(CanonicalDomain("a.."));
  CHECK_FALSE(CanonicalDomain("a b.com"));
}

}  // namespace
}  // namespace weir::views
