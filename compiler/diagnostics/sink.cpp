#include "compiler/diagnostics/sink.h"

#include <algorithm>
#include <utility>

namespace weir::diagnostics {
namespace {

std::string Format(std::string_view format, std::initializer_list<std::string_view> parts) {
  std::string message;
  for (const std::string_view part : parts) {
    const size_t at = format.find("{}");
    message.append(format.substr(0, at)).append(part);
    format.remove_prefix(at + 2);
  }
  return message.append(format);
}

}  // namespace

Builder& Builder::Help(std::string help) {
  if (diagnostic_ != nullptr) diagnostic_->help = std::move(help);
  return *this;
}

Builder& Builder::Label(Span span, std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->labels.push_back({span, std::move(text)});
  return *this;
}

Builder& Builder::Fix(std::string title, std::vector<Edit> edits) {
  if (diagnostic_ != nullptr) diagnostic_->fixes.push_back({std::move(title), std::move(edits)});
  return *this;
}

Builder& Builder::Replace(std::string text) {
  if (diagnostic_ == nullptr) return *this;
  const Span span = diagnostic_->span;
  return Fix("write `" + text + "`", {{span, text}});
}

Sink::Aside::Aside(Sink& sink, Span span, std::string text) : sink_(sink) {
  sink_.asides_.push_back({span, std::move(text)});
}

Sink::Aside::~Aside() {
  sink_.asides_.pop_back();
}

Builder Sink::Add(Kind kind, Span span, std::initializer_list<std::string_view> parts) {
  size_t& count = SeverityOf(kind) == Severity::kError ? errors_ : warnings_;
  if (++count > kDiagnosticsMax) {
    if (dropped_++ == 0) first_dropped_ = span;
    return Builder(nullptr);
  }
  diagnostics_.push_back(
      {kind, span, Format(MessageFormat(kind), parts), std::string(HelpOf(kind)), asides_, {}});
  return Builder(&diagnostics_.back());
}

std::vector<Diagnostic> Sink::Take() {
  std::vector<Diagnostic> taken = std::exchange(diagnostics_, {});
  std::stable_sort(taken.begin(), taken.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(a.span.file, a.span.begin) < std::pair(b.span.file, b.span.begin);
  });
  if (dropped_ > 0) {
    const auto kind = Kind::kTooManyDiagnostics;
    taken.push_back({kind,
                     first_dropped_,
                     Format(MessageFormat(kind), {std::to_string(dropped_)}),
                     std::string(HelpOf(kind)),
                     {},
                     {}});
  }
  errors_ = warnings_ = dropped_ = 0;
  return taken;
}

}  // namespace weir::diagnostics
