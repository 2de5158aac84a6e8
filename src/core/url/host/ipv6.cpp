#include <algorithm>
#include <array>
#include <cstdint>

#include "core/url/host/address.h"

namespace winnow::url {
namespace {

constexpr std::size_t kPieces = 8;
using Pieces = std::array<std::uint16_t, kPieces>;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Reads an address from left to right, as the URL Standard's IPv6 parser does.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<Pieces> read() {
        if (at() == ':') {
            if (at(1) != ':') return std::nullopt;
            position_ = 2;
            compress_ = 0;
        }
        while (!is_end()) {
            if (count_ == kPieces) return std::nullopt;
            if (at() == ':') {
                if (compress_ != kNone) return std::nullopt;
                ++position_;
                compress_ = count_;
                continue;
            }
            if (!read_piece()) return std::nullopt;
        }
        if (compress_ == kNone) return count_ == kPieces ? std::optional(pieces_) : std::nullopt;
        // What stands behind "::" moves to the end.
        std::ranges::rotate(pieces_.begin() + static_cast<std::ptrdiff_t>(compress_),
                            pieces_.begin() + static_cast<std::ptrdiff_t>(count_), pieces_.end());
        return pieces_;
    }

private:
    static constexpr std::size_t kNone = kPieces + 1;

    bool is_end() const { return position_ >= text_.size(); }
    char at(std::size_t ahead = 0) const { return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0'; }

    /// Up to four hexadecimal digits and what divides them from the next piece, or the IPv4 address at the end.
    bool read_piece() {
        const auto begin = position_;
        unsigned value = 0;
        for (; position_ - begin < 4 && hex_value(at()) >= 0; ++position_)
            value = value * 16 + static_cast<unsigned>(hex_value(at()));
        if (at() == '.' && position_ > begin) {
            position_ = begin;
            return read_ipv4();
        }
        if (at() == ':') {
            ++position_;
            if (is_end()) return false;
        } else if (!is_end()) {
            return false;
        }
        pieces_[count_++] = static_cast<std::uint16_t>(value);
        return true;
    }

    /// Four decimal numbers without leading zeros; nothing may follow.
    bool read_ipv4() {
        if (count_ + 2 > kPieces) return false;
        for (int part = 0; part < 4; ++part) {
            if (part > 0 && text_[position_++] != '.') return false;
            const auto value = read_decimal();
            if (!value) return false;
            auto& piece = pieces_[count_ + static_cast<std::size_t>(part / 2)];
            piece = static_cast<std::uint16_t>(piece * 256 + *value);
            if (part < 3 && is_end()) return false;
        }
        count_ += 2;
        return is_end();
    }
    std::optional<unsigned> read_decimal() {
        const auto begin = position_;
        unsigned value = 0;
        for (; at() >= '0' && at() <= '9'; ++position_) {
            if (position_ > begin && value == 0) return std::nullopt;
            value = value * 10 + static_cast<unsigned>(at() - '0');
            if (value > 255) return std::nullopt;
        }
        return position_ > begin ? std::optional(value) : std::nullopt;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    Pieces pieces_{};
    std::size_t count_ = 0;
    std::size_t compress_ = kNone;  // how many pieces stand before "::"
};

struct Run {
    std::size_t begin = 0, size = 0;
};

/// The first of the longest runs of zeros, if it has two pieces or more.
Run longest_zeros(const Pieces& pieces) {
    Run best;
    for (std::size_t i = 0; i < kPieces;) {
        auto end = i;
        while (end < kPieces && pieces[end] == 0) ++end;
        if (end - i > best.size && end - i > 1) best = {i, end - i};
        i = std::max(end, i + 1);
    }
    return best;
}

void append_hex(std::string& text, unsigned value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
        const auto digit = (value >> shift) & 15U;
        started = started || digit != 0 || shift == 0;
        if (started) text += kDigits[digit];
    }
}

}  // namespace

std::optional<std::string> ipv6_serialised(std::string_view text) {
    const auto pieces = Reader(text).read();
    if (!pieces) return std::nullopt;
    const auto zeros = longest_zeros(*pieces);
    std::string result;
    for (std::size_t i = 0; i < kPieces; ++i) {
        if (zeros.size > 0 && i == zeros.begin) {
            result += i == 0 ? "::" : ":";
            i += zeros.size - 1;
            continue;
        }
        append_hex(result, (*pieces)[i]);
        if (i + 1 < kPieces) result += ':';
    }
    return result;
}

}  // namespace winnow::url
