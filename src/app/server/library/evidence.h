#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "stages/search_index.h"

namespace winnow::site {

/// A quote where it stands in its page.
struct QuoteInContext {
    std::string before;  ///< what comes before it, cut at words; begins with "…" if it was cut
    std::string quote;
    std::string after;
};

/// `text` is the document's text, `bytes` how much is wanted at either side. Nothing if the quote does not stand where
/// it says, so that nothing is shown as evidence that is not.
std::optional<QuoteInContext> in_context(std::string_view text, const Quote& quote, std::size_t bytes);

/// The text of a document from the passages of the index, which hold all of it but the white space between them.
std::string text_of_passages(const std::vector<Passage>& passages);

}  // namespace winnow::site
