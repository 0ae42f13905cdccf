#include "runtime/lock/seal.h"

#include "runtime/guard/canonical.h"

namespace weir::lock {

Result<std::string> SealOf(const Server& server) {
  std::string text = R"({"capabilities":)" + server.capabilities;
  text += R"(,"instructions":)" + json::Quote(server.instructions);
  text += R"(,"launch":)" + server.launch;
  text += R"(,"protocolVersion":)" + json::Quote(server.protocol_version);
  text += R"(,"serverInfo":)" + server.server_info + "}";
  const Result<json::Document> document =
      json::Document::Parse(std::move(text), {kLockBytesMax, kLockNestingMax});
  if (!document) return document.error();
  return guard::DigestOf(document->root());
}

}  // namespace weir::lock
