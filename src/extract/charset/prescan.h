#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

/// The encoding that the first bytes of a page declare: by the "prescan" algorithm of the HTML standard (section
/// 13.2.3.2), which looks for meta elements outside of comments and other tags, then in an XML declaration. The
/// standard prescans 1024 bytes and lets the parser change its mind at a later meta; scanning further at once comes to
/// the same. Empty if there is none that is known.
std::string declared_charset(std::string_view bytes);

/// What follows "charset=" in a Content-Type, or in the content of a meta element; "" if nothing does.
std::string_view charset_parameter(std::string_view text);

}  // namespace winnow::extract
