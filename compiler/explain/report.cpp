#include "compiler/explain/report.h"

#include <string>
#include <string_view>

#include "compiler/abi/words.h"
#include "compiler/json/document.h"
#include "compiler/pipeline/settings.h"

namespace weir::explain {
namespace {

std::string_view WordOf(Truth truth) {
  switch (truth) {
    case Truth::kFalse:
      return "false";
    case Truth::kUnknown:
      return "unknown";
    case Truth::kTrue:
      return "true";
  }
  return "unknown";
}

std::string_view WordOf(Standing standing) {
  switch (standing) {
    case Standing::kApplies:
      return "applies";
    case Standing::kDoesNotApply:
      return "does-not-apply";
    case Standing::kForOthers:
      return "for-other-agents";
  }
  return "does-not-apply";
}

std::string SentenceOf(const Explanation& explanation, const Context& context) {
  const Decision& decision = explanation.decision;
  switch (decision.because) {
    case Because::kDefault:
      return "no rule lets it pass";
    case Because::kRule: {
      const RuleText& rule = context.policy.rules()[decision.number];
      const std::string because =
          rule.because.empty() ? "" : " because " + json::Quote(rule.because);
      return "by `" + rule.source + "` at " + rule.place + because;
    }
    case Because::kFlow:
      return "it carries the label `" + context.program.labels[decision.number].name + "`, and " +
             (decision.outcome == Outcome::kAsk ? "a flow lets it in after asking"
                                                : "no flow lets it in");
    case Because::kNotExposed:
      return "the target exists for nobody: it is outside of the server's `tools`, or no rule "
             "speaks of it";
    case Because::kSchema:
      return "the arguments do not fit the schema";
    case Because::kLimit:
      return "a limit is used up";
    case Because::kFailure:
      return "deciding failed";
  }
  return {};
}

std::string Source(Span span, const Context& context) {
  return pipeline::OnOneLine(context.sources.TextOf(span));
}

std::string LabelNames(uint64_t labels, const Context& context) {
  std::string names;
  for (size_t bit = 0; bit < context.program.labels.size(); ++bit) {
    if ((labels >> bit & 1) != 0)
      names += (names.empty() ? "" : ", ") + context.program.labels[bit].name;
  }
  return names;
}

// ---- Text ----

class TextWriter {
 public:
  TextWriter(std::ostream& out, const Context& context) : out_(out), context_(context) {}

  void Write(const Explanation& explanation) {
    out_ << WordOf(explanation.decision.outcome) << ": " << SentenceOf(explanation, context_)
         << '\n';
    WriteRules(explanation);
    WriteFlows(explanation);
    if (!explanation.path.empty()) out_ << "\nthe path of the data:\n";
    for (const std::string& line : explanation.path) out_ << "  " << line << '\n';
    if (explanation.changes.empty()) return;
    out_ << "\nwhat would have to change"
         << (explanation.changes.size() > 1 ? ", any one of these:\n" : ":\n");
    for (const std::string& change : explanation.changes) out_ << "  " << change << '\n';
  }

 private:
  void WriteRules(const Explanation& explanation) {
    if (explanation.rules.empty()) return;
    out_ << "\nrules, in deciding order:\n";
    for (const RuleReading& reading : explanation.rules) {
      const RuleText& rule = context_.policy.rules()[reading.number];
      out_ << "  " << (reading.standing == Standing::kApplies ? "yes" : "no ") << "  "
           << rule.source << "   " << rule.place << '\n';
      if (reading.standing == Standing::kForOthers) out_ << "         it is for other agents\n";
      if (reading.where) WriteReading(*reading.where, 9);
    }
  }

  void WriteFlows(const Explanation& explanation) {
    if (explanation.flows.empty()) return;
    out_ << "\nflows for the labels that it carries:\n";
    for (const FlowReading& flow : explanation.flows) {
      out_ << "  " << (flow.open ? "yes" : "no ") << "  " << Source(flow.span, context_)
           << "   for " << LabelNames(flow.labels, context_) << "   "
           << context_.sources.PlaceOf(flow.span) << '\n';
      if (flow.where) WriteReading(*flow.where, 9);
    }
  }

