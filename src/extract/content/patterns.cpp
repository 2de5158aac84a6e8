#include "extract/content/patterns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestText = 240;

struct Phrase {
    std::string_view text;  // lower case
    std::uint32_t pattern;
};

/// Beginnings of texts, in the languages that are met most.
constexpr Phrase kBeginnings[] = {
    {"by ", pattern_byline},
    {"von ", pattern_byline},
    {"por ", pattern_byline},
    {"par ", pattern_byline},
    {"di ", pattern_byline},
    {"written by", pattern_byline},
    {"posted by", pattern_byline},
    {"published", pattern_date},
    {"updated", pattern_date},
    {"last updated", pattern_date},
    {"posted on", pattern_date},
    {"publicado", pattern_date},
    {"read more", pattern_pointer},
    {"related", pattern_pointer},
    {"see also", pattern_pointer},
    {"more:", pattern_pointer},
    {"more from", pattern_pointer},
    {"also read", pattern_pointer},
    {"read also", pattern_pointer},
    {"read:", pattern_pointer},
    {"read next", pattern_pointer},
    {"recommended", pattern_pointer},
    {"you may also", pattern_pointer},
    {"you might also", pattern_pointer},
    {"don't miss", pattern_pointer},
    {"watch:", pattern_pointer},
    {"click here", pattern_pointer},
    {"leia ", pattern_pointer},
    {"lea ", pattern_pointer},
    {"lire aussi", pattern_pointer},
    {"lesen sie", pattern_pointer},
    {"mehr zum", pattern_pointer},
    {"next article", pattern_pointer},
    {"previous", pattern_pointer},
    {"next", pattern_pointer},
    {"back to", pattern_pointer},
    {"view all", pattern_pointer},
    {"continue reading", pattern_pointer},
    {"top stories", pattern_pointer},
    {"latest", pattern_pointer},
    {"trending", pattern_pointer},
    {"share", pattern_call},
    {"subscribe", pattern_call},
    {"sign up", pattern_call},
    {"sign in", pattern_call},
    {"log in", pattern_call},
    {"follow", pattern_call},
    {"leave a", pattern_call},
    {"comment", pattern_call},
    {"get the", pattern_call},
    {"download", pattern_call},
    {"join ", pattern_call},
    {"like us", pattern_call},
    {"print", pattern_call},
    {"email", pattern_call},
    {"tweet", pattern_call},
    {"contact", pattern_call},
    {"support", pattern_call},
    {"donate", pattern_call},
    {"reply", pattern_call},
    {"register", pattern_call},
    {"compartir", pattern_call},
    {"teilen", pattern_call},
    {"partager", pattern_call},
    {"this article", pattern_notice},
    {"advertisement", pattern_notice},
    {"sponsored", pattern_notice},
    {"copyright", pattern_notice},
    {"\u00A9", pattern_notice},
    {"(c) ", pattern_notice},
    {"all rights", pattern_notice},
    {"we use cookies", pattern_notice},
    {"this site uses", pattern_notice},
    {"disclaimer", pattern_notice},
    {"disclosure", pattern_notice},
    {"terms of", pattern_notice},
    {"privacy", pattern_notice},
    {"tags", pattern_notice},
    {"filed under", pattern_notice},
    {"categories", pattern_notice},
    {"topics", pattern_notice},
    {"story continues", pattern_notice},
    {"photo", pattern_credit},
    {"image", pattern_credit},
    {"credit", pattern_credit},
    {"foto", pattern_credit},
    {"picture", pattern_credit},
    {"video", pattern_credit},
    {"file photo", pattern_credit},
    {"source:", pattern_credit},
    {"bild", pattern_credit},
    {"quelle", pattern_credit},
    {"(photo", pattern_credit},
    {"[photo", pattern_credit},
};

constexpr Phrase kAnywhere[] = {
    {"all rights reserved", pattern_notice},
    {"getty images", pattern_credit},
    {"/getty", pattern_credit},
    {"photo by", pattern_credit},
    {"/reuters", pattern_credit},
    {"ap photo", pattern_credit},
    {"shutterstock", pattern_credit},
    {"newsletter", pattern_call},
    {"your email", pattern_call},
    {"your inbox", pattern_call},
    {"follow us", pattern_call},
    {"click here", pattern_call},
    {"privacy policy", pattern_notice},
    {"terms of", pattern_notice},
    {"cookies", pattern_notice},
    {"facebook", pattern_call},
    {"min read", pattern_date},
    {" ago", pattern_date},
};

bool is_mostly_date(std::string_view low) {
    constexpr std::array<std::string_view, 24> kMonths{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",  "oct",  "nov",      "dec",
        "ene", "abr", "ago", "dic", "mai", "out", "dez", "okt", "juin", "juil", "ao\u00FB", "f\u00E9v"};
    if (low.size() > 60) return false;
    const auto digits = std::ranges::count_if(low, [](unsigned char c) { return std::isdigit(c) != 0; });
    if (digits < 2) return false;
    const bool month =
        std::ranges::any_of(kMonths, [&](std::string_view name) { return low.find(name) != std::string_view::npos; });
    return (month && digits * 8 >= static_cast<std::ptrdiff_t>(low.size())) ||
           digits * 2 >= static_cast<std::ptrdiff_t>(low.size());
}

}  // namespace

std::uint32_t pattern_of(std::string_view text) {
    if (text.size() > kLongestText) return 0;
    std::string low;
    for (const char c : text) low += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::uint32_t found = 0;
    for (const auto& phrase : kBeginnings)
        if (low.starts_with(phrase.text)) found |= phrase.pattern;
    for (const auto& phrase : kAnywhere)
        if (low.find(phrase.text) != std::string::npos) found |= phrase.pattern;
    if (is_mostly_date(low)) found |= pattern_date;
    if (low.size() < 80 && (low.find('@') != std::string::npos || low.find("http") != std::string::npos ||
                            low.find("www.") != std::string::npos))
        found |= pattern_address;
    return found;
}

}  // namespace winnow::extract
