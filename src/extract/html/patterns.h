#pragma once

#include <cstdint>
#include <string_view>

namespace winnow::extract {

/// What short texts around an article say. A set of bits.
enum Pattern : std::uint32_t {
    pattern_date = 1u << 0,     ///< mostly a date or a time
    pattern_byline = 1u << 1,   ///< "By Ann Author"
    pattern_pointer = 1u << 2,  ///< "Read more", "Related", "See also"
    pattern_call = 1u << 3,     ///< "Share this", "Subscribe", "Sign up", "Follow us", "Leave a comment"
    pattern_notice = 1u << 4,   ///< copyright, cookies, advertisement
    pattern_credit = 1u << 5,   ///< "Photo: …", "Getty Images"
    pattern_address = 1u << 6,  ///< an e-mail or web address makes most of it
};

/// The patterns in a text; 0 for texts longer than a few lines, which speak for themselves.
std::uint32_t pattern_of(std::string_view text);

}  // namespace winnow::extract
