#include "index/wordpiece/vocabulary.h"

#include <algorithm>
#include <cstdlib>

#include "index/embed/built_in.h"

namespace winnow::wordpiece {
namespace {

Position position_of(std::string_view text) {
    return text.starts_with("##") ? Position::later : Position::first;
}
std::string_view piece_of(std::string_view text) {
    return position_of(text) == Position::later ? text.substr(2) : text;
}

}  // namespace

const Vocabulary& Vocabulary::instance() {
    static const Vocabulary vocabulary;
    return vocabulary;
}

Vocabulary::Vocabulary() : slots_(kSlots) {
    auto rest = built_in_vocabulary();
    texts_.reserve(kVocabulary);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        texts_.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (texts_.size() != kVocabulary || texts_[kUnknown] != "[UNK]") std::abort();  // the program was built wrong
    for (std::size_t token = 1; token < texts_.size(); ++token) insert(static_cast<Token>(token));
}

void Vocabulary::insert(Token token) {
    const auto piece = piece_of(texts_[token]);
    PieceHash hash(position_of(texts_[token]));
    for (const char byte : piece) hash.add(byte);
    longest_ = std::max(longest_, piece.size());
    auto slot = static_cast<std::size_t>(hash.value() >> 48);
    while (slots_[slot].token != 0) slot = (slot + 1) % kSlots;
    slots_[slot] = {.tag = static_cast<std::uint16_t>(hash.value() >> 32), .token = token};
}

std::optional<Token> Vocabulary::find(std::string_view piece, Position position, std::uint64_t hash) const {
    const auto tag = static_cast<std::uint16_t>(hash >> 32);
    for (auto slot = static_cast<std::size_t>(hash >> 48); slots_[slot].token != 0; slot = (slot + 1) % kSlots) {
        if (slots_[slot].tag != tag) continue;
        const auto text = texts_[slots_[slot].token];
        if (position_of(text) == position && piece_of(text) == piece) return slots_[slot].token;
    }
    return std::nullopt;
}

}  // namespace winnow::wordpiece
