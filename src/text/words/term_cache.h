#pragma once

#include <array>
#include <string>
#include <string_view>

#include "text/words/stemmer.h"

namespace winnow::text {

/// The stems of the words seen last, one cache per thread: a page repeats its words, and Snowball costs ten times a
/// look-up. Direct-mapped, so its size is fixed and a new word simply takes the place of another.
class TermCache {
public:
    struct Term {
        std::string_view stem;  // valid until the next find()
        bool is_stop_word = false;
    };

    static TermCache& of_this_thread();
    Term find(std::string_view word);

private:
    struct Slot {
        std::string word, stem;
        bool is_stop_word = false;
    };
    static constexpr std::size_t kSlots = 2048;         // a long article has about as many different words
    static constexpr std::size_t kMaxCachedBytes = 32;  // longer words are rare and would make the size depend on input

    static void fill(Slot& slot, std::string_view word, Stemmer& stemmer);

    Stemmer stemmer_;
    std::array<Slot, kSlots> slots_;
    Slot long_word_;
};

}  // namespace winnow::text
