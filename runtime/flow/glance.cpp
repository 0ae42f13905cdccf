#include "runtime/flow/glance.h"

#include <algorithm>
#include <array>
#include <optional>

#include "runtime/flow/blob.h"
#include "runtime/flow/decode.h"
#include "runtime/flow/inflate.h"
#include "runtime/flow/normal_text.h"

namespace weir::flow {
namespace {

// A run of letters too short to be decoded at every offset (blob.cpp) spells no more than so many
// characters. Together with the other text it may be long enough, and then all of it is new.
constexpr size_t kShortBlobMax = 16;

// What was done to a text so far, and the most that it takes to be sure of it.
enum class Kind : uint8_t {
  kPlain,    // nothing, or it was turned round: what lies on one side of the seam alone is known
  kEscaped,  // a character may lie on both sides
  kSpelled,  // and what is beneath letters, or an escape cut in two, may be new on either side
};

Kind KindOf(Encoding encoding) {
  switch (encoding) {
    case Encoding::kReversed:
      return Kind::kPlain;
    case Encoding::kPercent:
    case Encoding::kEscaped:
    case Encoding::kHtml:
      return Kind::kEscaped;
    case Encoding::kBase64:
    case Encoding::kBase32:
    case Encoding::kHex:
    case Encoding::kGzip:
      return Kind::kSpelled;
  }
  return Kind::kSpelled;
}

// A text, and what is known of it.
struct Layer {
  std::string_view text;
  Kind kind = Kind::kPlain;
  const Encoding* encoding = nullptr;
  std::optional<size_t> seam;  // none: all of it matters
  bool cut_front = false;
  bool cut_back = false;
};

// Whether what stands around the seam, and may be spelled by letters again, was cut.
bool IsCutWithin(const Layer& layer) {
  if (!layer.cut_front && !layer.cut_back) return false;
  const Range lines = BlobLinesAround(layer.text, layer.seam.value_or(0));
  return (layer.cut_front && lines.begin == 0) ||
         (layer.cut_back && lines.end == layer.text.size());
}

// What says nothing spells a normal character with one byte in four, and half of what it spells in
// UTF-8 is not ASCII: few bytes are mostly enough, three times as many nearly always.
constexpr size_t kBytesNear = 48;

class Glance {
 public:
  Glance(size_t size, const Store& labelled, const InspectLimits& limits)
      : labelled_(labelled),
        reach_(std::max({labelled.run_length(), labelled.longest_token(), kShortBlobMax})),
        work_(limits.StepsFor(size)),
        decode_(limits.DecodingFor(size)) {}

  // False: there may be something.
  bool IsClear(const Layer& layer) {
    const bool turned = layer.encoding != nullptr && *layer.encoding == Encoding::kReversed;
    const bool searched = turned && normal_[depth_ - 1].mirrors();
    if (!searched && !IsClearAsItIs(layer)) return false;
    if (depth_ > 0 && !layer.cut_front && LooksCompressed(layer.text)) return false;
    if (depth_ == kEncodingsDeep || wider_) return !work_.done();
    if (IsCutWithin(layer)) {
      wider_ = true;
      return true;
    }
    return IsClearBeneath(layer) && !work_.done();
  }

 private:
  bool IsClearBeneath(const Layer& layer) {
    DecodeHow how{layer.encoding, normal_[depth_].mirrors(), std::nullopt, seams_[depth_]};
    // Beneath letters any run of letters may be one that only now is.
    if (layer.kind != Kind::kSpelled) how.focus = {*layer.seam, kBytesNear, &wider_};
    ++depth_;
    const bool clear = Decode(layer.text, how, decode_, [&](const Decoded& decoded) {
      const bool turned = decoded.encoding == Encoding::kReversed;
      Layer next{decoded.text,
                 std::max(layer.kind, KindOf(decoded.encoding)),
                 &decoded.encoding,
                 how.focus ? std::optional(decoded.seam) : std::nullopt,
                 decoded.cut_front || (turned ? layer.cut_back : layer.cut_front),
                 decoded.cut_back || (turned ? layer.cut_front : layer.cut_back)};
      if (labelled_.has_tokens()) {
        FindSeams(decoded, layer.text, seams_[depth_ - 1], seams_[depth_]);
      }
      if (turned && layer.seam && *layer.seam >= decoded.whole.begin &&
          *layer.seam <= decoded.whole.end) {
        next.seam = decoded.whole.end - *layer.seam;
      }
      if (decoded.is_seam_escaped) {
        next.kind = Kind::kSpelled;
        next.seam.reset();
      }
      return IsClear(next);
    });
    --depth_;
    return clear;
  }

  // Whether nothing that is found can reach farther than this, on its side of the seam. No run or
  // token goes over a character that no kept text has.
  bool IsEnough(std::string_view side) const {
    if (side.size() >= reach_) return true;
    return !labelled_.is_wide() && std::any_of(side.begin(), side.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x80;
    });
  }

  bool IsClearAsItIs(const Layer& layer) {
    NormalText& normal = normal_[depth_];
    normal.Assign(layer.text);
    const auto size = static_cast<uint32_t>(normal.size());
    const uint32_t middle = layer.seam ? normal.IndexAt(static_cast<uint32_t>(*layer.seam)) : 0;
    const auto reach = static_cast<uint32_t>(layer.seam ? reach_ : normal.size());
    const std::string_view front = normal.text().substr(0, middle);
    const std::string_view back = normal.text().substr(middle);
    const bool is_cut = layer.cut_front || layer.cut_back;
    if ((is_cut && !layer.seam) || (layer.cut_front && !IsEnough(front)) ||
        (layer.cut_back && !IsEnough(back))) {
      wider_ = true;
      return true;
    }
    if (labelled_.has_tokens()) normal.MarkBoundaries(seams_[depth_]);
    const Range around{middle > reach ? middle - reach : 0, std::min(size, middle + reach)};
    bool clear = true;
    labelled_.Find(normal, around, work_, [&](const Run& run) {
      const bool known = layer.kind == Kind::kPlain && (run.end <= middle || run.begin >= middle);
      clear = clear && known;
      return false;
    });
    return clear;
  }

  const Store& labelled_;
  const size_t reach_;  // in characters, to both sides of the seam
  Work work_;
  DecodeLimits decode_;
  std::array<NormalText, kEncodingsDeep + 1> normal_;            // of each layer
  std::array<std::vector<uint32_t>, kEncodingsDeep + 1> seams_;  // likewise; see FindSeams
  size_t depth_ = 0;
  bool wider_ = false;  // see Focus
};

}  // namespace

bool MayHoldAcross(std::string_view text, size_t seam, const Store& labelled,
                   const InspectLimits& limits) {
  return labelled.is_searchable() &&
         !Glance(text.size(), labelled, limits).IsClear({text, Kind::kPlain, nullptr, seam});
}

}  // namespace weir::flow
