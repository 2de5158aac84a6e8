#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace winnow::web {

/// Names and values, as queries and forms write them (application/x-www-form-urlencoded, WHATWG URL Standard).
class Form {
public:
    Form() = default;
    /// Never fails: what is not an escape stands for itself. Bytes that are not UTF-8 stay as they are.
    explicit Form(std::string_view encoded);

    /// The first value of that name without white space around it; empty if there is none.
    std::string get(std::string_view name) const;
    bool has(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

    /// The value, empty if it is missing. Error: invalid_argument, naming it, for one of more than `most` characters
    /// and for several.
    Result<std::string> text(std::string_view name, std::size_t most) const;
    /// A number within bounds, `fallback` if it is missing or empty. Error: invalid_argument, naming it, also for
    /// several.
    Result<double> number(std::string_view name, double fallback, double least, double most) const;
    Result<std::size_t> count(std::string_view name, std::size_t fallback, std::size_t least, std::size_t most) const;

private:
    Result<std::string> only(std::string_view name) const;

    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// A text as part of a query or a path: everything but letters, digits and "-._~" escaped.
std::string encoded(std::string_view text);

/// The parts of a target: its path cut at the slashes and decoded, and its query.
struct Target {
    std::vector<std::string> segments;  ///< "/runs/1/" → "runs", "1"
    Form query;
};
/// Error: invalid_argument for a path that begins without a slash or leads elsewhere when decoded: a segment "." or
/// "..", one with a slash, a backslash or a control character.
Result<Target> parse_target(std::string_view target);

}  // namespace winnow::web
