#include "runtime/tracking/ledger.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace weir::tracking {
namespace {

flow::Settings WithRunLength(flow::Settings settings, const Policy& policy) {
  settings.run_length = RunLength(policy);
  return settings;
}

}  // namespace

size_t RunLength(const Policy& policy) {
  size_t length = flow::kRunLengthDefault;
  for (const LabelSettings& label : policy.labels()) {
    if (!label.by_session) length = std::min<size_t>(length, label.run_length);
  }
  return std::max(length, flow::kRunLengthMin);
}

flow::LabelSet SessionLabels(const Policy& policy) {
  flow::LabelSet labels = 0;
  for (size_t i = 0; i < policy.labels().size(); ++i) {
    if (policy.labels()[i].by_session) labels |= flow::LabelSet{1} << i;
  }
  return labels;
}

Ledger::Ledger(std::shared_ptr<const Policy> policy, flow::Settings settings)
    : policy_(std::move(policy)),
      by_session_(SessionLabels(*policy_)),
      conversation_(WithRunLength(std::move(settings), *policy_)) {
  for (size_t i = 0; i < policy_->servers().size(); ++i) {
    server_labels_.push_back(flow::LabelSet{1} << i);
  }
}

flow::Carried Ledger::Inspect(const Sink& sink, const std::optional<json::Value>& sent) const {
  if (sent) return conversation_.Inspect(IdOf(sink), *sent);
  flow::Carried carried;
  carried.labels = conversation_.session_labels();
  return carried;
}

void Ledger::Sent(const Sink& sink, const std::optional<json::Value>& sent) {
  if (!sent) return;
  const auto [found, is_new] =
      sinks_.try_emplace(KeyOf(sink), static_cast<flow::SinkId>(sinks_.size()));
  conversation_.AddAgentArguments(*sent);
  conversation_.Sent(found->second, *sent);
}

Ledger::SinkKey Ledger::KeyOf(const Sink& sink) const {
  return {policy_->servers()[sink.server].name, sink.verb, std::string(sink.target)};
}

// Nothing was sent yet to a sink without a number, so there is nothing that could be continued.
flow::SinkId Ledger::IdOf(const Sink& sink) const {
  const auto found = sinks_.find(KeyOf(sink));
  return found == sinks_.end() ? static_cast<flow::SinkId>(sinks_.size()) : found->second;
}

flow::Folded Ledger::Told(ServerIndex server, std::string what, const json::Value& value) {
  return Received(server, 0, std::move(what), server_labels_[server], value);
}

flow::Folded Ledger::Received(ServerIndex server, uint64_t call, std::string tool,
                              flow::LabelSet labels, const json::Value& value) {
  server_labels_[server] |= labels;
  const flow::Origin origin{call, policy_->servers()[server].name, std::move(tool)};
  NoteSession(origin, labels & by_session_);
  flow::Folded folded =
      conversation_.AddResult(origin, labels & ~by_session_, labels & by_session_, value);
  NoteSession(origin, folded.labels);
  return folded;
}

void Ledger::NoteSession(const flow::Origin& origin, flow::LabelSet labels) {
  for (; labels != 0; labels &= labels - 1) {
    auto& first = session_origins_[static_cast<size_t>(std::countr_zero(labels))];
    if (!first) first = origin;
  }
}

const flow::Origin* Ledger::SessionOrigin(uint32_t label) const {
  if (label >= session_origins_.size() || !session_origins_[label]) return nullptr;
  return &*session_origins_[label];
}

}  // namespace weir::tracking
