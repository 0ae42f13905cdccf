// The error codes of JSON-RPC 2.0 and those that MCP adds, up to revision 2025-11-25.
#pragma once

namespace weir::jsonrpc {

enum class ErrorCode : int {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kServerError = -32000,  // of our own: denied, busy, a server that is down
  kResourceNotFound = -32002,
};

}  // namespace weir::jsonrpc
