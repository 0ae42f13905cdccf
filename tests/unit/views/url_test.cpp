#include "compiler/views/url.h"

#include <catch2/catch.hpp>
#include <string>

namespace weir::views {
namespace {

TEST_CASE("a plain URL is its parts, in one spelling") {
  CHECK(ParseUrl("https://docs.python.org/3/?q=a#top") ==
        Url{"https", "docs.python.org", 443, "/3/", "q=a", false});
  CHECK(ParseUrl("HTTP://Docs.Python.ORG.") == Url{"http", "docs.python.org", 80, "/", "", false});
  CHECK(ParseUrl("ws://a.example:8080?x") == Url{"ws", "a.example", 8080, "/", "x", false});
  CHECK(ParseUrl("wss://a.example#x")->port == 443);
  CHECK(ParseUrl("ftp://a.example:65535/")->port == 65535);
  CHECK(ParseUrl("https://b\xC3\xBC"
                 "cher.example/")
            ->host == "xn--bcher-kva.example");
  CHECK(ParseUrl("https://evil\xE3\x80\x82"
                 "com/")
            ->host == "evil.com");
  CHECK(ParseUrl("https://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1/")->host == "127.0.0.1");
  CHECK(ParseUrl("https://a.example/%61%2fb%2F%C3%a9\xC3\xA9//c~")->path ==
        "/a%2Fb%2F%C3%A9%C3%A9//c~");
  CHECK(ParseUrl("https://a.example/?q=%41%20%2b+%25&x=../y")->query == "q=A%20%2B+%25&x=../y");
  CHECK(ParseUrl("https://a.example/a..b/...")->path == "/a..b/...");
  CHECK(ParseUrl("https://a.example/x@y:z")->path == "/x@y:z");
}

TEST_CASE("private addresses are known in every spelling") {
  struct Row {
    const char* host;
    const char* canonical;
    bool is_private;
  };
  const Row rows[] = {
      {"127.0.0.1", "127.0.0.1", true},
      {"2130706433", "127.0.0.1", true},
      {"0x7f000001", "127.0.0.1", true},
      {"0X7F.1", "127.0.0.1", true},
      {"0177.0.0.1", "127.0.0.1", true},
      {"017700000001", "127.0.0.1", true},
      {"127.1", "127.0.0.1", true},
      {"127.0.1", "127.0.0.1", true},
      {"0", "0.0.0.0", true},
      {"0x", "0.0.0.0", true},
      {"127.0.0.1.", "127.0.0.1", true},
      {"010.0.0.1", "8.0.0.1", true},  // 10.0.0.1 to those who know no octal
      {"10.255.255.255", "10.255.255.255", true},
      {"9.255.255.255", "9.255.255.255", false},
      {"11.0.0.0", "11.0.0.0", false},
      {"100.64.0.1", "100.64.0.1", true},
      {"100.127.255.255", "100.127.255.255", true},
      {"100.128.0.0", "100.128.0.0", false},
      {"169.254.169.254", "169.254.169.254", true},
      {"2852039166", "169.254.169.254", true},
      {"0xA9.0xFE.0xA9.0xFE", "169.254.169.254", true},
      {"100.100.100.200", "100.100.100.200", true},
      {"168.63.129.16", "168.63.129.16", true},
      {"172.15.255.255", "172.15.255.255", false},
      {"172.16.0.0", "172.16.0.0", true},
      {"172.31.255.255", "172.31.255.255", true},
      {"172.32.0.0", "172.32.0.0", false},
      {"192.168.1.1", "192.168.1.1", true},
      {"192.0.0.192", "192.0.0.192", true},
      {"198.19.255.255", "198.19.255.255", true},
      {"198.20.0.0", "198.20.0.0", false},
      {"223.255.255.255", "223.255.255.255", false},
      {"224.0.0.1", "224.0.0.1", true},
      {"255.255.255.255", "255.255.255.255", true},
      {"8.8.8.8", "8.8.8.8", false},
      {"[::1]", "[::1]", true},
      {"[0:0:0:0:0:0:0:1]", "[::1]", true},
      {"[::]", "[::]", true},
      {"[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]", true},
      {"[::ffff:7f00:1]", "[::ffff:127.0.0.1]", true},
      {"[::ffff:8.8.8.8]", "[::ffff:8.8.8.8]", false},
      {"[::127.0.0.1]", "[::127.0.0.1]", true},
      {"[64:ff9b::a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", true},
      {"[64:ff9b::808:808]", "[64:ff9b::808:808]", false},
      {"[64:ff9b:1::1]", "[64:ff9b:1::1]", true},
      {"[2002:7f00:1::]", "[2002:7f00:1::]", true},
      {"[2002:808:808::]", "[2002:808:808::]", false},
      {"[2001::1]", "[2001::1]", true},
      {"[2001:db8::1]", "[2001:db8::1]", true},
      {"[2001:4860:4860::8888]", "[2001:4860:4860::8888]", false},
      {"[2606:4700::5efe:7f00:1]", "[2606:4700::5efe:7f00:1]", true},  // ISATAP
      {"[fe80::1]", "[fe80::1]", true},
      {"[fec0::1]", "[fec0::1]", true},
      {"[fd00:ec2::254]", "[fd00:ec2::254]", true},
      {"[ff02::1]", "[ff02::1]", true},
      {"[100::1]", "[100::1]", true},
      {"localhost", "localhost", true},
      {"LOCALHOST.", "localhost", true},
      {"a.localhost", "a.localhost", true},
      {"metadata.google.internal", "metadata.google.internal", true},
      {"printer.local", "printer.local", true},
      {"router.home.arpa", "router.home.arpa", true},
      {"intranet", "intranet", true},
      {"notlocalhost.com", "notlocalhost.com", false},
      {"xlocal.example", "xlocal.example", false},
      {"a.xlocal", "a.xlocal", false},
      {"1.2.3.4.example", "1.2.3.4.example", false},
      {"0x7f.example", "0x7f.example", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.host);
    std::optional<Url> url = ParseUrl("http://" + std::string(row.host) + "/");
    REQUIRE(url);
    CHECK(url->host == row.canonical);
    CHECK(url->is_private == row.is_private);
  }
}

TEST_CASE("what parsers of URLs may read in different ways has no url view") {
  const char* texts[] = {
      "",
      "a",
      "/a",
      "//a.example/",
      "a.example",
      "a.example/b",
      "https",
      "https:",
      "https:/",
      "https://",
      "https:///",
      "https:a.example",
      "https:/a.example",
      "https:///a.example",
      "https://?x",
      "https://#x",
      "https://:80/",
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "gopher://a.example/",
      "mailto:a@b.com",
      "jar:https://a.example!/",
      "view-source:https://a.example/",
      "blob:https://a.example/x",
      "http s://a.example",
      " https://a.example/",
      "https://a.example/ ",
      "\thttps://a.example/",
      "ht\ntps://a.example/",
      "https://a.exa\tmple/",
      "https://a.example/\r\nHost: b",
      "https://a.example/\x01",
      "https://a.example/\x7f",
      "https://good.example@evil.example/",
      "https://u:p@evil.example/",
      "https://@evil.example/",
      "https://good.example:80@evil.example/",
      "https://good.example%40evil.example/",
      "https://good.example\\@evil.example/",
      "https://good.example\\.evil.example/",
      "https:\\\\a.example/",
      "https:/\\a.example/",
      "https://a.example\\b",
      "https://a.example/a\\b",
      "https://a.example:/",
      "https://a.example:0/",
      "https://a.example:080/",
      "https://a.example:65536/",
      "https://a.example:99999999999/",
      "https://a.example:8o/",
      "https://a.example:+80/",
      "https://a.example:-1/",
      "https://a.example:80:80/",
      "https://a.example: 80/",
      "https://a..example/",
      "https://.a.example/",
      "https://a.example../",
      "https://./",
      "https://..",
      "https://a b.example/",
      "https://%61.example/",
      "https://a%2eexample/",
      "https://a%00.example/",
      "https://a%2525.example/",
      "https://127.0.0.1%2f/",
      "https://a,b.example/",
      "https://a;b.example/",
      "https://a&b.example/",
      "https://a*.example/",
      "https://$a.example/",
      "https://a!/",
      "https://a\xEF\xBC\x8F.evil.example/",
      "https://a.example\xEF\xBC\x8Fx@evil.example/",
      "https://a\xE2\x84\x80"
      "b.example/",
      "https://xn--zz.example/",
      "https://a\xC2\xAD"
      "b.example/",
      "https://a\xE2\x80\x8B.example/",
      "https://a\xE2\x80\xAE.example/",
      "https://a\xFF.example/",
      "https://a.example/\xFF",
      "https://a.example/\xC0\xAF",
      "https://a.example/\xE3\x80\x80",
      "http://256.0.0.1/",
      "http://1.2.3.4.5/",
      "http://1.2.3.256/",
      "http://4294967296/",
      "http://0x100000000/",
      "http://1.2.65536/",
      "http://08.0.0.1/",
      "http://1..1/",
      "http://a.1/",
      "http://0xg.0x1/",
      "http://127.0.0.0x/x/../",
      "http://1.2.3.08/",
      "http://1e3.1/",
      "http://[::1/",
      "http://[::1]x/",
      "http://[::1]:/",
      "http://[::1%25eth0]/",
      "http://[::1%eth0]/",
      "http://[fe80::1%1]/",
      "http://[]/",
      "http://[127.0.0.1]/",
      "http://[::g]/",
      "http://[v1.x]/",
      "http://::1/",
      "http://[[::1]]/",
      "http://x[::1]/",
      "http://[::1]@a.example/",
      "https://a.example/a/../b",
      "https://a.example/..",
      "https://a.example/./b",
      "https://a.example/.",
      "https://a.example/%2e%2e/b",
      "https://a.example/%2E/b",
      "https://a.example/.%2e/b",
      "https://a.example/%",
      "https://a.example/%4",
      "https://a.example/%zz",
      "https://a.example/?%",
      "https://a.example/#%",
      "https://a.example/%00",
      "https://a.example/?%00",
      "https://a.example/<x>",
      "https://a.example/\"",
      "https://a.example/{a}",
      "https://a.example/|",
      "https://a.example/^",
      "https://a.example/`",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK_FALSE(ParseUrl(text));
  }
  CHECK_FALSE(ParseUrl(std::string_view("https://a.example\0.evil.example/", 32)));
  CHECK_FALSE(ParseUrl(std::string_view("https://[::1\0]/", 15)));
}

TEST_CASE("a URL may be as long as the limit and no longer") {
  std::string longest = "https://a.example/";
  longest.append(kUrlBytesMax - longest.size(), 'a');
  CHECK(ParseUrl(longest));
  CHECK_FALSE(ParseUrl(longest + "a"));
}

}  // namespace
}  // namespace weir::views
