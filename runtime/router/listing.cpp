#include "runtime/router/listing.h"

#include <utility>

#include "runtime/jsonrpc/write.h"

namespace weir::router {

std::string Listing::NextParams() const {
  if (!cursor_) return {};
  return jsonrpc::ObjectWriter().String("cursor", *cursor_).Take();
}

bool Listing::Add(json::Value result) {
  ++pages_;
  const auto items = result.Find(FactsOf(kind_).member);
  if (!items || !items->is_array()) {
    problems_.push_back("a page without its list");
    return true;
  }
  AddItems(*items);
  const auto cursor = result.Find("nextCursor");
  if (!cursor || !cursor->is_string()) return true;
  if (items_.size() >= limits_.list_items_max) BecomeFull(limits_.list_items_max, "items");
  if (full_) return true;
  if (!cursors_seen_.insert(std::string(cursor->string())).second) {
    problems_.push_back("a cursor that came before");
    return true;
  }
  if (pages_ >= limits_.list_pages_max) {
    problems_.push_back("more than " + std::to_string(limits_.list_pages_max) + " pages");
    return true;
  }
  cursor_ = cursor->string();
  return false;
}

void Listing::BecomeFull(size_t limit, std::string_view what) {
  if (std::exchange(full_, true)) return;
  problems_.push_back("more than " + std::to_string(limit) + " " + std::string(what));
}

void Listing::AddItems(json::Value items) {
  size_t malformed = 0;
  size_t repeated = 0;
  for (const json::Value item : items.items()) {
    if (items_.size() >= limits_.list_items_max) BecomeFull(limits_.list_items_max, "items");
    bytes_ += item.raw().size();
    if (bytes_ > limits_.list_bytes_max) BecomeFull(limits_.list_bytes_max, "bytes");
    if (full_) break;
    std::optional<Definition> definition = ReadDefinition(item, FactsOf(kind_).key);
    if (!definition) {
      ++malformed;
    } else if (!keys_seen_.insert(definition->key).second) {
      ++repeated;  // the first one stays
    } else {
      items_.push_back(std::move(*definition));
    }
  }
  if (malformed > 0) problems_.push_back(std::to_string(malformed) + " malformed items, left out");
  if (repeated > 0) problems_.push_back(std::to_string(repeated) + " repeated items, left out");
}

}  // namespace weir::router
