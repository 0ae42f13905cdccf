// Flows of public benchmarks (tests/attacks/data), replayed call by call: an instruction in a
// result makes the agent read private data with one tool and send it with another. Where the data
// is copied the copy must be seen. Whether it is copied is decided here by an obvious comparison
// that has nothing in common with the tracking.
#include <zlib.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/flow/conversation.h"
#include "tests/differential/flow/copies.h"

namespace weir::flow {
namespace {

std::vector<json::Document> Rows(const std::string& path) {
  const gzFile file = gzopen(path.c_str(), "rb");
  REQUIRE(file != nullptr);
  std::string text;
  std::array<char, 65536> chunk;
  for (int size = 0; (size = gzread(file, chunk.data(), chunk.size())) > 0;) {
    text.append(chunk.data(), static_cast<size_t>(size));
  }
  gzclose(file);
  std::vector<json::Document> rows;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    Result<json::Document> row = json::Document::Parse(text.substr(at, end - at));
    if (row) rows.push_back(std::move(*row));
    at = end + 1;
  }
  return rows;
}

std::string_view Text(const json::Value& object, std::string_view name) {
  const std::optional<json::Value> value = object.Find(name);
  return value && value->is_string() ? value->string() : std::string_view();
}

bool IsTrue(const json::Value& object, std::string_view name) {
  const std::optional<json::Value> value = object.Find(name);
  return value && value->kind() == json::Kind::kBool && value->boolean();
}

// What the call that sends carries from the results of other servers before it.
struct Replayed {
  bool copied = false;
  bool seen = false;
};

Replayed Replay(const json::Value& row, int64_t last) {
  Conversation conversation({});
  std::vector<std::pair<std::string, std::string>> results;  // server and plain text
  Replayed replayed;
  int64_t index = 0;
  for (const json::Value step : row.Find("steps")->items()) {
    const std::optional<json::Value> arguments = step.Find("args");
    const std::string server(Text(step, "server"));
    if (index == last && arguments) {
      LabelSet copied = 0;
      std::string plain;
      const Stream stream = Stream::Of(*arguments);
      for (size_t i = 0; i < stream.values; ++i) plain += Plain(stream.part(i));
      for (size_t i = 0; i < results.size(); ++i) {
        if (Copies(results[i].second, plain)) copied |= LabelSet{1} << (i % 64);
      }
      const LabelSet carried = conversation.Inspect(1, *arguments).labels;
      return {copied != 0, copied != 0 ? (carried & copied) != 0 : carried != 0};
    }
    const std::string_view texts[] = {Text(step, "result")};
    conversation.AddResult({static_cast<uint64_t>(index), server, std::string(Text(step, "tool"))},
                           LabelSet{1} << (results.size() % 64), 0, texts);
    results.emplace_back(server, Plain(texts[0]));
    ++index;
  }
  return replayed;
}

TEST_CASE("what public attacks copy from a result into a call is seen") {
  const std::vector<json::Document> rows =
      Rows(std::string(WEIR_SOURCE_DIR) + "/tests/attacks/data/flows.jsonl.gz");
  REQUIRE(rows.size() > 1'000);
  size_t sent = 0, copied = 0, seen = 0, reworded_seen = 0;
  for (const json::Document& document : rows) {
    const json::Value row = document.root();
    const std::optional<json::Value> block = row.Find("block_step");
    if (!IsTrue(row, "private_data_in_sink") || !block || block->kind() != json::Kind::kInteger)
      continue;
    const Replayed replayed = Replay(row, block->integer());
    ++sent;
    copied += replayed.copied ? 1 : 0;
    seen += replayed.copied && replayed.seen ? 1 : 0;
    reworded_seen += !replayed.copied && replayed.seen ? 1 : 0;
  }
  WARN(sent << " calls send private data, " << copied << " copy 24 characters or more, of them "
            << seen << " are seen; of the other " << sent - copied << ", " << reworded_seen
            << " by a token");
  CHECK(copied > 50);
  CHECK(seen * 100 >= copied * 95);
}

}  // namespace
}  // namespace weir::flow
