#include "runtime/flow/ifc.h"

namespace weir::flow {
namespace {

constexpr std::string_view kPublicWord = "public";
constexpr std::string_view kPrivateWord = "private";
constexpr std::string_view kTrustedWord = "trusted";
constexpr std::string_view kUntrustedWord = "untrusted";

Integrity ReadIntegrity(const json::Value& value) {
  const bool trusted = value.is_string() && value.string() == kTrustedWord;
  return trusted ? Integrity::kTrusted : Integrity::kUntrusted;
}

// Private, with the readers that are named, unless "public" stands alone.
void ReadReaders(const json::Value& value, DeclaredLabels& out) {
  out.confidentiality = Confidentiality::kPrivate;
  if (value.is_string()) {
    if (value.string() == kPublicWord) out.confidentiality = Confidentiality::kPublic;
    return;
  }
  for (const json::Value reader : value.items()) {
    if (out.readers.size() == kReadersMax) return;
    if (reader.is_string()) out.readers.emplace_back(reader.string());
  }
  if (value.size() == 1 && out.readers.size() == 1 && out.readers[0] == kPublicWord) {
    out.confidentiality = Confidentiality::kPublic;
    out.readers.clear();
  }
}

}  // namespace

DeclaredLabels ReadIfc(const json::Value& result) {
  DeclaredLabels labels;
  const std::optional<json::Value> meta = result.Find("_meta");
  const std::optional<json::Value> ifc = meta ? meta->Find("ifc") : std::nullopt;
  if (!ifc || ifc->kind() == json::Kind::kNull) return labels;
  if (!ifc->is_object()) return {Integrity::kUntrusted, Confidentiality::kPrivate, {}};
  if (const std::optional<json::Value> integrity = ifc->Find("integrity")) {
    labels.integrity = ReadIntegrity(*integrity);
  }
  if (const std::optional<json::Value> readers = ifc->Find("confidentiality")) {
    ReadReaders(*readers, labels);
  }
  return labels;
}

std::string WriteIfc(const DeclaredLabels& labels) {
  std::string members;
  if (labels.integrity) {
    const bool trusted = *labels.integrity == Integrity::kTrusted;
    members += "\"integrity\":" + json::Quote(trusted ? kTrustedWord : kUntrustedWord);
  }
  if (labels.confidentiality) {
    if (!members.empty()) members += ',';
    const bool open = *labels.confidentiality == Confidentiality::kPublic;
    members += "\"confidentiality\":" + json::Quote(open ? kPublicWord : kPrivateWord);
  }
  return members.empty() ? std::string() : '{' + members + '}';
}

}  // namespace weir::flow
