#pragma once

#include <vector>

#include "extract/content/features/features.h"
#include "extract/html/hints.h"

namespace winnow::extract {

/// What the blocks of a page add up to, element by element. Everything is linear in the page.
struct Prose {
    std::vector<float> weights;  ///< by block: length in words; two characters of CJK make a word
    std::vector<char> is_prose;  ///< by block: reads like running text
    // By node, of its subtree:
    std::vector<float> words, link_words, prose, blocks;
    std::vector<float> direct;        ///< by node: what reads like an article directly in it, the nearer the more
    NodeId root = 0;                  ///< the subtree with the best balance of prose and the rest
    std::vector<float> direct_prose;  ///< the same of prose alone, without weighing the evidence
    NodeId title_root = 0;  ///< the smallest element that holds the headline and a paragraph or two; 0 if none
    float total = 0;        ///< prose of the page
    float most_direct = 0;
    float most_direct_prose = 0;
};

/// `likely` says of each block how much it is like the article on other evidence, 1 being neutral. `title` is the block
/// with the headline, or any number beyond the last block.
Prose find_prose(const Dom& dom, const std::vector<Block>& blocks, const std::vector<float>& likely, std::size_t title);

float link_density(const Block& block);
bool ends_sentence(std::string_view text);

/// Hints of matter that is not the article.
constexpr std::uint32_t kUnwanted = hint_comment | hint_related | hint_share | hint_promo | hint_navigation |
                                    hint_footer | hint_signup | hint_tags | hint_sidebar | hint_consent | hint_tool |
                                    hint_author_box;

}  // namespace winnow::extract
