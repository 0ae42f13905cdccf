#include "runtime/flow/decode.h"

#include <zlib.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/flow/byte_block.h"
#include "runtime/flow/inflate.h"

namespace weir::flow {
namespace {

struct Texts {
  std::vector<std::string> texts;
  bool complete = true;
};

Texts All(std::string_view text, DecodeLimits limits = {1'000'000, 1'000}) {
  Texts all;
  all.complete = Decode(text, {nullptr, IsAscii(text), {}}, limits, [&](const Decoded& decoded) {
    all.texts.push_back(decoded.text);
    return true;
  });
  return all;
}

bool Gives(std::string_view text, const std::string& decoded) {
  for (const std::string& one : All(text).texts) {
    if (one.find(decoded) != std::string::npos) return true;
  }
  return false;
}

std::string Zipped(std::string_view text) {
  std::string out(compressBound(text.size()), '\0');
  uLongf size = out.size();
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           text.size());
  out.resize(size);
  return out;
}

TEST_CASE("escapes are read") {
  CHECK(Gives("The%20m%C3%A9rger", "The m\xC3\xA9rger"));
  CHECK(Gives(R"(\u0041\x42\ud83d\ude00)", "AB\xF0\x9F\x98\x80"));
  CHECK(Gives("a &amp; b&#99;&#x64;", "a & bcd"));
  CHECK(Gives("%2" + std::string(1, kSeam) + "0x", " x"));
  CHECK(All("a lot% of & \\ and &; &#; &#x; %zz").texts.empty());
  CHECK(All("plain words and no more").texts.empty());
}

TEST_CASE("alphabets are read at every offset once they are long, as words before") {
  CHECK(Gives("VGhlIG1lcmdlciBjbG9zZXMgb24gRnJpZGF5", "The merger closes on Friday"));
  CHECK(Gives("path/VGhlIG1lcmdlciBjbG9zZXMgb24gRnJpZGF5", "merger closes on Friday"));
  CHECK(Gives("pin:NDgyOTE1.", "482915"));
  for (size_t before = 0; before < 20; ++before) {
    CHECK(Gives(std::string(before, 'x') + " NDgyOTE1:", "482915"));
  }
  CHECK(Gives("NDgy" + std::string(1, kSeam) + "OTE1", "482915"));
  CHECK(Gives("GQ4DEOJRGU", "482915"));
  CHECK(Gives("343832393135", "482915"));
  CHECK(Gives("5468652\n06d6572676572207468617420636c6f736573206f6e2046726964",
              "merger that closes on Frid"));
}

TEST_CASE("what reads backwards only is turned round") {
  CHECK(Gives("=5E0PyQDN", "NDQyP0E5"));
  CHECK(Gives("5TMykDO0gjM", "Mjg0ODkyMT5"));
  CHECK(Gives("02%eht", "the%20"));
}

TEST_CASE("a place in what was decoded is a place in the text") {
  DecodeLimits limits{1'000, 10};
  Decode("xy%20cd", {nullptr, true, {}}, limits, [](const Decoded& decoded) {
    CHECK(decoded.Map({0, 2}) == Range{0, 2});
    CHECK(decoded.Map({2, 3}) == Range{2, 5});
    CHECK(decoded.Map({3, 5}) == Range{5, 7});
    return true;
  });
  Decode("x NDgyOTE1", {nullptr, true, {}}, limits, [](const Decoded& decoded) {
    CHECK(decoded.Map({0, 6}) == Range{2, 10});
    CHECK(decoded.Map({3, 6}).end == 10);
    return true;
  });
}

TEST_CASE("decoding stops at its limits") {
  const std::string text = "xy%20cd";  // decodes to five bytes, and says nothing backwards
  CHECK(All(text, {5, 1}).complete);
  CHECK_FALSE(All(text, {4, 1}).complete);
  CHECK_FALSE(All(text, {5, 0}).complete);
}

TEST_CASE("compressed streams are inflated up to the limit") {
  const std::string plain(10'000, 'x');
  const std::string zipped = Zipped(plain);
  REQUIRE(LooksCompressed(zipped));
  std::string out;
  CHECK(Inflate(zipped, plain.size(), out));
  CHECK(out == plain);
  out.clear();
  CHECK_FALSE(Inflate(zipped, plain.size() - 1, out));
  CHECK(out.size() == plain.size() - 1);
}

TEST_CASE("a damaged or cut stream gives what is sound") {
  std::string plain;
  for (int i = 0; i < 2'000; ++i) plain += std::to_string(i * 7919);
  std::string zipped = Zipped(plain);
  zipped.resize(zipped.size() / 2);
  std::string out;
  CHECK(Inflate(zipped, 1'000'000, out));
  CHECK(out.size() > 100);
  CHECK(plain.starts_with(out));
  CHECK_FALSE(LooksCompressed("plain text"));
}

}  // namespace
}  // namespace weir::flow
