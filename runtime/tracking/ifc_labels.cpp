#include "runtime/tracking/ifc_labels.h"

#include <optional>
#include <string_view>
#include <vector>

#include "runtime/flow/ifc.h"
#include "runtime/jsonrpc/write.h"
#include "runtime/tracking/words.h"

namespace weir::tracking {
namespace {

constexpr std::string_view kUntrusted = "untrusted";
constexpr std::string_view kPrivate = "private";
constexpr std::string_view kNames = "labels";

flow::LabelSet AllLabels(const Policy& policy) {
  const size_t count = policy.labels().size();
  return count >= 64 ? ~flow::LabelSet{0} : (flow::LabelSet{1} << count) - 1;
}

flow::LabelSet LabelNamed(const Policy& policy, std::string_view name) {
  for (size_t i = 0; i < policy.labels().size(); ++i) {
    if (policy.labels()[i].name == name) return flow::LabelSet{1} << i;
  }
  return 0;
}

std::optional<json::Value> IfcOf(const json::Value& result) {
  const std::optional<json::Value> meta = result.Find("_meta");
  return meta ? meta->Find("ifc") : std::nullopt;
}

flow::LabelSet NamedLabels(const Policy& policy, const json::Value& names) {
  if (!names.is_array() || names.size() > kDeclaredNamesMax) return AllLabels(policy);
  flow::LabelSet labels = 0;
  for (const json::Value name : names.items()) {
    labels |= name.is_string() ? LabelNamed(policy, name.string()) : AllLabels(policy);
  }
  return labels;
}

// The members of `ifc` but for those that weir writes.
std::string Ifc(const Policy& policy, const json::Value& result, flow::LabelSet labels) {
  jsonrpc::ObjectWriter writer;
  const std::optional<json::Value> old = IfcOf(result);
  const bool is_odd = old && !old->is_object();  // what is not understood means the stricter
  const bool untrusted = is_odd || (labels & LabelNamed(policy, kUntrusted)) != 0;
  const bool is_private = is_odd || (labels & LabelNamed(policy, kPrivate)) != 0;
  if (old) {
    for (const json::Member member : old->members()) {
      const bool written = member.key == kNames || (untrusted && member.key == "integrity") ||
                           (is_private && member.key == "confidentiality");
      if (!written) writer.Raw(member.key, member.value.raw());
    }
  }
  if (untrusted) writer.String("integrity", kUntrusted);
  if (is_private) writer.String("confidentiality", kPrivate);
  std::string names;
  for (const std::string& name : NamesOf(policy, labels)) {
    names += (names.empty() ? "" : ",") + json::Quote(name);
  }
  return writer.Raw(kNames, "[" + names + "]").Take();
}

// `object` with one member replaced, or added at the end.
std::string With(const std::optional<json::Value>& object, std::string_view key,
                 std::string_view raw) {
  jsonrpc::ObjectWriter writer;
  bool found = false;
  if (object) {
    for (const json::Member member : object->members()) {
      const bool is_it = member.key == key;
      found = found || is_it;
      writer.Raw(member.key, is_it ? raw : member.value.raw());
    }
  }
  if (!found) writer.Raw(key, raw);
  return writer.Take();
}

}  // namespace

flow::LabelSet DeclaredLabels(const Policy& policy, const json::Value& result) {
  const flow::DeclaredLabels declared = flow::ReadIfc(result);
  flow::LabelSet labels = 0;
  if (declared.integrity == flow::Integrity::kUntrusted) labels |= LabelNamed(policy, kUntrusted);
  if (declared.confidentiality == flow::Confidentiality::kPrivate) {
    labels |= LabelNamed(policy, kPrivate);
  }
  const std::optional<json::Value> ifc = IfcOf(result);
  const std::optional<json::Value> names = ifc ? ifc->Find(kNames) : std::nullopt;
  return names ? labels | NamedLabels(policy, *names) : labels;
}

std::string WithLabels(const Policy& policy, const json::Value& result, flow::LabelSet labels) {
  if (!result.is_object()) return std::string(result.raw());
  return With(result, "_meta", With(result.Find("_meta"), "ifc", Ifc(policy, result, labels)));
}

}  // namespace weir::tracking
