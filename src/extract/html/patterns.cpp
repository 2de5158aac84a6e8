#include "extract/html/patterns.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "extract/ascii.h"

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
    {"you may like", pattern_pointer},
    {"more stories", pattern_pointer},
    {"more on", pattern_pointer},
    {"more about", pattern_pointer},
    {"most read", pattern_pointer},
    {"most popular", pattern_pointer},
    {"popular", pattern_pointer},
    {"similar", pattern_pointer},
    {"up next", pattern_pointer},
    {"also on", pattern_pointer},
    {"also see", pattern_pointer},
    {"further reading", pattern_pointer},
    {"voc\u00EA pode", pattern_pointer},
    {"voc\u00EA tamb", pattern_pointer},
    {"veja tamb", pattern_pointer},
    {"saiba mais", pattern_pointer},
    {"mais lidas", pattern_pointer},
    {"relacionad", pattern_pointer},
    {"te puede", pattern_pointer},
    {"ver tamb", pattern_pointer},
    {"m\u00E1s noticias", pattern_pointer},
    {"\u00E0 lire", pattern_pointer},
    {"voir aussi", pattern_pointer},
    {"sur le m\u00EAme", pattern_pointer},
    {"auch interessant", pattern_pointer},
    {"das k\u00F6nnte", pattern_pointer},
    {"weitere", pattern_pointer},
    {"leggi anche", pattern_pointer},
    {"ti potrebbe", pattern_pointer},
    {"potrebbe", pattern_pointer},
    {"articoli correlati", pattern_pointer},
    {"lees ook", pattern_pointer},
    {"zobacz", pattern_pointer},
    {"czytaj", pattern_pointer},
    {"\u0447\u0438\u0442\u0430\u0439\u0442\u0435", pattern_pointer},
    {"\u0427\u0438\u0442\u0430\u0439\u0442\u0435", pattern_pointer},
    {"\u0421\u043C\u043E\u0442\u0440\u0438\u0442\u0435", pattern_pointer},
    {"\u041F\u043E\u0445\u043E\u0436\u0438\u0435", pattern_pointer},
    {"\u95A2\u9023", pattern_pointer},
    {"\u76F8\u5173", pattern_pointer},
    {"\uAD00\uB828", pattern_pointer},
    {"\u304A\u3059\u3059\u3081", pattern_pointer},
    {"compartilh", pattern_call},
    {"coment", pattern_call},
    {"kommentar", pattern_call},
    {"condivid", pattern_call},
    {"post a comment", pattern_call},
    {"add a comment", pattern_call},
    {"join the", pattern_call},
    {"get our", pattern_call},
    {"enter your", pattern_call},
    {"thanks for", pattern_call},
    {"thank you for", pattern_call},
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
    const auto digits = std::ranges::count_if(low, is_digit);
    if (digits < 2) return false;
    const bool month =
        std::ranges::any_of(kMonths, [&](std::string_view name) { return low.find(name) != std::string_view::npos; });
    return (month && digits * 8 >= static_cast<std::ptrdiff_t>(low.size())) ||
           digits * 2 >= static_cast<std::ptrdiff_t>(low.size());
}

/// Phrases by their first byte, so that most places of a text are passed over with one look.
class Phrases {
public:
    explicit Phrases(std::span<const Phrase> phrases) {
        for (const auto& phrase : phrases) by_first_[static_cast<unsigned char>(phrase.text[0])].push_back(phrase);
    }
    std::uint32_t at(std::string_view text) const {
        std::uint32_t found = 0;
        for (const auto& phrase : by_first_[static_cast<unsigned char>(text[0])])
            if (text.starts_with(phrase.text)) found |= phrase.pattern;
        return found;
    }

private:
    std::array<std::vector<Phrase>, 256> by_first_;
};

}  // namespace

std::uint32_t pattern_of(std::string_view text) {
    static const Phrases beginnings(kBeginnings);
    static const Phrases anywhere(kAnywhere);
    if (text.size() > kLongestText || text.empty()) return 0;
    std::array<char, kLongestText> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
    std::ranges::transform(text, bytes.begin(), to_lower);
    const std::string_view low(bytes.data(), text.size());
    auto found = beginnings.at(low);
    bool in_word = false;
    for (std::size_t i = 0; i < low.size(); ++i) {
        // Phrases begin where words do.
        const bool letter = is_lower(bytes[i]);
        if (!(letter && in_word)) found |= anywhere.at(low.substr(i));
        in_word = letter;
    }
    const bool address = low.find('@') != std::string_view::npos;
    if (is_mostly_date(low)) found |= pattern_date;
    if (low.size() < 80 &&
        (address || low.find("http") != std::string_view::npos || low.find("www.") != std::string_view::npos))
        found |= pattern_address;
    return found;
}

}  // namespace winnow::extract
