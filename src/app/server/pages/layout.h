#pragma once

#include <string>
#include <string_view>

#include "publish/html/markup.h"

namespace winnow::site {

/// What surrounds the content of a page.
struct Frame {
    std::string title;
    std::string_view section;  ///< path of the menu's entry that it belongs to: "/history"; empty: of none
    std::string token;         ///< proves that a form comes from us
    std::string feed;          ///< path of an Atom feed of what the page shows; empty: none
    std::string words;         ///< what the box of the search holds
};

/// The page as HTML 5. It loads one style sheet, one script and one icon, all from here.
std::string page_html(const Frame& frame, const Markup& content);

/// A hidden field with the token, which every form that changes something needs.
Markup token_field(const std::string& token);

/// What went wrong, and what to do about it. Foreign text is text.
Markup error_html(int status, const std::string& message);

}  // namespace winnow::site
