// What Redis answers (RESP), in pieces of a size that the last byte chooses; and what replies tell of a cluster.
#include <algorithm>
#include <array>

#include "check.h"
#include "store/redis/connection.h"
#include "store/redis/slots.h"

using namespace winnow;

namespace {

class Played final : public redis::Stream {
public:
    Played(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {}
    Result<void> write(std::string_view, const Deadline&) override { return {}; }
    Result<std::size_t> read(std::span<char> buffer, const Deadline&) override {
        if (bytes_.empty()) return fail(ErrorKind::unavailable, "the connection ended");
        const auto count = std::min({buffer.size(), piece_, bytes_.size()});
        std::ranges::copy(bytes_.substr(0, count), buffer.begin());
        bytes_.remove_prefix(count);
        return count;
    }

private:
    std::string_view bytes_;
    std::size_t piece_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto piece = input.choice(64) + 1;
    const RedisEndpoint here{.host = "cache.example.org", .port = 6379};
    static_cast<void>(redis::parse_redirection(input.rest(), here));
    const auto connection = redis::make_connection(std::make_unique<Played>(input.rest(), piece));
    const std::vector<redis::Command> commands{{"GET", "key"}, {"CLUSTER", "SLOTS"}};
    const auto replies = connection->exchange(commands, {});
    if (!replies) {
        fuzz::check(!replies.error().message().empty(), "an error says what is wrong");
        return 0;
    }
    fuzz::check(replies->size() == commands.size(), "each command has its reply");
    for (const auto& reply : *replies) {
        const auto map = redis::SlotMap::parse(reply, here);
        for (const std::uint16_t slot : std::array<std::uint16_t, 3>{0, 8191, 16383}) static_cast<void>(map.find(slot));
        if (reply.is_error()) static_cast<void>(redis::parse_redirection(reply.text, here));
    }
    return 0;
}
