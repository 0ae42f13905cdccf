// How long the guard takes: over results of 1 MiB, plain and not, and over 3,000 definitions.
#include <benchmark/benchmark.h>

#include <string>

#include "runtime/guard/analyze.h"
#include "runtime/guard/normal_text.h"

namespace weir::guard {
namespace {

constexpr size_t kMebibyte = size_t{1} << 20;

std::string Repeated(std::string_view text, size_t bytes) {
  std::string repeated;
  while (repeated.size() < bytes) repeated += text;
  repeated.resize(bytes);
  return repeated;
}

constexpr std::string_view kProse =
    "The harbour was quiet in the morning, and the boats lay where they had been left. Fishermen "
    "came down the hill "
    "with their nets over their shoulders; they talked about the weather and the price of cod. "
    "Nobody had read the "
    "letter that was on the table. It said that the company would close its office in spring.\n";
constexpr std::string_view kCode =
    "static int read_block(struct device *dev, uint64_t sector, void *buffer) {\n"
    "  if (sector >= dev->sector_count) return -EINVAL;  /* past the end */\n"
    "  return dev->ops->read(dev, sector * SECTOR_SIZE, buffer, SECTOR_SIZE);\n}\n\n";
constexpr std::string_view kJson =
    "{\"id\": 48151623, \"name\": \"Anna Berg\", \"city\": \"Bergen\", \"score\": 0.8125, "
    "\"tags\": [\"blue\", \"north\"]},\n";
constexpr std::string_view kJapanese =
    "港は朝のうち静かで、船は置かれたままの場所にあった。漁師たちは網を肩にかけて丘を下りてきた。"
    "\n";

constexpr std::string_view kChinese =
    "清晨的港口很安静，船只停在原来的地方。渔民们扛着渔网走下山来；他们谈论天气和鳕鱼的价格。\n";
constexpr std::string_view kRussian =
    "Утром в гавани было тихо, и лодки стояли там, где их оставили. Рыбаки спускались с холма с "
    "сетями на плечах; они говорили о погоде и о цене на треску.\n";
constexpr std::string_view kGerman =
    "Am Morgen war der Hafen ruhig, und die Boote lagen, wo man sie zurückgelassen hatte. Die "
    "Fischer kamen mit ihren Netzen über den Schultern den Hügel herab; sie sprachen vom Wetter.\n";

void Result(benchmark::State& state, std::string_view sample) {
  const std::string text = Repeated(sample, kMebibyte);
  for (auto _ : state) benchmark::DoNotOptimize(AnalyzeResult(text));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK_CAPTURE(Result, prose, kProse)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Result, code, kCode)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Result, json, kJson)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Result, japanese, kJapanese)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Result, chinese, kChinese)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Result, russian, kRussian)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Result, german, kGerman)->Unit(benchmark::kMillisecond);

void CleanPlain(benchmark::State& state) {
  const std::string text = Repeated(kProse, kMebibyte);
  for (auto _ : state) benchmark::DoNotOptimize(Clean(text));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(CleanPlain)->Unit(benchmark::kMillisecond);

// Thirty servers of a hundred tools.
void Definitions(benchmark::State& state) {
  std::vector<json::Document> documents;
  std::vector<ServerDefinitions> servers;
  for (int s = 0; s < 30; ++s) {
    for (int t = 0; t < 100; ++t) {
      const std::string name = "tool_" + std::to_string(s) + "_does_" + std::to_string(t);
      auto document = json::Document::Parse(
          "{\"name\":\"" + name + "\",\"description\":" + json::Quote(kProse) +
          ",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\","
          "\"description\":\"Where the "
          "file is, from the root of the "
          "workspace\"},\"limit\":{\"type\":\"integer\",\"default\":10}},\"required\":[\"path\"]}"
          "}");
      documents.push_back(std::move(document).value());
    }
  }
  for (int s = 0; s < 30; ++s) {
    ServerDefinitions server{"server-" + std::to_string(s), "", {}};
    for (int t = 0; t < 100; ++t) {
      server.definitions.push_back(
          {DefinitionKind::kTool, documents[static_cast<size_t>(s * 100 + t)].root()});
    }
    servers.push_back(std::move(server));
  }
  for (auto _ : state) benchmark::DoNotOptimize(AnalyzeServers(servers));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * 3000);
}
BENCHMARK(Definitions)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace weir::guard

BENCHMARK_MAIN();
