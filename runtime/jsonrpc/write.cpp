#include "runtime/jsonrpc/write.h"

#include <utility>

#include "compiler/json/document.h"

namespace weir::jsonrpc {
namespace {

ObjectWriter Envelope() {
  ObjectWriter writer;
  writer.String("jsonrpc", "2.0");
  return writer;
}

// In a string such a byte would have been refused, so it stands between tokens.
void AppendOneLine(std::string_view raw, std::string& text) {
  const size_t begin = text.size();
  text += raw;
  for (const char line_break : {'\n', '\r'}) {
    size_t at = begin;
    while ((at = text.find(line_break, at)) != std::string::npos) text[at] = ' ';
  }
}

}  // namespace

std::string OneLine(std::string_view raw) {
  std::string line;
  AppendOneLine(raw, line);
  return line;
}

ObjectWriter& ObjectWriter::Raw(std::string_view key, std::string_view raw) {
  if (text_.size() > 1) text_ += ',';
  text_ += json::Quote(key);
  text_ += ':';
  AppendOneLine(raw, text_);
  return *this;
}

ObjectWriter& ObjectWriter::String(std::string_view key, std::string_view text) {
  return Raw(key, json::Quote(text));
}

std::string ObjectWriter::Take() {
  text_ += '}';
  return std::exchange(text_, "{");
}

std::string WriteRequest(std::string_view id, std::string_view method, std::string_view params) {
  ObjectWriter writer = Envelope();
  writer.Raw("id", id).String("method", method);
  if (!params.empty()) writer.Raw("params", params);
  return writer.Take();
}

std::string WriteNotification(std::string_view method, std::string_view params) {
  ObjectWriter writer = Envelope();
  writer.String("method", method);
  if (!params.empty()) writer.Raw("params", params);
  return writer.Take();
}

std::string WriteResult(std::string_view id, std::string_view result) {
  return Envelope().Raw("id", id).Raw("result", result).Take();
}

std::string WriteErrorObject(std::string_view id, std::string_view error) {
  return Envelope().Raw("id", id).Raw("error", error).Take();
}

std::string WriteError(std::string_view id, ErrorCode code, std::string_view text) {
  ObjectWriter error;
  error.Raw("code", std::to_string(static_cast<int>(code))).String("message", text);
  return WriteErrorObject(id, error.Take());
}

}  // namespace weir::jsonrpc
