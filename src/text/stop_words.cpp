#include <algorithm>
#include <array>
#include <string_view>

#include "text/words.h"

namespace winnow::text {
namespace {

using namespace std::string_view_literals;

// Function words of English, and what people wrap questions in ("how do I …"). Sorted.
constexpr std::array kStopWords{
    "a"sv,      "about"sv, "above"sv, "after"sv,   "again"sv,  "against"sv, "all"sv,   "also"sv,    "am"sv,
    "an"sv,     "and"sv,   "any"sv,   "are"sv,     "as"sv,     "at"sv,      "be"sv,    "because"sv, "been"sv,
    "before"sv, "being"sv, "below"sv, "between"sv, "both"sv,   "but"sv,     "by"sv,    "can"sv,     "could"sv,
    "d"sv,      "did"sv,   "do"sv,    "does"sv,    "doing"sv,  "don"sv,     "down"sv,  "during"sv,  "each"sv,
    "few"sv,    "for"sv,   "from"sv,  "further"sv, "had"sv,    "has"sv,     "have"sv,  "having"sv,  "he"sv,
    "her"sv,    "here"sv,  "hers"sv,  "him"sv,     "his"sv,    "how"sv,     "i"sv,     "if"sv,      "in"sv,
    "into"sv,   "is"sv,    "it"sv,    "its"sv,     "just"sv,   "ll"sv,      "m"sv,     "me"sv,      "more"sv,
    "most"sv,   "my"sv,    "no"sv,    "nor"sv,     "not"sv,    "now"sv,     "of"sv,    "off"sv,     "on"sv,
    "once"sv,   "only"sv,  "or"sv,    "other"sv,   "our"sv,    "ours"sv,    "out"sv,   "over"sv,    "own"sv,
    "re"sv,     "s"sv,     "same"sv,  "she"sv,     "should"sv, "so"sv,      "some"sv,  "such"sv,    "t"sv,
    "than"sv,   "that"sv,  "the"sv,   "their"sv,   "theirs"sv, "them"sv,    "then"sv,  "there"sv,   "these"sv,
    "they"sv,   "this"sv,  "those"sv, "through"sv, "to"sv,     "too"sv,     "under"sv, "until"sv,   "up"sv,
    "us"sv,     "ve"sv,    "very"sv,  "was"sv,     "we"sv,     "were"sv,    "what"sv,  "when"sv,    "where"sv,
    "which"sv,  "while"sv, "who"sv,   "whom"sv,    "why"sv,    "will"sv,    "with"sv,  "would"sv,   "you"sv,
    "your"sv,   "yours"sv,
};
static_assert(std::ranges::is_sorted(kStopWords));

}  // namespace

bool is_stop_word(std::string_view word) {
    return std::ranges::binary_search(kStopWords, word);
}

}  // namespace winnow::text
