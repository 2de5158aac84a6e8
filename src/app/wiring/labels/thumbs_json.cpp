#include "app/wiring/labels/thumbs_json.h"

namespace winnow {
namespace {

json::Value encode(const std::optional<Share>& share) {
    if (!share) return {};
    return json::object({{"value", share->value}, {"low", share->low}, {"high", share->high}});
}

json::Value encode(const Kept& kept) {
    return json::object({{"min_score", kept.threshold}, {"up", kept.up}, {"down", kept.down}});
}

}  // namespace

json::Value encode(const ThumbsAgreement& thumbs) {
    return json::object({{"up", thumbs.up},
                         {"down", thumbs.down},
                         {"auc", encode(thumbs.auc)},
                         {"at_or_above", encode(thumbs.now)},
                         {"precision", encode(thumbs.precision)},
                         {"suggested", thumbs.suggested ? encode(*thumbs.suggested) : json::Value()},
                         {"why_none", thumbs.why_none}});
}

}  // namespace winnow
