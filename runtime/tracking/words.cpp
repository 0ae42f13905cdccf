#include "runtime/tracking/words.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "runtime/flow/normal_text.h"
#include "runtime/flow/tokens.h"

namespace weir::tracking {
namespace {

constexpr std::string_view kLeftOut = "…";

bool MayBeSecret(std::string_view key, size_t run_length) {
  std::vector<flow::Range> tokens;
  flow::FindTokens(key, tokens);
  return !tokens.empty() || flow::NormalText(key).size() >= run_length / 2;
}

std::string PlaceOf(const flow::ArgumentRange& argument, size_t run_length) {
  const std::string pointer = WithoutSecrets(argument.pointer, run_length);
  const std::string where = pointer.empty() ? "the whole" : "`" + pointer + "`";
  return where + ", bytes " + std::to_string(argument.range.begin) + " to " +
         std::to_string(argument.range.end);
}

std::string LineOf(const flow::Match& match, size_t run_length) {
  std::string text;
  for (const flow::ArgumentRange& argument : match.argument) {
    if (!text.empty()) text += " and ";
    text += PlaceOf(argument, run_length);
  }
  if (text.empty()) text = "the arguments";
  text += ": from " + WordsOf(match.origin) + ", " + flow::Describe(match);
  if (match.over_calls) text += ", begun in an earlier call";
  return text;
}

}  // namespace

std::vector<std::string> NamesOf(const Policy& policy, flow::LabelSet labels) {
  std::vector<std::string> names;
  for (; labels != 0; labels &= labels - 1) {
    const auto bit = static_cast<size_t>(std::countr_zero(labels));
    names.push_back(bit < policy.labels().size() ? policy.labels()[bit].name
                                                 : "label " + std::to_string(bit));
  }
  return names;
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

std::string WithoutSecrets(const std::string& pointer, size_t run_length) {
  std::string safe;
  for (size_t at = 0; at < pointer.size();) {
    const size_t end = std::min(pointer.find('/', at + 1), pointer.size());
    const std::string_view key = std::string_view(pointer).substr(at + 1, end - at - 1);
    safe += '/';
    safe += MayBeSecret(key, run_length) ? kLeftOut : key;
    at = end;
  }
  return safe;
}

std::string WordsOf(const flow::Origin& origin) {
  const std::string what = origin.call == 0 ? "a message" : "call " + std::to_string(origin.call);
  return what + " (`" + origin.server + "." + origin.tool + "`)";
}

std::vector<std::string> PathOfData(const flow::Carried& carried, flow::LabelSet labels,
                                    size_t run_length) {
  std::vector<std::string> lines;
  size_t more = 0;
  for (const flow::Match& match : carried.matches) {
    if ((match.labels & labels) == 0) continue;
    std::string line = LineOf(match, run_length);
    if (std::find(lines.begin(), lines.end(), line) != lines.end()) continue;
    if (lines.size() < kStepsMax) {
      lines.push_back(std::move(line));
    } else {
      ++more;
    }
  }
  if (more > 0) lines.push_back("and " + std::to_string(more) + " more");
  return lines;
}

}  // namespace weir::tracking
