#include "runtime/flow/tokens.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace weir::flow {
namespace {

std::vector<std::string> Tokens(std::string_view text) {
  std::vector<Range> ranges;
  FindTokens(text, ranges);
  std::vector<std::string> tokens;
  for (const Range& range : ranges)
    tokens.emplace_back(text.substr(range.begin, range.end - range.begin));
  return tokens;
}

using List = std::vector<std::string>;

TEST_CASE("addresses") {
  CHECK(Tokens("write to <Amy.Watson+x@mail.example>, please") ==
        List{"Amy.Watson+x@mail.example"});
  CHECK(Tokens("see me@example.org.") == List{"me@example.org"});
  CHECK(Tokens("user@localhost, @name, a@, @media (x)").empty());
}

TEST_CASE("numbers of six digits or more, however they are grouped") {
  CHECK(Tokens("it is 482915 there") == List{"482915"});
  CHECK(Tokens("card 4111 2345 1111 1111!") == List{"4111 2345 1111 1111"});
  CHECK(Tokens("call (555) 123-4567") == List{"555) 123-4567"});
  CHECK(Tokens("sum 1,234,567.") == List{"1,234,567"});
  CHECK(Tokens("P-789456 and SSN 123-45-6789") == List{"789456", "123-45-6789"});
  CHECK(Tokens("48291 and 12, 34, 56 and 100000").empty());
}

TEST_CASE("dates and times are none") {
  CHECK(Tokens("on 2024-05-20 at 10:30:00, 20/05/2024, 05/20/2024, 20240520").empty());
  CHECK(Tokens("2024-05-20T10:30:00Z 20240520T103000Z 2024-05-20 10:30").empty());
  CHECK(Tokens("2024-05-20 482915") == List{"482915"});
  CHECK(Tokens("99999999 is no date but of one digit").empty());
}

TEST_CASE("accounts whose checksum is right") {
  CHECK(Tokens("IBAN DE89 3704 0044 0532 0130 00 is") == List{"DE89 3704 0044 0532 0130 00"});
  CHECK(Tokens("GB29NWBK60161331926819") == List{"GB29NWBK60161331926819"});
}

TEST_CASE("keys and words that mix as only keys do") {
  CHECK(Tokens("key AKIAIOSFODNN7EXAMPLE") == List{"AKIAIOSFODNN7EXAMPLE"});
  CHECK(Tokens("t=ghp_16C7e42F292c6912E7710c838347Ae178B4a") ==
        List{"ghp_16C7e42F292c6912E7710c838347Ae178B4a"});
  CHECK(Tokens("id 3f2a9c1e-77b0") == List{"3f2a9c1e-77b0"});
  CHECK(Tokens("Tr0ub4d0r") == List{"Tr0ub4d0r"});
}

TEST_CASE("identifiers are none") {
  CHECK(Tokens("x86_64-linux-gnu utf8 sha256sum getElementById base64_encode std::int32_t v1.2.3")
            .empty());
  CHECK(Tokens("user_id2 section-4 ISO-8859-1 COVID19 mp3player 0x7FFF1F2F 1997-1998 2022-07")
            .empty());
}

}  // namespace
}  // namespace weir::flow
