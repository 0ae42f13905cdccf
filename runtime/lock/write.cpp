// weir.lock as it is written: for a reviewer first, so one entry a line and nothing that cannot be
// seen.
#include <fmt/format.h>

#include <string>

#include "compiler/json/unicode.h"
#include "runtime/guard/unicode.h"
#include "runtime/lock/lock_file.h"
#include "runtime/lock/seal.h"

namespace weir::lock {
namespace {

// A reviewer must see everything that a model would read.
bool IsShown(char32_t code_point) {
  guard::Oddity oddity{};
  return code_point >= 0x20 && code_point != 0x7F && !guard::IsInvisible(code_point, oddity) &&
         !guard::IsJoiner(code_point) && !guard::IsVariationSelector(code_point);
}

std::string Escape(char32_t code_point) {
  const auto value = static_cast<uint32_t>(code_point);
  if (value < 0x10000) return fmt::format("\\u{:04x}", value);
  const uint32_t rest = value - 0x10000;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

std::string Quoted(std::string_view text) {
  const std::string plain = json::Quote(text);
  std::string quoted;
  for (std::string_view rest = plain; !rest.empty();) {
    const json::Decoded next = json::DecodeUtf8(rest);
    quoted +=
        IsShown(next.code_point) ? std::string(rest.substr(0, next.size)) : Escape(next.code_point);
    rest.remove_prefix(next.size);
  }
  return quoted;
}

// Objects and arrays over several lines, in the order in which they are built.
class Printer {
 public:
  void Open(char bracket) {
    text_ += bracket;
    ++depth_;
    first_ = true;
  }
  void Close(char bracket) {
    --depth_;
    if (!first_) NewLine();
    first_ = false;
    text_ += bracket;
  }
  void Next() {
    if (!first_) text_ += ',';
    first_ = false;
    NewLine();
  }
  void Key(std::string_view key) {
    Next();
    text_ += Quoted(key) + ": ";
  }
  void String(std::string_view key, std::string_view value) {
    Key(key);
    text_ += Quoted(value);
  }
  void Raw(std::string_view text) { text_ += text; }
  void Value(const json::Value& value);
  // `text` is JSON that was written by us.
  void Json(std::string_view key, const std::string& text);
  std::string Take() { return std::move(text_) + "\n"; }

 private:
  void NewLine() { text_.append(1, '\n').append(size_t{2} * depth_, ' '); }

  std::string text_;
  size_t depth_ = 0;
  bool first_ = true;
};

void Printer::Value(const json::Value& value) {
  if (value.is_object()) {
    Open('{');
    for (const json::Member member : value.members()) {
      Key(member.key);
      Value(member.value);
    }
    Close('}');
  } else if (value.is_array()) {
    Open('[');
    for (const json::Value item : value.items()) {
      Next();
      Value(item);
    }
    Close(']');
  } else {
    Raw(value.is_string() ? Quoted(value.string()) : std::string(value.raw()));
  }
}

void Printer::Json(std::string_view key, const std::string& text) {
  Key(key);
  const Result<json::Document> document =
      json::Document::Parse(text, {kLockBytesMax, kLockNestingMax});
  if (document) {
    Value(document->root());
  } else {
    Raw("null");  // which Read refuses: nothing half-written is ever trusted
  }
}

void WriteItem(const Item& item, Printer& printer) {
  printer.Open('{');
  printer.Json("definition", item.definition);
  printer.String("sha256", item.sha256);
  if (!item.accepted.empty()) {
    printer.Key("accepted");
    printer.Open('[');
    for (const std::string& rule : item.accepted) {
      printer.Next();
      printer.Raw(Quoted(rule));
    }
    printer.Close(']');
  }
  printer.Close('}');
}

void WriteServer(const Server& server, Printer& printer) {
  printer.Open('{');
  printer.String("protocolVersion", server.protocol_version);
  printer.Json("serverInfo", server.server_info);
  printer.String("instructions", server.instructions);
  printer.Json("capabilities", server.capabilities);
  printer.Json("launch", server.launch);
  const Result<std::string> seal = SealOf(server);
  printer.String("sha256", seal ? *seal : std::string());
  for (const KindFacts& facts : kKinds) {
    printer.Key(facts.list);
    printer.Open('{');
    for (const auto& [key, item] : server.of(facts.kind)) {
      printer.Key(key);
      WriteItem(item, printer);
    }
    printer.Close('}');
  }
  printer.Close('}');
}

}  // namespace

std::string Write(const LockFile& lock) {
  Printer printer;
  printer.Open('{');
  printer.Key("weirLock");
  printer.Raw(std::to_string(kFormat));
  printer.Key("servers");
  printer.Open('{');
  for (const auto& [name, server] : lock.servers) {
    printer.Key(name);
    WriteServer(server, printer);
  }
  printer.Close('}');
  printer.Close('}');
  return printer.Take();
}

}  // namespace weir::lock
