// Messages as text, on one line each, around values that are passed on as they were spelled.
//
// `raw` is JSON text that was read by json::Document. A line break between its tokens becomes a
// space: a peer that splits lines at a lone CR would otherwise read a part of it as a message of
// its own.
#pragma once

#include <string>
#include <string_view>

#include "runtime/jsonrpc/error_code.h"

namespace weir::jsonrpc {

// An object, written member by member: ObjectWriter().Raw("id", "1").String("method",
// "ping").Take().
class ObjectWriter {
 public:
  ObjectWriter& Raw(std::string_view key, std::string_view raw);
  ObjectWriter& String(std::string_view key, std::string_view text);
  std::string Take();

 private:
  std::string text_ = "{";
};

// `raw` without line breaks.
std::string OneLine(std::string_view raw);

// An empty `params` leaves it out.
std::string WriteRequest(std::string_view id, std::string_view method, std::string_view params);
std::string WriteNotification(std::string_view method, std::string_view params);
std::string WriteResult(std::string_view id, std::string_view result);
std::string WriteErrorObject(std::string_view id, std::string_view error);
std::string WriteError(std::string_view id, ErrorCode code, std::string_view text);

}  // namespace weir::jsonrpc
