#include "runtime/jsonrpc/message.h"

#include <utility>

namespace weir::jsonrpc {
namespace {

bool IsSpelledAsInteger(std::string_view raw) {
  return raw.find_first_not_of("0123456789", raw.starts_with('-') ? 1 : 0) ==
         std::string_view::npos;
}

Refusal Invalid(std::string text, const std::optional<Id>& id) {
  Refusal refusal{ErrorCode::kInvalidRequest, std::move(text)};
  if (id) refusal.id = id->raw;
  return refusal;
}

using Body = decltype(Message::body);

std::variant<Body, Refusal> ReadCall(json::Value root, std::optional<Id> id) {
  const json::Value method = *root.Find("method");
  if (!method.is_string()) return Invalid("`method` is not a string", id);
  if (root.Find("result") || root.Find("error")) {
    return Invalid("`method` beside `result` or `error`", id);
  }
  const std::optional<json::Value> params = root.Find("params");
  if (params && !params->is_object()) return Invalid("`params` is not an object", id);
  if (!id) return Body(Notification{method.string(), params});
  return Body(Request{std::move(*id), method.string(), params});
}

std::variant<Body, Refusal> ReadResponse(json::Value root, std::optional<Id> id) {
  const std::optional<json::Value> result = root.Find("result");
  const std::optional<json::Value> error = root.Find("error");
  if (result.has_value() == error.has_value()) {
    return Invalid("neither a request nor a notification nor a response", id);
  }
  if (!id) return Invalid("a response without `id`", id);
  if (error && !error->is_object()) return Invalid("`error` is not an object", id);
  return Body(Response{std::move(*id), result ? *result : *error, error.has_value()});
}

std::variant<Body, Refusal> ReadBody(json::Value root) {
  if (root.is_array()) return Invalid("batches are not supported", {});
  if (!root.is_object()) return Invalid("a message is an object", {});
  std::optional<Id> id;
  if (const std::optional<json::Value> value = root.Find("id")) {
    id = ReadId(*value);
    if (!id) return Invalid("`id` is neither a string nor an integer, or too long", {});
  }
  const std::optional<json::Value> version = root.Find("jsonrpc");
  if (!version || !version->is_string() || version->string() != "2.0") {
    return Invalid("`jsonrpc` is not \"2.0\"", id);
  }
  return root.Find("method") ? ReadCall(root, std::move(id)) : ReadResponse(root, std::move(id));
}

}  // namespace

std::optional<Id> ReadId(json::Value value) {
  if (value.raw().size() > kIdBytesMax) return std::nullopt;
  Id id{std::string(value.raw()), {}};
  switch (value.kind()) {
    case json::Kind::kString:
      id.key = "s" + std::string(value.string());
      return id;
    case json::Kind::kInteger:
    case json::Kind::kNumber:
      if (!IsSpelledAsInteger(value.raw())) return std::nullopt;
      id.key = value.raw() == "-0" ? "i0" : "i" + id.raw;
      return id;
    case json::Kind::kNull:
    case json::Kind::kBool:
    case json::Kind::kArray:
    case json::Kind::kObject:
      return std::nullopt;
  }
  return std::nullopt;
}

ReadResult Read(std::string text, const json::Limits& limits) {
  Result<json::Document> document = json::Document::Parse(std::move(text), limits);
  if (!document.ok()) return Refusal{ErrorCode::kParseError, document.error().message};
  std::variant<Body, Refusal> body = ReadBody(document->root());
  if (auto* refusal = std::get_if<Refusal>(&body)) return std::move(*refusal);
  return Message{std::move(document).value(), std::get<Body>(std::move(body))};
}

}  // namespace weir::jsonrpc
