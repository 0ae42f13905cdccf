// Which data goes where: the conversations' ledgers are asked about what goes out, told what comes
// in, and what they know is put into words for denials and the audit.
#include <algorithm>
#include <utility>

#include "runtime/router/impl.h"
#include "runtime/tracking/ifc_labels.h"
#include "runtime/tracking/words.h"

namespace weir::router {

// All resources of a server are one sink: a text must not get past by being cut over many URIs.
tracking::Sink SinkOf(const policy::Question& question) {
  const bool is_read = question.verb == Verb::kRead;
  return {question.server, question.verb, is_read ? std::string_view() : question.target};
}

flow::Carried Router::Impl::Inspect(const Session& session, Outgoing& outgoing) const {
  flow::Carried carried = session.ledger->Inspect(SinkOf(outgoing.question), outgoing.sent);
  outgoing.question.labels = carried.labels;
  return carried;
}

void Router::Impl::RecordData(const Outgoing& outgoing, const flow::Carried& carried,
                              AuditRecord& audit) const {
  RecordFlows(carried, audit);
  // A URI is the one argument that the audit names, unless it is the data itself.
  if (outgoing.question.verb != Verb::kRead || audit.flows.empty()) return;
  audit.target = audit.exposed =
      "(" + std::to_string(outgoing.question.uri.size()) + " bytes, withheld)";
}

void Router::Impl::RecordFlows(const flow::Carried& carried, AuditRecord& audit) const {
  audit.labels = tracking::NamesOf(*policy_, carried.labels);
  const size_t run_length = tracking::RunLength(*policy_);
  for (const flow::Match& match : carried.matches) {
    for (const flow::ArgumentRange& argument : match.argument) {
      if (audit.flows.size() == kAuditFlowsMax) break;
      audit.flows.push_back(
          {tracking::NamesOf(*policy_, match.labels), match.origin.call, match.origin.server,
           match.origin.tool, tracking::WithoutSecrets(argument.pointer, run_length),
           argument.range.begin, argument.range.end, flow::Describe(match), match.over_calls});
    }
  }
}

// Where the data came from that the policy does not let through; nothing for another reason.
std::string Router::Impl::PathText(const Session& session, const policy::Question& question,
                                   const flow::Carried& carried, const Decision& decision) const {
  if (decision.because != Because::kFlow) return {};
  const flow::LabelSet label = flow::LabelSet{1} << decision.number;
  const bool is_lost = (carried.labels & tracking::NamelessLabels(*policy_)) != 0;
  const std::string name = tracking::NamesOf(*policy_, label).front();
  std::string text = is_lost ? "\nThe policy has no label for it, so it counts as every one:"
                             : "\nIt carries the label `" + name + "`:";
  for (const std::string& line :
       tracking::PathOfData(carried, label, tracking::RunLength(*policy_))) {
    text += "\n- " + line;
  }
  if (const flow::Origin* origin = session.ledger->SessionOrigin(decision.number)) {
    text += "\n- as everything in this conversation since " + tracking::WordsOf(*origin);
  }
  if (!carried.complete)
    text += "\n- it could not be looked at in full, so it counts as all labels";
  if (decision.outcome == Outcome::kAsk) return text;
  if (is_lost) return text + "\nUntil this conversation ends, only `flow any` opens a way for it.";
  return text + "\nOnly the policy can open a way: `flow " + name + " -> " +
         policy_->servers()[question.server].name + ";`, or narrower.";
}

void Router::Impl::Receive(Session& session, Call& call, ServerIndex server, json::Value payload) {
  call.result_labels |= tracking::DeclaredLabels(*policy_, payload);
  call.audit.result_labels = tracking::NamesOf(*policy_, call.result_labels);
  SayFolded(session.ledger->Received(server, call.audit.call, call.audit.target, call.result_labels,
                                     payload));
}

// The server's own label goes without saying.
std::string Router::Impl::WithLabels(const Call& call, ServerIndex server,
                                     json::Value result) const {
  const flow::LabelSet more = call.result_labels & ~(flow::LabelSet{1} << server);
  return more == 0 ? std::string(result.raw()) : tracking::WithLabels(*policy_, result, more);
}

void Router::Impl::SayFolded(const flow::Folded& folded) {
  if (folded.results == 0) return;
  Say(LogLevel::kWarning,
      "a conversation holds more data than it may; " + std::to_string(folded.results) +
          " of its results are let go, and from now on all that it sends carries " +
          tracking::Listed(tracking::NamesOf(*policy_, folded.labels)));
}

// What servers offer is known to everybody, as far as a definition of honest size goes: one that
// lists all numbers of six digits would make every such number public.
void Router::Impl::PublishDefinitions() {
  auto store = std::make_shared<flow::Store>(tracking::RunLength(*policy_));
  std::vector<size_t> left(links_.size(), limits_.definition_bytes_public_max);
  for (const ListKind kind : kListKinds) {
    for (const Entry& entry : catalog_.entries(kind)) {
      if (entry.rendered.size() > left[entry.server]) continue;
      left[entry.server] -= entry.rendered.size();
      store->Add(entry.rendered, 0);
    }
  }
  definitions_ = std::move(store);
  for (auto& [id, session] : sessions_) session.ledger->SetDefinitions(definitions_);
}

}  // namespace weir::router
