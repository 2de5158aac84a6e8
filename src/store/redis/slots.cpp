#include "store/redis/slots.h"

#include <charconv>

namespace winnow::redis {
namespace {

std::uint16_t crc16(std::string_view bytes) {
    constexpr unsigned kPolynomial = 0x1021;
    unsigned crc = 0;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(byte)) << 8;
        for (int bit = 0; bit < 8; ++bit) crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? kPolynomial : 0)) & 0xFFFF;
    }
    return static_cast<std::uint16_t>(crc);
}

template <typename Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::uint16_t slot_of(std::string_view key) {
    const auto open = key.find('{');
    const auto close = open == std::string_view::npos ? open : key.find('}', open + 1);
    if (close != std::string_view::npos && close > open + 1) key = key.substr(open + 1, close - open - 1);
    return crc16(key) % kSlots;
}

std::optional<Redirection> parse_redirection(std::string_view text, const RedisEndpoint& said_by) {
    const auto first = text.find(' ');
    const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto address = text.substr(second + 1);
    const auto colon = address.rfind(':');  // an IPv6 address comes without brackets
    Redirection redirection{.slot = 0, .to = {.host = std::string(address.substr(0, colon)), .port = 0}};
    if (colon == std::string_view::npos || !read_number(text.substr(first + 1, second - first - 1), redirection.slot) ||
        !read_number(address.substr(colon + 1), redirection.to.port) || redirection.slot >= kSlots ||
        redirection.to.port == 0)
        return std::nullopt;
    if (redirection.to.host.empty() || redirection.to.host == "?") redirection.to.host = said_by.host;
    return redirection;
}

SlotMap SlotMap::parse(const Reply& cluster_slots, const RedisEndpoint& said_by) {
    SlotMap map;
    for (const auto& entry : cluster_slots.items) {
        if (entry.items.size() < 3 || entry.items[2].items.size() < 2) continue;
        const auto first = entry.items[0].integer, last = entry.items[1].integer;
        const auto& node = entry.items[2].items;  // the primary comes first
        const auto port = node[1].integer;
        if (first < 0 || last < first || last >= kSlots || port <= 0 || port > 65535) continue;
        const bool named = !node[0].text.empty() && node[0].text != "?";
        map.ranges_[static_cast<std::uint16_t>(first)] = {
            static_cast<std::uint16_t>(last),
            {.host = named ? node[0].text : said_by.host, .port = static_cast<std::uint16_t>(port)}};
    }
    return map;
}

std::optional<RedisEndpoint> SlotMap::find(std::uint16_t slot) const {
    if (const auto moved = moved_.find(slot); moved != moved_.end()) return moved->second;
    auto range = ranges_.upper_bound(slot);
    if (range == ranges_.begin()) return std::nullopt;
    --range;
    return slot <= range->second.last ? std::optional(range->second.node) : std::nullopt;
}

void SlotMap::set(std::uint16_t slot, const RedisEndpoint& node) {
    moved_[slot] = node;
}

}  // namespace winnow::redis
