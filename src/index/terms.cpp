#include "index/terms.h"

#include "text/hash.h"
#include "text/shingles.h"
#include "text/words.h"

namespace winnow {
namespace {

constexpr std::size_t kRowsOfBand = 4;

bool is_word_byte(unsigned char byte) {
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

void append_word(std::string& text, const std::string& term) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (const char c : term) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_word_byte(byte)) {
            text += c;
            continue;
        }
        text += 'x';
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
        text += 'x';
    }
}

}  // namespace

PassageTerms passage_terms(std::string_view title, const Passage& passage) {
    PassageTerms terms{.title = text::terms(title), .headings = {}, .body = text::terms(passage.text)};
    for (const auto& heading : passage.headings)
        for (auto& term : text::terms(heading)) terms.headings.push_back(std::move(term));
    return terms;
}

std::string as_words(const std::vector<std::string>& terms) {
    std::string text;
    for (const auto& term : terms) {
        if (!text.empty()) text += ' ';
        append_word(text, term);
    }
    return text;
}

std::vector<std::uint64_t> signature_bands(const std::vector<std::uint32_t>& signature) {
    std::vector<std::uint64_t> bands;
    if (signature.size() != text::kSignatureSize) return bands;
    for (std::size_t begin = 0; begin < signature.size(); begin += kRowsOfBand) {
        std::uint64_t hash = text::mixed(begin + 1);
        for (std::size_t row = 0; row < kRowsOfBand; ++row) hash = text::mixed(hash ^ signature[begin + row]);
        bands.push_back(hash);
    }
    return bands;
}

}  // namespace winnow
