#include "runtime/flow/conversation.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "runtime/flow/common.h"
#include "runtime/flow/glance.h"

namespace weir::flow {
namespace {

constexpr size_t kPublicShare = 4;       // a quarter of the memory
constexpr size_t kBytesPerTextByte = 3;  // at most, of ordinary text

size_t LettersIn(std::string_view text) {
  return NormalText(text).size();
}

// The parts of a match without its ends that are too short to mean anything: letters with which the
// next argument happens to go on.
std::vector<PartRange> NamedParts(std::span<const uint32_t> begins, Range range) {
  std::vector<PartRange> parts = PartsOf(begins, range, kMatchPartsMax);
  const auto is_short = [](const PartRange& part) {
    return part.range.end - part.range.begin < kInformativeMin;
  };
  while (parts.size() > 1 && is_short(parts.back())) parts.pop_back();
  while (parts.size() > 1 && is_short(parts.front())) parts.erase(parts.begin());
  return parts;
}

size_t CommonPrefix(std::string_view a, std::string_view b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return static_cast<size_t>(end - a.begin());
}

// Keeps the last `bytes_max` bytes.
void Append(std::string& tail, std::string_view text, size_t bytes_max) {
  if (text.empty()) return;
  if (!tail.empty()) tail += kSeam;
  tail += text.substr(text.size() - std::min(text.size(), bytes_max));
  if (tail.size() > bytes_max) tail.erase(0, tail.size() - bytes_max);
}

// What of a call is followed over calls, by the pointer of an argument; "" for all values together.
struct Followed {
  std::string name;
  std::string_view text;
};
constexpr std::string_view kKeys = "keys";  // no pointer

std::vector<Followed> PartsToFollow(const json::Value& arguments, const Stream& stream) {
  std::vector<Followed> parts;
  const std::vector<std::string> pointers =
      Pointers(arguments, std::min(stream.values, kWindowPartsMax));
  for (size_t i = 0; i < pointers.size(); ++i) parts.push_back({pointers[i], stream.part(i)});
  if (stream.values > 1) parts.push_back({"", stream.value_text()});
  if (stream.values < stream.begins.size()) {
    parts.push_back({std::string(kKeys), stream.key_text()});
  }
  return parts;
}

LabelSet Meaning(LabelSet labels, const std::array<LabelSet, 64>& meaning) {
  LabelSet out = 0;
  for (; labels != 0; labels &= labels - 1) {
    out |= meaning[static_cast<size_t>(std::countr_zero(labels))];
  }
  return out;
}

}  // namespace

std::string Describe(const Match& match) {
  std::string text;
  for (const Encoding encoding : match.encodings) {
    if (!text.empty()) text += " of ";
    text += Name(encoding);
  }
  if (text.empty()) text = "verbatim";
  return match.token ? "token, " + text : text;
}

Conversation::Conversation(Settings settings)
    : settings_(std::move(settings)),
      labelled_(settings_.run_length),
      public_(settings_.run_length),
      boilerplate_(Boilerplate(labelled_.run_length())) {
  settings_.bytes_max = std::min(settings_.bytes_max, kConversationBytesMax);
}

void Conversation::AddPublic(std::string_view text) {
  AddToPublic(text);
}

void Conversation::AddAgentArguments(const json::Value& arguments) {
  if (!labelled_seen_) AddToPublic(Stream::Of(arguments).text);
}

void Conversation::AddToPublic(std::string_view text) {
  const size_t share = settings_.bytes_max / kPublicShare;
  if (text.size() <= share && public_.bytes_held() + text.size() * kBytesPerTextByte <= share) {
    public_.Add(text, 0);
  }
}

Folded Conversation::AddResult(Origin origin, LabelSet content, LabelSet session,
                               std::span<const std::string_view> texts) {
  return AddStream(std::move(origin), content, session, Stream::Of(texts));
}

Folded Conversation::AddResult(Origin origin, LabelSet content, LabelSet session,
                               const json::Value& value) {
  return AddStream(std::move(origin), content, session, Stream::Of(value));
}

Folded Conversation::AddStream(Origin origin, LabelSet content, LabelSet session, Stream stream) {
  session_labels_ |= session;
  labelled_seen_ = labelled_seen_ || (content | session) != 0;
  if (content == 0) {
    AddToPublic(stream.text);
    return {};
  }
  if (stream.text.size() > settings_.bytes_max / kBytesPerTextByte) {
    session_labels_ |= content;
    return {content, 1};
  }
  stream.begins.shrink_to_fit();
  const auto begins = std::make_shared<const std::vector<uint32_t>>(std::move(stream.begins));
  Unwrapped unwrapped = Unwrap(stream.text);
  if (!unwrapped.text.empty()) {
    unwrapped.pieces.shrink_to_fit();
    Keep(unwrapped.text, content, {origin, begins, std::move(unwrapped.pieces)});
  }
  Keep(stream.text, content, {std::move(origin), begins});
  return MakeRoom();
}

void Conversation::Keep(std::string_view text, LabelSet labels, Result result) {
  labelled_.Add(text, labels);
  results_bytes_ += BytesOf(result);
  results_.push_back(std::move(result));
}

size_t Conversation::BytesOf(const Result& result) {
  const size_t begins = result.pieces.empty() ? result.begins->capacity() * sizeof(uint32_t) : 0;
  return sizeof(Result) + begins + result.pieces.capacity() * sizeof(Unwrapped::Piece);
}

Folded Conversation::MakeRoom() {
  if (bytes_held() <= settings_.bytes_max) return {};
  const size_t others = bytes_held() - labelled_.bytes_held();
  const size_t goal = settings_.bytes_max > others ? settings_.bytes_max - others : 0;
  Folded folded;
  folded.labels = labelled_.ShrinkTo(goal);
  while (results_.size() > labelled_.source_count()) {
    results_bytes_ -= BytesOf(results_.front());
    folded.results += results_.front().pieces.empty() ? 1 : 0;
    results_.pop_front();
  }
  session_labels_ |= folded.labels;
  return folded;
}

std::vector<const Store*> Conversation::Publics() const {
  std::vector<const Store*> stores = {&public_, boilerplate_.get()};
  if (settings_.definitions != nullptr) stores.push_back(settings_.definitions.get());
  return stores;
}

Carried Conversation::Inspect(SinkId sink, const json::Value& arguments) const {
  Carried carried;
  carried.labels = session_labels_;
  if (!labelled_.is_searchable()) return carried;
  const Stream stream = Stream::Of(arguments);
  if (stream.text.size() > kArgumentBytesMax) {
    carried.complete = false;
  } else {
    const Findings findings = flow::Inspect(stream.text, labelled_, Publics(), settings_.limits);
    Take(findings, carried);
    const std::vector<std::string> pointers = findings.all.empty()
                                                  ? std::vector<std::string>()
                                                  : Pointers(arguments, stream.begins.size());
    for (size_t i = 0; i < carried.matches.size(); ++i) {
      for (const PartRange& part : NamedParts(stream.begins, findings.all[i].argument)) {
        carried.matches[i].argument.push_back({pointers[part.part], part.range});
      }
    }
    InspectWindows(sink, arguments, stream, carried);
  }
  if (!carried.complete) carried.labels |= labelled_.labels();
  return carried;
}

void Conversation::Take(const Findings& findings, Carried& carried) const {
  carried.labels |= findings.labels;
  carried.complete = carried.complete && findings.complete;
  for (const Finding& finding : findings.all) {
    if (carried.matches.size() == kMatchesMax) return;
    carried.matches.push_back(MatchOf(finding));
  }
}

// Of what is spelled, from where it can begin at the earliest to the end of its piece.
Range Conversation::PlaceOf(const Result& result, Range range) {
  if (result.pieces.empty()) return range;
  const auto above =
      std::upper_bound(result.pieces.begin() + 1, result.pieces.end(), range.begin,
                       [](uint32_t at, const Unwrapped::Piece& piece) { return at < piece.begin; });
  const Unwrapped::Piece& piece = *std::prev(above);
  return {std::min(piece.from.begin + (range.begin - piece.begin), piece.from.end - 1),
          piece.from.end};
}

Match Conversation::MatchOf(const Finding& finding) const {
  const Result& result = results_[finding.source - labelled_.first_serial()];
  Match match;
  match.labels = finding.labels;
  match.origin = result.origin;
  match.encodings = finding.encodings;
  match.token = finding.token;
  const std::vector<PartRange> parts =
      PartsOf(*result.begins, PlaceOf(result, finding.source_range), 1);
  if (!parts.empty()) {
    match.source_part = parts[0].part;
    match.source = parts[0].range;
  }
  return match;
}

// What earlier calls to the sink began and these arguments continue: each argument by itself, all
// of them, and the object keys.
void Conversation::InspectWindows(SinkId sink, const json::Value& arguments, const Stream& stream,
                                  Carried& carried) const {
  const auto first = windows_.lower_bound({sink, std::string()});
  if (first == windows_.end() || first->first.first != sink) return;
  for (const Followed& part : PartsToFollow(arguments, stream)) {
    const auto window = windows_.find({sink, part.name});
    if (window == windows_.end()) continue;
    // A tool's arguments have the same names in each call.
    if (part.name == kKeys && part.text == window->second.last) continue;
    InspectWindow(window->second, part.text, part.name == kKeys ? "" : part.name, carried);
  }
}

// As they are, and without the beginning that each call repeats: `https://host/?d=` and a piece.
void Conversation::InspectWindow(const Window& window, std::string_view part,
                                 const std::string& pointer, Carried& carried) const {
  InspectJoined(window.tail, part, 0, pointer, carried);
  const size_t same = CommonPrefix(window.last, part);
  if (same > 0) {
    InspectJoined(window.pieces, part.substr(same), static_cast<uint32_t>(same), pointer, carried);
  }
}

// `part` lacks its first `skipped` bytes.
void Conversation::InspectJoined(std::string_view tail, std::string_view part, uint32_t skipped,
                                 const std::string& pointer, Carried& carried) const {
  if (tail.empty() || part.empty()) return;
  std::string joined(tail);
  joined += kSeam;
  const auto seam = static_cast<uint32_t>(joined.size());
  joined += part.substr(0, settings_.window_bytes);
  if (!MayHoldAcross(joined, seam, labelled_, settings_.limits)) return;
  Findings findings = flow::Inspect(joined, labelled_, Publics(), settings_.limits);
  carried.complete = carried.complete && findings.complete;
  std::optional<LabelSet> known;  // what the tail says without this part
  for (const Finding& finding : findings.all) {
    Range range = finding.argument;
    if (range.end <= seam) {
      // Of what is encoded this part may be what brings the rest into step.
      if (finding.encodings.empty()) continue;
      const std::string_view before = std::string_view(joined).substr(0, seam);
      if (!known) known = flow::Inspect(before, labelled_, Publics(), settings_.limits).labels;
      if ((finding.labels & ~*known) == 0) continue;
      range.end = static_cast<uint32_t>(joined.size());
    }
    // What lies in this part alone was found before, unless only the tail made sense of how it is
    // encoded; and what is cut over calls is named where one argument has it.
    const bool known_elsewhere = range.begin >= seam || pointer.empty();
    if (known_elsewhere && (finding.labels & ~carried.labels) == 0) continue;
    // What was let through before stands for itself; a letter that happens to go on with it is no
    // second copy.
    const std::string_view text = joined;
    const bool let_through =
        !finding.token && finding.encodings.empty() &&
        LettersIn(text.substr(range.begin, seam - range.begin)) >= labelled_.run_length();
    if (let_through && LettersIn(text.substr(seam, range.end - seam)) < kInformativeMin) continue;
    carried.labels |= finding.labels;
    if (carried.matches.size() == kMatchesMax) continue;
    Match match = MatchOf(finding);
    match.over_calls = true;
    match.argument.push_back(
        {pointer, {std::max(range.begin, seam) - seam + skipped, range.end - seam + skipped}});
    carried.matches.push_back(std::move(match));
  }
}

void Conversation::Sent(SinkId sink, const json::Value& arguments) {
  const Stream stream = Stream::Of(arguments);
  ++clock_;
  for (Followed& part : PartsToFollow(arguments, stream)) {
    Remember({sink, std::move(part.name)}, part.text);
  }
}

void Conversation::Remember(WindowKey key, std::string_view text) {
  if (text.empty()) return;
  const bool is_keys = key.second == kKeys;
  Window& window = windows_[std::move(key)];
  window.used = clock_;
  if (is_keys && text == window.last) return;
  Append(window.tail, text, settings_.window_bytes);
  Append(window.pieces, text.substr(CommonPrefix(window.last, text)), settings_.window_bytes);
  window.last = text.substr(0, settings_.window_bytes);
  if (windows_.size() <= kWindowsMax) return;
  windows_.erase(
      std::min_element(windows_.begin(), windows_.end(),
                       [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
}

void Conversation::Relabel(const std::array<LabelSet, 64>& meaning) {
  labelled_.Relabel([&](LabelSet labels) { return Meaning(labels, meaning); });
  session_labels_ = Meaning(session_labels_, meaning);
}

Folded Conversation::SetRunLength(size_t run_length) {
  if (run_length == labelled_.run_length()) return {};
  settings_.run_length = run_length;
  labelled_.SetRunLength(run_length);
  public_.SetRunLength(run_length);
  boilerplate_ = Boilerplate(labelled_.run_length());
  return MakeRoom();
}

size_t Conversation::bytes_held() const {
  const size_t window_bytes = windows_.size() * (3 * settings_.window_bytes + sizeof(Window));
  return labelled_.bytes_held() + public_.bytes_held() + results_bytes_ + window_bytes;
}

State Conversation::state() const {
  State state{session_labels_, bytes_held(), settings_.bytes_max, {}};
  for (size_t i = 0; i < results_.size(); ++i) {
    if (!results_[i].pieces.empty()) continue;
    const Store::Source& source = labelled_.source(labelled_.first_serial() + i);
    state.results.push_back({results_[i].origin, source.labels, source.text.size()});
  }
  return state;
}

}  // namespace weir::flow
