#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "text/hash.h"
#include "text/words.h"

namespace winnow::text {
namespace {

constexpr std::string_view kStopWords[] = {
#include "text/words/stop_words.inc"
};

constexpr std::size_t kLongestStopWord = std::ranges::max(kStopWords, {}, &std::string_view::size).size();
constexpr std::size_t kSlots = 1024;  // four times the words, so that nearly every miss ends at an empty slot

/// An open hash table made by the compiler; a slot holds a word's place in the list plus one.
constexpr std::array<std::uint16_t, kSlots> kTable = [] {
    std::array<std::uint16_t, kSlots> table{};
    std::uint16_t number = 0;
    for (const auto word : kStopWords) {
        auto slot = hash_bytes(word) % kSlots;
        while (table[slot] != 0) slot = (slot + 1) % kSlots;
        table[slot] = ++number;
    }
    return table;
}();

}  // namespace

bool is_stop_word(std::string_view word) {
    if (word.size() > kLongestStopWord) return false;
    for (auto slot = hash_bytes(word) % kSlots; kTable[slot] != 0; slot = (slot + 1) % kSlots)
        if (kStopWords[kTable[slot] - 1U] == word) return true;
    return false;
}

}  // namespace winnow::text
