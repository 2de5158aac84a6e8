#include "text/words/term_cache.h"

#include <memory>

#include "text/hash.h"
#include "text/words.h"

namespace winnow::text {

TermCache& TermCache::of_this_thread() {
    // On the heap, since thread-local storage comes out of a thread's stack.
    static thread_local const auto cache = std::make_unique<TermCache>();
    return *cache;
}

TermCache::Term TermCache::find(std::string_view word) {
    if (word.empty()) return {};
    const bool is_cached = word.size() <= kMaxCachedBytes;
    Slot& slot = is_cached ? slots_[hash_bytes(word) % kSlots] : long_word_;
    if (slot.word != word) fill(slot, word, stemmer_);
    return {.stem = slot.stem, .is_stop_word = slot.is_stop_word};
}

void TermCache::fill(Slot& slot, std::string_view word, Stemmer& stemmer) {
    slot.word = word;
    slot.stem = folded_word(word);
    slot.is_stop_word = is_stop_word(slot.stem);
    if (is_english_word(slot.stem)) slot.stem = stemmer.stem(slot.stem);
}

}  // namespace winnow::text
