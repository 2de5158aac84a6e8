#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/section.h"

namespace winnow::config {

/// "20s", "1h30m", "7d", "500ms", "1.5h"; units ms, s, m, h, d, w; "0" needs none. Nothing for anything else, for a
/// negative one and for more than 10,000 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// The shortest form that parse_duration() reads back: "1h30m".
std::string format_duration(std::chrono::milliseconds duration);

/// "8MiB", "1.5 GB", "500kb" or a plain number of bytes: KB, MB, GB, TB are powers of 1000, KiB and so on of 1024.
std::optional<Bytes> parse_bytes(std::string_view text);
/// The shortest exact form that parse_bytes() reads back: "8MiB".
std::string format_bytes(Bytes bytes);

/// true, yes, on, false, no or off, in any case of letters.
std::optional<bool> parse_bool(std::string_view text);
/// A number and nothing else. Nothing for one that does not fit, and for NaN and infinities.
template <typename T>
    requires std::same_as<T, int> || std::same_as<T, std::size_t> || std::same_as<T, double>
std::optional<T> parse_number(std::string_view text);
std::string format_number(double number);  ///< the shortest form that reads back as the same number

/// The text as a YAML scalar, with quotation marks if it needs them.
std::string format_text(std::string_view text);

/// The candidate that `word` was probably meant to be: the least number of edits (insertions, deletions, substitutions,
/// swaps of neighbours), if that is at most a third of its length. Null if none is near.
const std::string* nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace winnow::config
