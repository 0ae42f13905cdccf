// What the tracking costs. The goals: results at 300 MB/s, arguments at 200 MB/s with all decoders
// on, less than two bytes of memory a byte of text, and 20 microseconds for an argument of 1 KiB
// against 10 MiB of content.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/flow/conversation.h"

namespace weir::flow {
namespace {

// Sentences of made-up words in natural proportions of length, with names, numbers and marks among
// them.
std::string Prose(size_t bytes, uint64_t seed) {
  std::mt19937_64 random(seed);
  constexpr std::string_view kLetters = "eeeeetttaaaooinnshrrdlucmfwypvbgkjqxz";
  std::vector<std::string> words(20'000);
  for (std::string& word : words) {
    for (size_t i = 1 + random() % 5 + random() % 6; i > 0; --i) {
      word += kLetters[random() % kLetters.size()];
    }
  }
  std::string text;
  while (text.size() < bytes) {
    const uint64_t dice = random() % 1'000;
    // The square makes some words common, as in a language.
    const double share = static_cast<double>(random() % 10'000) / 10'000;
    std::string word = words[static_cast<size_t>(share * share * 20'000)];
    if (dice < 80) word[0] = static_cast<char>(word[0] - 'a' + 'A');
    if (dice < 15) word = std::to_string(random() % 10'000);
    text += word;
    text += dice > 990 ? ".\n" : dice > 900 ? ", " : " ";
  }
  text.resize(bytes);
  return text;
}

json::Document Arguments(const std::string& text) {
  return std::move(json::Document::Parse("{\"text\":" + json::Quote(text) + "}")).value();
}

void Add(Conversation& conversation, std::string_view text) {
  const std::string_view texts[] = {text};
  conversation.AddResult({1, "files", "read"}, 1, 0, texts);
}

void AddResults(benchmark::State& state) {
  const auto size = static_cast<size_t>(state.range(0));
  const auto count = static_cast<size_t>(state.range(1)) / size;
  const std::string text = Prose(size * count, 1);
  double held = 0;
  for (auto _ : state) {
    Conversation conversation({});
    for (size_t i = 0; i < count; ++i)
      Add(conversation, std::string_view(text).substr(i * size, size));
    held = static_cast<double>(conversation.bytes_held());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(size * count));
  state.counters["memory_per_byte"] = held / static_cast<double>(size * count);
}
BENCHMARK(AddResults)
    ->Args({1 << 20, 1 << 20})
    ->Args({10 << 20, 10 << 20})
    ->Args({4 << 10, 10 << 20})
    ->Unit(benchmark::kMillisecond);

void InspectUnrelated(benchmark::State& state) {
  Conversation conversation({});
  Add(conversation, Prose(size_t{10} << 20, 1));
  const auto size = static_cast<size_t>(state.range(0));
  const json::Document arguments = Arguments(Prose(size, 2));
  for (auto _ : state) benchmark::DoNotOptimize(conversation.Inspect(1, arguments.root()).labels);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(size));
}
BENCHMARK(InspectUnrelated)
    ->Arg(1 << 10)
    ->Arg(64 << 10)
    ->Arg(1 << 20)
    ->Unit(benchmark::kMicrosecond);

void InspectCopied(benchmark::State& state) {
  Conversation conversation({});
  const std::string content = Prose(size_t{10} << 20, 1);
  Add(conversation, content);
  const json::Document arguments =
      Arguments(content.substr(1 << 20, static_cast<size_t>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(conversation.Inspect(1, arguments.root()).labels);
}
BENCHMARK(InspectCopied)->Arg(1 << 10)->Arg(64 << 10)->Unit(benchmark::kMicrosecond);

// Each call is held against what the one before it sent to the same sink as well.
void InspectAfterSent(benchmark::State& state) {
  Conversation conversation({});
  Add(conversation, Prose(size_t{10} << 20, 1));
  const json::Document sent = Arguments(Prose(1 << 10, 3));
  conversation.Sent(1, sent.root());
  const json::Document arguments = Arguments(Prose(1 << 10, 2));
  for (auto _ : state) benchmark::DoNotOptimize(conversation.Inspect(1, arguments.root()).labels);
}
BENCHMARK(InspectAfterSent)->Unit(benchmark::kMicrosecond);

// What one small call costs from the question to its answer, over and over to one sink that answers
// with what it was sent: the same call each time or another one, with nothing held but these
// answers or with a megabyte of another server's as well.
void SmallCalls(benchmark::State& state) {
  const bool always_another = state.range(0) != 0;
  Conversation conversation({});
  if (state.range(1) != 0) Add(conversation, Prose(size_t{1} << 20, 1));
  constexpr size_t kDifferent = 1'000;
  std::vector<json::Document> calls;
  std::vector<json::Document> answers;
  for (size_t i = 0; i < (always_another ? kDifferent : 1); ++i) {
    const std::string message = always_another ? "report-" + std::to_string(i * 7'919) : "hello";
    calls.push_back(Arguments(message));
    answers.push_back(Arguments("Echo: " + message));
  }
  size_t i = 0;
  for (auto _ : state) {
    const json::Value arguments = calls[i % calls.size()].root();
    benchmark::DoNotOptimize(conversation.Inspect(1, arguments).labels);
    conversation.Sent(1, arguments);
    conversation.AddResult({i, "echo", "echo"}, 2, 0, answers[i % answers.size()].root());
    ++i;
  }
}
BENCHMARK(SmallCalls)->ArgsProduct({{0, 1}, {0, 1}})->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace weir::flow
