// One JSON-RPC 2.0 message, read strictly. Batches are refused whatever the revision: MCP had them
// only in 2025-03-26, and took them out again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "compiler/json/document.h"
#include "runtime/jsonrpc/error_code.h"

namespace weir::jsonrpc {

inline constexpr size_t kIdBytesMax = 1024;  // as spelled

// A string, or an integer of any magnitude.
struct Id {
  std::string raw;  // as spelled: what an answer carries
  std::string key;  // equal exactly for equal ids, however they are spelled

  friend bool operator==(const Id& a, const Id& b) { return a.key == b.key; }
};

// Nothing if `value` cannot be an id: fractions, exponents, null, too long.
std::optional<Id> ReadId(json::Value value);

// `params` is an object. All views point into the message's document.
struct Request {
  Id id;
  std::string_view method;
  std::optional<json::Value> params;
};
struct Notification {
  std::string_view method;
  std::optional<json::Value> params;
};
struct Response {
  Id id;
  json::Value payload;  // the result or the error
  bool is_error = false;
};

// May be moved: the document keeps its place in memory.
struct Message {
  json::Document document;
  std::variant<Request, Notification, Response> body;
};

// Why there is no message, and what to answer with.
struct Refusal {
  ErrorCode code;
  std::string text;
  std::string id = "null";  // raw; the message's own where that could be read
};

using ReadResult = std::variant<Message, Refusal>;
ReadResult Read(std::string text, const json::Limits& limits);

}  // namespace weir::jsonrpc
