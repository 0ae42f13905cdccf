#include "compiler/json/document.h"

#include "compiler/json/number.h"
#include "compiler/json/tape.h"

namespace weir::json {

Kind Value::kind() const {
  return tape_->nodes[node_].kind;
}

bool Value::boolean() const {
  return raw() == "true";
}

int64_t Value::integer() const {
  return ToInteger(raw()).value_or(0);
}

double Value::number() const {
  return ToDouble(raw());
}

std::string_view Value::string() const {
  return tape_->String(tape_->nodes[node_]);
}

size_t Value::size() const {
  return is_array() || is_object() ? tape_->nodes[node_].extra : 0;
}

Items Value::items() const {
  if (!is_array()) return {tape_, node_, node_};
  return {tape_, node_ + 1, tape_->nodes[node_].next};
}

Members Value::members() const {
  if (!is_object()) return {tape_, node_, node_};
  return {tape_, node_ + 1, tape_->nodes[node_].next};
}

std::optional<Value> Value::Find(std::string_view key) const {
  for (const Member& member : members()) {
    if (member.key == key) return member.value;
  }
  return std::nullopt;
}

std::string_view Value::raw() const {
  return tape_->Raw(tape_->nodes[node_]);
}

Items::Iterator& Items::Iterator::operator++() {
  node_ = tape_->nodes[node_].next;
  return *this;
}

Member Members::Iterator::operator*() const {
  return {tape_->String(tape_->nodes[node_]), Value(tape_, node_ + 1)};
}

Members::Iterator& Members::Iterator::operator++() {
  node_ = tape_->nodes[node_ + 1].next;
  return *this;
}

Document::Document(std::unique_ptr<Tape> tape) : tape_(std::move(tape)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Value Document::root() const {
  return {tape_.get(), 0};
}

std::string_view Document::text() const {
  return tape_->View();
}

}  // namespace weir::json