  void WriteReading(const Reading& reading, size_t margin) {
    const std::string_view truth = WordOf(reading.truth);
    out_ << std::string(margin, ' ') << truth << std::string(9 - truth.size(), ' ');
    if (reading.element) out_ << "[" << *reading.element << "] ";
    out_ << Source(reading.span, context_);
    if (!reading.values.empty()) out_ << "   (" << reading.values << ")";
    out_ << '\n';
    for (const Reading& part : reading.parts) WriteReading(part, margin + 2);
  }

  std::ostream& out_;
  const Context& context_;
};

// ---- JSON ----

class JsonWriter {
 public:
  JsonWriter(std::ostream& out, const Context& context) : out_(out), context_(context) {}

  void Write(const Explanation& explanation) {
    const check::Server& server = context_.program.servers[context_.question.server];
    out_ << "{\"agent\":" << json::Quote(context_.policy.AgentName(context_.question.request.agent))
         << ",\"verb\":\"" << WordOf(context_.question.verb)
         << "\",\"server\":" << json::Quote(server.name)
         << ",\"target\":" << json::Quote(context_.question.name) << ",\"outcome\":\""
         << WordOf(explanation.decision.outcome) << "\",\"reason\":\""
         << WordOf(explanation.decision.because)
         << "\",\"explanation\":" << json::Quote(SentenceOf(explanation, context_))
         << ",\"rules\":[";
    WriteAll(explanation.rules, [this](const RuleReading& rule) { WriteRule(rule); });
    out_ << "],\"flows\":[";
    WriteAll(explanation.flows, [this](const FlowReading& flow) { WriteFlow(flow); });
    const auto write_text = [this](const std::string& text) { out_ << json::Quote(text); };
    out_ << "],\"path\":[";
    WriteAll(explanation.path, write_text);
    out_ << "],\"changes\":[";
    WriteAll(explanation.changes, write_text);
    out_ << "]}\n";
  }

 private:
  template <typename Items, typename WriteOne>
  void WriteAll(const Items& items, const WriteOne& write_one) {
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ << ',';
      first = false;
      write_one(item);
    }
  }

  void WriteRule(const RuleReading& reading) {
    const RuleText& rule = context_.policy.rules()[reading.number];
    out_ << "{\"number\":" << reading.number << ",\"source\":" << json::Quote(rule.source)
         << ",\"place\":" << json::Quote(rule.place) << ",\"standing\":\""
         << WordOf(reading.standing) << "\",\"where\":";
    WriteWhere(reading.where);
    out_ << '}';
  }

  void WriteFlow(const FlowReading& flow) {
    out_ << "{\"source\":" << json::Quote(Source(flow.span, context_))
         << ",\"place\":" << json::Quote(context_.sources.PlaceOf(flow.span))
         << ",\"labels\":" << json::Quote(LabelNames(flow.labels, context_))
         << ",\"open\":" << (flow.open ? "true" : "false")
         << ",\"afterAsk\":" << (flow.after_ask ? "true" : "false") << ",\"where\":";
    WriteWhere(flow.where);
    out_ << '}';
  }

  void WriteWhere(const std::optional<Reading>& where) {
    where ? WriteReading(*where) : void(out_ << "null");
  }

  void WriteReading(const Reading& reading) {
    out_ << "{\"source\":" << json::Quote(Source(reading.span, context_))
         << ",\"place\":" << json::Quote(context_.sources.PlaceOf(reading.span)) << ",\"truth\":\""
         << WordOf(reading.truth) << "\",\"values\":" << json::Quote(reading.values);
    if (reading.element) out_ << ",\"element\":" << *reading.element;
    out_ << ",\"parts\":[";
    WriteAll(reading.parts, [this](const Reading& part) { WriteReading(part); });
    out_ << "]}";
  }

  std::ostream& out_;
  const Context& context_;
};

}  // namespace

void WriteText(std::ostream& out, const Explanation& explanation, const Context& context) {
  TextWriter(out, context).Write(explanation);
}

void WriteJson(std::ostream& out, const Explanation& explanation, const Context& context) {
  JsonWriter(out, context).Write(explanation);
}

}  // namespace weir::explain
