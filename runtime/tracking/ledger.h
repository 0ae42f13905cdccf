// The tracking of runtime/flow under one policy: which of its labels content gets, which of them
// stay on the whole conversation, and under which number a target is a sink. One ledger belongs to
// one conversation and dies with it.
//
// Pure, like flow::Conversation. Not thread-safe.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/pipeline/policy.h"
#include "runtime/flow/conversation.h"
#include "runtime/tracking/meaning.h"

namespace weir::tracking {

// Whom data is sent to.
struct Sink {
  ServerIndex server = 0;
  Verb verb = Verb::kCall;
  std::string_view target;
};

// What became of a conversation as its policy was replaced.
struct Carryover {
  // Labels on its data that the new policy does not have.
  std::vector<std::string> lost;
  flow::Folded folded;  // as the new policy asks for shorter runs, which take more room
};

class Ledger {
 public:
  // `settings.run_length` is replaced by RunLength(policy).
  explicit Ledger(std::shared_ptr<const Policy> policy, flow::Settings settings = {});

  // Text that everybody may know; of the same run length. Replaces what was given before.
  void SetDefinitions(std::shared_ptr<const flow::Store> definitions) {
    conversation_.SetDefinitions(std::move(definitions));
  }

  // What carries labels in `sent`, which is all that the agent chose of a request.
  flow::Carried Inspect(const Sink& sink, const std::optional<json::Value>& sent) const;
  // The request was let through.
  void Sent(const Sink& sink, const std::optional<json::Value>& sent);
  // What the agent is given in answer to call `call` of `tool`: a result, an error, a report of
  // progress.
  flow::Folded Received(ServerIndex server, uint64_t call, std::string tool, flow::LabelSet labels,
                        const json::Value& value);
  // What a server says unasked, as call 0 of `what`. Carries what any result of it has carried so
  // far.
  flow::Folded Told(ServerIndex server, std::string what, const json::Value& value);

  // From now on under this policy. Labels are the same if their names are; LostLabels in meaning.h
  // says what becomes of the others. Content with a label that is now by session puts it on the
  // session. Definitions have to be set again.
  Carryover Reload(std::shared_ptr<const Policy> policy);

  // The call that first put `label` on the whole conversation; null if none did.
  const flow::Origin* SessionOrigin(uint32_t label) const;
  flow::State state() const { return conversation_.state(); }

 private:
  // By name, so that it stays the same sink under another policy.
  using SinkKey = std::tuple<std::string, Verb, std::string>;

  SinkKey KeyOf(const Sink& sink) const;
  flow::SinkId IdOf(const Sink& sink) const;
  void NoteSession(const flow::Origin& origin, flow::LabelSet labels);
  std::vector<std::string> LostBy(const Meaning& by_name) const;
  void RelabelServers(const Policy& before, const Meaning& meaning);
  void RelabelSession(const Policy& before, const Meaning& meaning, const Meaning& by_name);
  flow::Folded ChangeRunLength();

  std::shared_ptr<const Policy> policy_;
  flow::LabelSet by_session_ = 0;
  flow::Conversation conversation_;
  std::map<SinkKey, flow::SinkId> sinks_;
  std::array<std::optional<flow::Origin>, 64> session_origins_;
  std::vector<flow::LabelSet> server_labels_;  // of all results of each server
};

// One length serves a whole conversation: the shortest that any label of the policy asks for, so
// each label is found at least as well as it asks to be.
size_t RunLength(const Policy& policy);

// Those by session.
flow::LabelSet SessionLabels(const Policy& policy);

}  // namespace weir::tracking
