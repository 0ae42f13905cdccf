#include "compiler/policytest/report.h"

#include <algorithm>
#include <map>
#include <string>

#include "compiler/json/document.h"

namespace weir::policytest {
namespace {

std::string_view NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kEnginesDiffer:
      return "engines-differ";
    case Verdict::kUnreadable:
      return "unreadable";
  }
  return {};
}

size_t FailedCount(std::span<const TestResult> results) {
  const auto failed = [](const TestResult& result) { return !result.passed(); };
  return static_cast<size_t>(std::count_if(results.begin(), results.end(), failed));
}

void WriteFailures(std::ostream& out, const TestResult& result, std::string_view margin) {
  for (const StepResult& step : result.steps) {
    if (step.verdict == Verdict::kPassed) continue;
    out << margin << step.place << ": " << step.source << '\n'
        << margin << "  expected " << step.expected << '\n'
        << margin << "  actual   " << step.actual << '\n';
    if (step.verdict == Verdict::kEnginesDiffer) {
      out << margin << "  the two engines disagree: this is a mistake in weir, please report it\n";
    }
  }
}

void WriteText(std::ostream& out, std::span<const TestResult> results) {
  for (const TestResult& result : results) {
    out << (result.passed() ? "ok      " : "FAILED  ") << result.name << '\n';
    WriteFailures(out, result, "        ");
  }
  const size_t failed = FailedCount(results);
  out << results.size() << (results.size() == 1 ? " test, " : " tests, ");
  out << failed << " failed\n";
}

// A name on one line, without what TAP would read as a directive.
std::string TapName(std::string_view name) {
  std::string text;
  for (char byte : name) {
    if (byte == '#' || byte == '\\') text += '\\';
    text += byte == '\n' || byte == '\r' ? ' ' : byte;
  }
  return text;
}

void WriteTap(std::ostream& out, std::span<const TestResult> results) {
  out << "TAP version 13\n1.." << results.size() << (results.empty() ? " # no tests\n" : "\n");
  for (size_t i = 0; i < results.size(); ++i) {
    out << (results[i].passed() ? "ok " : "not ok ") << i + 1 << " - " << TapName(results[i].name)
        << '\n';
    WriteFailures(out, results[i], "# ");
  }
}

// Also drops what XML 1.0 cannot hold at all.
std::string Xml(std::string_view text) {
  static const std::map<char, std::string_view> kEntities = {{'&', "&amp;"},  {'<', "&lt;"},
                                                             {'>', "&gt;"},   {'"', "&quot;"},
                                                             {'\n', "&#10;"}, {'\t', "&#9;"}};
  std::string escaped;
  for (char byte : text) {
    const auto entity = kEntities.find(byte);
    if (entity != kEntities.end()) {
      escaped += entity->second;
    } else if (static_cast<unsigned char>(byte) >= 0x20) {
      escaped += byte;
    }
  }
  return escaped;
}

void WriteJunitCase(std::ostream& out, const TestResult& result) {
  out << "    <testcase name=\"" << Xml(result.name) << "\" classname=\"" << Xml(result.file)
      << '"';
  if (result.passed()) {
    out << "/>\n";
    return;
  }
  out << ">\n";
  for (const StepResult& step : result.steps) {
    if (step.verdict == Verdict::kPassed) continue;
    out << "      <failure type=\"" << NameOf(step.verdict) << "\" message=\""
        << Xml("expected " + step.expected + ", actual " + step.actual) << "\">"
        << Xml(step.place + ": " + step.source) << "</failure>\n";
  }
  out << "    </testcase>\n";
}

void WriteJunit(std::ostream& out, std::span<const TestResult> results) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" << results.size()
      << "\" failures=\"" << FailedCount(results) << "\">\n";
  while (!results.empty()) {
    const auto other_file = [&](const TestResult& result) {
      return result.file != results.front().file;
    };
    const auto end = std::find_if(results.begin(), results.end(), other_file);
    const auto suite = results.first(static_cast<size_t>(end - results.begin()));
    out << "  <testsuite name=\"" << Xml(suite.front().file) << "\" tests=\"" << suite.size()
        << "\" failures=\"" << FailedCount(suite) << "\">\n";
    for (const TestResult& result : suite) WriteJunitCase(out, result);
    out << "  </testsuite>\n";
    results = results.subspan(suite.size());
  }
  out << "</testsuites>\n";
}

void WriteJsonStep(std::ostream& out, const StepResult& step) {
  out << "{\"verdict\":\"" << NameOf(step.verdict) << "\",\"place\":" << json::Quote(step.place)
      << ",\"source\":" << json::Quote(step.source)
      << ",\"expected\":" << json::Quote(step.expected)
      << ",\"actual\":" << json::Quote(step.actual) << '}';
}

void WriteJson(std::ostream& out, std::span<const TestResult> results) {
  out << "{\"tests\":[";
  for (const TestResult& result : results) {
    out << (&result == results.data() ? "" : ",") << "{\"file\":" << json::Quote(result.file)
        << ",\"name\":" << json::Quote(result.name) << ",\"place\":" << json::Quote(result.place)
        << ",\"passed\":" << (result.passed() ? "true" : "false") << ",\"steps\":[";
    for (const StepResult& step : result.steps) {
      if (&step != result.steps.data()) out << ',';
      WriteJsonStep(out, step);
    }
    out << "]}";
  }
  out << "],\"passed\":" << results.size() - FailedCount(results)
      << ",\"failed\":" << FailedCount(results) << "}\n";
}

}  // namespace

void Write(std::ostream& out, std::span<const TestResult> results, Format format) {
  switch (format) {
    case Format::kText:
      return WriteText(out, results);
    case Format::kTap:
      return WriteTap(out, results);
    case Format::kJunit:
      return WriteJunit(out, results);
    case Format::kJson:
      return WriteJson(out, results);
  }
}

}  // namespace weir::policytest
