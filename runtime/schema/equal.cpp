#include "runtime/schema/equal.h"

namespace weir::schema {
namespace {

bool IsNumber(const json::Value& value) {
  return value.kind() == json::Kind::kInteger || value.kind() == json::Kind::kNumber;
}

bool SameNumber(const json::Value& a, const json::Value& b) {
  const bool integers = a.kind() == json::Kind::kInteger && b.kind() == json::Kind::kInteger;
  return integers ? a.integer() == b.integer() : a.number() == b.number();
}

bool SameItems(const json::Value& a, const json::Value& b, uint64_t& steps) {
  auto other = b.items().begin();
  for (const json::Value item : a.items()) {
    if (!Equal(item, *other, steps)) return false;
    ++other;
  }
  return true;
}

bool SameMembers(const json::Value& a, const json::Value& b, uint64_t& steps) {
  for (const json::Member member : a.members()) {
    const auto other = b.Find(member.key);
    if (!other || !Equal(member.value, *other, steps)) return false;
  }
  return true;
}

}  // namespace

bool Equal(const json::Value& a, const json::Value& b, uint64_t& steps) {
  if (steps == 0) return false;
  --steps;
  if (IsNumber(a) && IsNumber(b)) return SameNumber(a, b);
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  switch (a.kind()) {
    case json::Kind::kNull:
      return true;
    case json::Kind::kBool:
      return a.boolean() == b.boolean();
    case json::Kind::kString:
      return a.string() == b.string();
    case json::Kind::kArray:
      return SameItems(a, b, steps);
    case json::Kind::kObject:
      return SameMembers(a, b, steps);
    case json::Kind::kInteger:
    case json::Kind::kNumber:
      break;
  }
  return false;
}

}  // namespace weir::schema
