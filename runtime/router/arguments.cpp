// Whether arguments fit what the tool's definition says of them: odd ones are how data is smuggled.
#include <utility>

#include "runtime/jsonrpc/write.h"
#include "runtime/router/impl.h"
#include "runtime/schema/strip.h"
#include "runtime/tracking/words.h"

namespace weir::router {

// Where members are left out, what is left takes the place of the arguments everywhere: it is what
// is looked at, decided on and forwarded.
std::optional<schema::Misfit> Router::Impl::FitArguments(Outgoing& outgoing) const {
  policy::Question& question = outgoing.question;
  const ArgumentMode mode =
      policy_->servers()[question.server].arguments.value_or(limits_.arguments_default);
  if (question.verb != Verb::kCall || mode == ArgumentMode::kOpen) return std::nullopt;
  const auto tool_schema =
      question.definition ? question.definition->root().Find("inputSchema") : std::nullopt;
  const auto none = json::Document::Parse("{}");
  if (!tool_schema || !none) return schema::Misfit{"", "the tool has no readable schema", false};
  const json::Value arguments = question.arguments.value_or(none->root());
  if (mode == ArgumentMode::kStrict) {
    return schema::Validate(*tool_schema, arguments, schema::Unnamed::kDoNotFit);
  }
  schema::Stripped stripped = schema::Strip(*tool_schema, arguments);
  if (stripped.misfit || stripped.document == nullptr) return std::move(stripped.misfit);
  outgoing.stripped = std::move(stripped.document);
  outgoing.sent = question.arguments = outgoing.stripped->root();
  outgoing.params = jsonrpc::ObjectWriter()
                        .String("name", question.target)
                        .Raw("arguments", outgoing.stripped->root().raw())
                        .Take();
  return std::nullopt;
}

policy::Verdict Router::Impl::Denial(const schema::Misfit& misfit) const {
  const std::string where = tracking::WithoutSecrets(misfit.pointer, tracking::RunLength(*policy_));
  return {{Outcome::kDeny, Because::kSchema, 0},
          {},
          {},
          "the arguments do not fit the tool's schema: " +
              (where.empty() ? "" : "`" + where + "`, ") + misfit.text};
}

}  // namespace weir::router
