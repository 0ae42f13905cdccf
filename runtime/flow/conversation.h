// What a conversation knows about the data in it: which content came with which labels, and which
// labels everything carries by now. The caller says what came in, asks about what is going out, and
// decides; this remembers and finds.
//
// Pure and deterministic: no clock, no I/O. Not thread-safe: one conversation belongs to one
// strand. What is promised and what is not stands in docs/isolation.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/json/document.h"
#include "runtime/flow/inspect.h"
#include "runtime/flow/labels.h"
#include "runtime/flow/store.h"
#include "runtime/flow/stream.h"
#include "runtime/flow/unwrap.h"

namespace weir::flow {

inline constexpr size_t kConversationBytesDefault = size_t{64} << 20;
inline constexpr size_t kConversationBytesMax = size_t{1} << 30;
inline constexpr size_t kArgumentBytesMax =
    size_t{64} << 20;  // of one call; more is not inspected but held to carry all
inline constexpr size_t kMatchesMax = 64;      // named in one answer
inline constexpr size_t kMatchPartsMax = 16;   // of one match
inline constexpr size_t kWindowPartsMax = 64;  // arguments of one call that are followed over calls
inline constexpr size_t kWindowsMax =
    1'024;  // arguments that are followed, of all sinks; the least recent goes first

struct Settings {
  size_t run_length = kRunLengthDefault;         // normal characters
  size_t bytes_max = kConversationBytesDefault;  // at most kConversationBytesMax
  size_t window_bytes = 512;  // kept of each argument of each sink, for what is split over calls
  InspectLimits limits;
  std::shared_ptr<const Store>
      definitions;  // public text that conversations share; of the same run_length
};

// A target that data goes to, by the caller's numbering.
using SinkId = uint32_t;

// Where in the arguments.
struct ArgumentRange {
  std::string pointer;  // RFC 6901; for an object key its member's
  Range range;          // bytes of the string
  friend bool operator==(const ArgumentRange&, const ArgumentRange&) = default;
};

struct Match {
  LabelSet labels = 0;
  Origin origin;
  uint32_t source_part =
      0;         // which of the texts, or of the strings of the value, that AddResult was given
  Range source;  // bytes of it; the end may lie inside of the last character
  std::vector<ArgumentRange> argument;
  std::vector<Encoding> encodings;  // the outermost first; none: verbatim
  bool token = false;               // a whole token; otherwise a run
  bool over_calls = false;          // begins in an earlier call to the same sink
};
// "verbatim", "base64 of gzip", "token, percent", …
std::string Describe(const Match& match);

struct Carried {
  LabelSet labels = 0;         // on the arguments, the session's included
  std::vector<Match> matches;  // why, at most kMatchesMax; none speaks of session labels
  bool complete =
      true;  // false: a limit was met, and the arguments are held to carry every label there is
};

// Results that there was no room for. Their labels are session labels now: nothing that was
// labelled passes unlabelled.
struct Folded {
  LabelSet labels = 0;
  size_t results = 0;
};

struct ResultState {
  Origin origin;
  LabelSet labels = 0;
  uint64_t characters = 0;  // in normal form
};
struct State {
  LabelSet session_labels = 0;
  size_t bytes_held = 0;
  size_t bytes_max = 0;
  std::vector<ResultState> results;  // the oldest first
};

class Conversation {
 public:
  explicit Conversation(Settings settings);

  // What everybody may know; a run or a token of it carries nothing. When public text fills a
  // quarter of the memory, more is not taken.
  void AddPublic(std::string_view text);
  // Replaces Settings::definitions: what servers offer may change while a conversation goes on.
  void SetDefinitions(std::shared_ptr<const Store> definitions) {
    settings_.definitions = std::move(definitions);
  }
  // What the agent says by itself: public, as long as no labelled result has come.
  void AddAgentArguments(const json::Value& arguments);

  // A result, with the labels of its content and those that the whole session carries from now on.
  // Without content labels its content is public. Returns what had to be folded to make room.
  Folded AddResult(Origin origin, LabelSet content, LabelSet session,
                   std::span<const std::string_view> texts);
  Folded AddResult(Origin origin, LabelSet content, LabelSet session, const json::Value& value);

  // What the arguments of a call carry. Changes nothing.
  Carried Inspect(SinkId sink, const json::Value& arguments) const;
  // The call was let through: what is later sent to the same sink may continue it.
  void Sent(SinkId sink, const json::Value& arguments);

  LabelSet session_labels() const { return session_labels_; }
  void Classify(LabelSet labels) { session_labels_ |= labels; }
  // The one way in which session labels become fewer.
  void Declassify(LabelSet labels) { session_labels_ &= ~labels; }
  // After a reload of the policy: label n is now the set meaning[n].
  void Relabel(const std::array<LabelSet, 64>& meaning);
  // Likewise: from now on runs of this length are found, also of what came before. Definitions of
  // another length have to be replaced. Returns what had to be folded to make room.
  Folded SetRunLength(size_t run_length);

  size_t bytes_held() const;
  State state() const;

 private:
  // One text of labelled_.
  struct Result {
    Origin origin;
    std::shared_ptr<const std::vector<uint32_t>> begins;  // of its parts
    // Not empty: this is what those parts spell.
    std::vector<Unwrapped::Piece> pieces = {};
  };
  // The end of what was sent to a sink in one argument, over the last calls.
  struct Window {
    std::string tail;
    std::string pieces;  // likewise, each call's less what it has in common with the one before
    std::string last;    // how the last one began
    uint64_t used = 0;
  };
  using WindowKey = std::pair<SinkId, std::string>;

  Folded AddStream(Origin origin, LabelSet content, LabelSet session, Stream stream);
  void Keep(std::string_view text, LabelSet labels, Result result);
  Folded MakeRoom();
  void InspectWindows(SinkId sink, const json::Value& arguments, const Stream& stream,
                      Carried& carried) const;
  void InspectWindow(const Window& window, std::string_view part, const std::string& pointer,
                     Carried& carried) const;
  void InspectJoined(std::string_view tail, std::string_view part, uint32_t skipped,
                     const std::string& pointer, Carried& carried) const;
  void Take(const Findings& findings, Carried& carried) const;
  static size_t BytesOf(const Result& result);
  static Range PlaceOf(const Result& result, Range range);
  Match MatchOf(const Finding& finding) const;
  void Remember(WindowKey key, std::string_view text);
  void AddToPublic(std::string_view text);
  std::vector<const Store*> Publics() const;

  Settings settings_;
  Store labelled_;
  Store public_;
  std::shared_ptr<const Store> boilerplate_;
  std::deque<Result> results_;  // of labelled_'s texts
  size_t results_bytes_ = 0;
  bool labelled_seen_ = false;
  LabelSet session_labels_ = 0;
  std::map<WindowKey, Window> windows_;
  uint64_t clock_ = 0;  // counts what is sent
};

}  // namespace weir::flow
