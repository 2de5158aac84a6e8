#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "index/wordpiece/wordpiece.h"

namespace winnow::wordpiece {

/// Whether a piece begins a word, or goes on with it ("##ing").
enum class Position { first, later };

/// A hash that grows byte by byte, so that all beginnings of a word cost no more than the word (FNV-1a, mixed at the
/// end).
class PieceHash {
public:
    explicit constexpr PieceHash(Position position)
        : value_(position == Position::first ? 0xcbf29ce484222325u : 0x9ae16a3b2f90404fu) {}
    constexpr void add(char byte) { value_ = (value_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3u; }
    constexpr std::uint64_t value() const { return (value_ ^ (value_ >> 32)) * 0x9e3779b97f4a7c15u; }

private:
    std::uint64_t value_;
};

/// The vocabulary that is built into the program, as a table of hashes. Made once, then only read.
class Vocabulary {
public:
    static const Vocabulary& instance();

    /// The token of a piece of a word, given without "##".
    std::optional<Token> find(std::string_view piece, Position position, std::uint64_t hash) const;
    /// The text of a token as the vocabulary has it, "##" included.
    std::string_view text(Token token) const { return texts_[token]; }
    /// Bytes of the longest piece.
    std::size_t longest() const { return longest_; }

private:
    Vocabulary();
    void insert(Token token);

    static constexpr std::size_t kSlots = 1u << 16;  // twice the vocabulary: short searches
    struct Slot {
        std::uint16_t tag = 0;  ///< other bits of the hash, so that texts are compared once
        Token token = 0;        ///< 0, which is [PAD], marks a free slot
    };
    std::vector<std::string_view> texts_;
    std::vector<Slot> slots_;
    std::size_t longest_ = 0;
};

}  // namespace winnow::wordpiece
