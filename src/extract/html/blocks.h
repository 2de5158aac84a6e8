#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/html/dom.h"

namespace winnow::extract {

/// A run of inline text between two block boundaries, with what is needed to judge whether it belongs to the article.
struct Block {
    NodeId container = 0;  ///< the nearest block element
    NodeId first = 0;      ///< first text node
    NodeId last = 0;       ///< last text node
    std::string text;      ///< white space folded; of `pre`, kept
    std::uint32_t words = 0;
    std::uint32_t link_words = 0;
    std::uint32_t links = 0;
    std::uint32_t hints = 0;       ///< of the elements around, up to the body
    std::uint32_t near_hints = 0;  ///< of the container, its parent and inline elements around the text
    std::uint32_t tags = 0;        ///< bits of Context
    std::uint16_t depth = 0;
    bool emphasised = false;  ///< all of it inside b, strong, em or i
};

/// Elements around a block, as bits.
enum Context : std::uint32_t {
    in_article = 1u << 0,
    in_main = 1u << 1,
    in_header = 1u << 2,
    in_footer = 1u << 3,
    in_nav = 1u << 4,
    in_aside = 1u << 5,
    in_form = 1u << 6,
    in_figure = 1u << 7,
    in_figcaption = 1u << 8,
    in_table = 1u << 9,
    in_list = 1u << 10,
    in_quote = 1u << 11,
    in_pre = 1u << 12,
    in_body_property = 1u << 13,
    in_dialog = 1u << 14,
    in_heading = 1u << 15,
    in_paragraph = 1u << 16,
    in_details = 1u << 17,
    in_address = 1u << 18
};

/// What of the page is text, and what had to be left out because readers do not see it.
struct Blocks {
    std::vector<Block> list;          ///< in document order
    std::vector<std::string> hidden;  ///< texts of hidden elements, each cut to a few hundred bytes
    std::vector<std::uint32_t> hints;  ///< by node: what its own class and id say
};

/// Whether what is inside the element is no text of the page: scripts, styles, controls, embedded media.
bool is_no_text(Tag tag);

/// Cuts the page into blocks. Scripts, styles, controls and hidden elements are no text.
Blocks blocks_of(const Dom& dom);

/// Whether style sheets of its own hide the element: hidden, display:none, visibility:hidden, font-size:0, opacity:0,
/// text in the colour of its background.
bool is_hidden(const Dom& dom, NodeId id);

}  // namespace winnow::extract
