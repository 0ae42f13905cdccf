// What the guard makes of a result or a server's error: what it says to a model, and how it goes
// on.
#pragma once

#include <memory>
#include <string>

#include "compiler/json/document.h"
#include "runtime/guard/finding.h"

namespace weir::router {

// `payload` without terminal escapes and characters that cannot be seen; null if it has none.
// Only strings that have some are written anew, all other bytes stay.
std::shared_ptr<const json::Document> Cleaned(json::Value payload);

struct ResultReading {
  guard::Report report;
  bool whole;  // it was not too long to be read to its end
};

// What the texts of `payload`, taken together, would tell a model. Images, sounds and blobs are no
// text.
ResultReading ReadTexts(json::Value payload);

}  // namespace weir::router
