#pragma once

#include <string>
#include <vector>

#include "extract/content/features/features.h"

namespace winnow::extract {

/// Compares each block with what the page says of its article to machines.
class Evidence {
public:
    Evidence(const PageEvidence& said, const std::vector<Block>& blocks);

    bool is_title(std::size_t block) const { return title_[block] != 0; }
    bool in_description(std::size_t block) const { return description_[block] != 0; }
    /// Share of the block's text that the declared body holds; -1 when the page declares none.
    float share_in_body(std::size_t block) const { return body_[block]; }
    /// How much more than others the block is likely to be of the article: 1 is neutral.
    const std::vector<float>& likely() const { return likely_; }
    /// The block with the headline; beyond the last block when none is.
    std::size_t title_at() const { return title_at_; }

private:
    std::vector<char> title_, description_;
    std::vector<float> body_, likely_;
    std::size_t title_at_ = 0;
};

/// Links in menus and footers, about half of most pages, never belong to the article.
bool is_worth_asking(const Block& block);

/// Letters and digits only, in lower case, for comparing texts that were set differently; at most `most` bytes.
std::string folded(std::string_view text, std::size_t most);

}  // namespace winnow::extract
