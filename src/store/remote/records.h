#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/value.h"
#include "log/log.h"
#include "stages/cache.h"
#include "store/packed.h"

namespace winnow::remote {

/// Names of records: the SHA-256 of what tells them apart, 64 hexadecimal digits.
std::string page_name(const Url& url);
std::string assessment_name(const EvaluationKey& key);

std::string as_text(Timestamp time);
std::optional<Timestamp> as_time(std::string_view text);

/// What `decode` reads from stored bytes; nothing, and a warning, for a record that is damaged.
template <typename Decode>
auto unpacked_as(std::string_view bytes, std::string_view what, Decode decode)
    -> std::optional<std::remove_cvref_t<decltype(*decode(json::Value()))>> {
    if (const auto value = unpacked(bytes)) {
        auto decoded = decode(*value);
        if (decoded) return std::move(*decoded);
    }
    log::warn("record passed over, for it cannot be read", {{"record", what}});
    return std::nullopt;
}

}  // namespace winnow::remote
