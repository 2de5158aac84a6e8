#include <memory>
#include <string>
#include <unictype.h>
#include <uninorm.h>
#include <unordered_map>

#include <libstemmer.h>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow::text {
namespace {

constexpr std::size_t kLongestWord = 64;          // longer runs are no words: hashes, base 64
constexpr std::size_t kMaxRemembered = 1u << 14;  // words of a language cover most texts with far fewer

bool is_ascii(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

/// Without combining marks: "café" → "cafe". Scripts whose marks are vowels keep them.
std::string without_accents(const std::string& word) {
    std::size_t size = 0;
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> decomposed(
        u8_normalize(UNINORM_NFD, reinterpret_cast<const std::uint8_t*>(word.data()), word.size(), nullptr, &size),
        &std::free);
    if (!decomposed) return word;
    const std::string_view text(reinterpret_cast<const char*>(decomposed.get()), size);
    std::string result;
    for (std::size_t position = 0; position < text.size();) {
        const auto c = next_code_point(text, position);
        const bool accent = c >= 0x0300 && c <= 0x036F;
        if (!accent) append_code_point(result, c);
    }
    return result;
}

/// Snowball's stemmer is not safe from several threads, so each has its own, with the words that it has met.
class Stemmer {
public:
    Stemmer() : stemmer_(sb_stemmer_new("english", "UTF_8"), &sb_stemmer_delete) {}

    const std::string& stem(std::string lower) {
        if (const auto known = known_.find(lower); known != known_.end()) return known->second;
        if (known_.size() >= kMaxRemembered) known_.clear();
        auto result = computed(lower);
        return known_.emplace(std::move(lower), std::move(result)).first->second;
    }

private:
    std::string computed(const std::string& lower) const {
        auto word = is_ascii(lower) ? lower : without_accents(lower);
        if (word.size() > kLongestWord || !stemmer_) return word;
        const auto* const symbols = reinterpret_cast<const sb_symbol*>(word.data());
        const auto* const stemmed = sb_stemmer_stem(stemmer_.get(), symbols, static_cast<int>(word.size()));
        if (stemmed == nullptr) return word;
        return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()))};
    }

    std::unique_ptr<sb_stemmer, decltype(&sb_stemmer_delete)> stemmer_;
    std::unordered_map<std::string, std::string> known_;
};

}  // namespace

std::string stem(std::string_view word) {
    thread_local Stemmer stemmer;
    return stemmer.stem(lower_case(word));
}

}  // namespace winnow::text
