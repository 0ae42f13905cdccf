#include "runtime/schema/names.h"

namespace weir::schema {

void Names::Merge(const Names& other) {
  named.insert(other.named.begin(), other.named.end());
  closed = closed || other.closed;
}

}  // namespace weir::schema
