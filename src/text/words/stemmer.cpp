#include "text/words/stemmer.h"

#include <algorithm>
#include <cstdlib>
#include <unicase.h>
#include <uninorm.h>
#include <utility>

#include <libstemmer.h>

#include "text/utf8.h"

namespace winnow::text {
namespace {

// Longer "words" are data, not language; the stemmer and normalisation would only cost time on them.
constexpr std::size_t kMaxStemmedBytes = 64;
constexpr std::size_t kMaxNormalisedBytes = 256;

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The text in a normalisation form; empty if the library refuses it.
std::string normalised(std::string_view text, uninorm_t form) {
    std::size_t size = 0;
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> bytes(
        u8_normalize(form, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr, &size),
        &std::free);
    if (!bytes) return {};
    return {reinterpret_cast<const char*>(bytes.get()), size};
}

/// Marks that change a letter's sound but not the word somebody searches for.
bool is_dropped(char32_t c) {
    const bool is_accent = c >= 0x300 && c <= 0x36f;
    const bool is_invisible = c == 0xad || c == 0x200c || c == 0x200d || c == 0x2060;
    return is_accent || is_invisible;
}

/// Plain spelling of a letter that has no decomposition in Unicode; empty if there is none.
std::string_view plain_spelling(char32_t c) {
    switch (c) {
        case U'ß': return "ss";
        case U'æ': return "ae";
        case U'œ': return "oe";
        case U'ø': return "o";
        case U'đ':
        case U'ð': return "d";
        case U'þ': return "th";
        case U'ł': return "l";
        case U'ħ': return "h";
        case U'ı': return "i";
        default: return {};
    }
}

}  // namespace

Stemmer::Stemmer() : stemmer_(sb_stemmer_new("english", "UTF_8")) {}

Stemmer::~Stemmer() {
    sb_stemmer_delete(stemmer_);
}

std::string Stemmer::stem(std::string_view word) {
    if (stemmer_ == nullptr) return std::string(word);
    const auto* bytes =
        sb_stemmer_stem(stemmer_, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (bytes == nullptr) return std::string(word);
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sb_stemmer_length(stemmer_))};
}

std::string folded_word(std::string_view word) {
    if (is_ascii(word) || word.size() > kMaxNormalisedBytes) return lower_case(word);
    const auto apart = normalised(word, UNINORM_NFKD);
    if (apart.empty()) return lower_case(word);  // not UTF-8
    std::string plain;
    for (std::size_t position = 0; position < apart.size();) {
        const auto lower = static_cast<char32_t>(uc_tolower(next_code_point(apart, position)));
        if (is_dropped(lower)) continue;
        if (const auto spelling = plain_spelling(lower); !spelling.empty())
            plain += spelling;
        else
            append_code_point(plain, lower);
    }
    return is_ascii(plain) ? plain : normalised(plain, UNINORM_NFC);
}

bool is_english_word(std::string_view folded) {
    return folded.size() <= kMaxStemmedBytes && std::ranges::all_of(folded, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
           });
}

}  // namespace winnow::text
