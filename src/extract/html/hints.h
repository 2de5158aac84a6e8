#pragma once

#include <cstdint>
#include <string_view>

namespace winnow::extract {

/// What the class and id of an element, written by people for their style sheets, say about its role. A set of bits.
enum Hint : std::uint32_t {
    hint_none = 0,
    hint_content = 1u << 0,     ///< article, content, body, entry, post, story
    hint_comment = 1u << 1,     ///< comments of readers
    hint_related = 1u << 2,     ///< further articles: related, recommended, trending, popular
    hint_share = 1u << 3,       ///< buttons of social networks
    hint_promo = 1u << 4,       ///< advertisements and what sells
    hint_navigation = 1u << 5,  ///< menus, breadcrumbs, pagination
    hint_footer = 1u << 6,
    hint_byline = 1u << 7,   ///< author, date, section, reading time
    hint_caption = 1u << 8,  ///< captions and credits of pictures, galleries, players
    hint_signup = 1u << 9,   ///< newsletters, subscriptions, log-in, paywalls
    hint_tags = 1u << 10,    ///< tags, topics, categories
    hint_sidebar = 1u << 11,
    hint_consent = 1u << 12,  ///< cookies, privacy notices
    hint_hidden = 1u << 13,   ///< not shown, or for screen readers only
    hint_header = 1u << 14,
    hint_title = 1u << 15,       ///< headline, subtitle
    hint_lead = 1u << 16,        ///< standfirst, summary, excerpt, dek
    hint_tool = 1u << 17,        ///< print, font size, widgets, toolbars, ratings
    hint_author_box = 1u << 18,  ///< about the author
    hint_popup = 1u << 19,       ///< shown when the mouse is over something: tooltips, popovers
    hint_body = 1u << 21,        ///< the body of an article by a telling pair of words: entry-content, articleBody
    hint_embed = 1u << 20,       ///< posts of social networks shown in the article
};

/// The hints in one class or id attribute. Words are found between separators and at capital letters ("relatedPosts").
std::uint32_t hints_of(std::string_view names);

}  // namespace winnow::extract
