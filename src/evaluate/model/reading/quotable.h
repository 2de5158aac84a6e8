#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"

namespace winnow::evaluate {

/// Shorter ones prove nothing: "the cache" stands in many texts.
constexpr std::size_t kLeastQuoteBytes = 12;

/// A text in which quotations are found although white space, quotation marks, dashes, ellipses, marks of emphasis and
/// invisible characters differ.
class QuotableText {
public:
    /// Borrows `text` for life. Linear.
    explicit QuotableText(std::string_view text);

    /// Where the quotation stands, in the text's own words. Of one with an ellipsis inside, the parts must follow each
    /// other, and the longest is returned. Nothing if it does not occur, or is too short to prove anything.
    std::optional<Quote> find(std::string_view quotation) const;
    std::string_view text() const { return text_; }

private:
    Quote quote_at(std::size_t begin, std::size_t size) const;

    std::string_view text_;
    std::string folded_;
    std::vector<std::uint32_t> origin_;  // for each byte of folded_: where its character begins in text_
};

}  // namespace winnow::evaluate
