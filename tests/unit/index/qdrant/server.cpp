#include "server.h"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/live.h"
#include "index/qdrant_index.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

constexpr const char* kKey = "contract-test-key";

/// The stand-in as a child process; it ends when its standard input does.
class Process {
public:
    Process() {
        std::array<int, 2> input{};
        std::array<int, 2> output{};
        if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) return;
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input[0], 0);
        posix_spawn_file_actions_adddup2(&actions, output[1], 1);
        const std::string script = source_folder() / "tests/support/qdrant_server.py";
        std::array<const char*, 5> arguments{WINNOW_PYTHON, script.c_str(), "--key", kKey, nullptr};
        ::posix_spawn(&child_, WINNOW_PYTHON, &actions, nullptr, const_cast<char* const*>(arguments.data()), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(input[0]);
        ::close(output[1]);
        input_ = input[1];
        std::array<char, 16> text{};
        if (::read(output[0], text.data(), text.size() - 1) > 0) port_ = std::atoi(text.data());
        ::close(output[0]);
    }
    ~Process() {
        ::close(input_);
        if (child_ > 0) ::waitpid(child_, nullptr, 0);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    int port() const { return port_; }

private:
    pid_t child_ = -1;
    int input_ = -1;
    int port_ = 0;
};

std::unique_ptr<SearchIndex> open(const QdrantAddress& address, const std::string& model, std::size_t dimensions) {
    auto index = open_qdrant_index({.url = address.url,
                                    .api_key = address.key,
                                    .collection = "winnow_contract",
                                    .model = model,
                                    .dimensions = dimensions},
                                   loopback_client(), {});
    EXPECT_TRUE(index) << index.error().message();
    return index ? std::move(*index) : nullptr;
}

}  // namespace

std::optional<QdrantAddress> simulated_qdrant() {
    static const Process process;
    return QdrantAddress{*Url::parse_exact("http://127.0.0.1:" + std::to_string(process.port())), Secret(kKey)};
}

std::optional<QdrantAddress> real_qdrant() {
    const char* url = std::getenv("QDRANT_URL");
    if (url == nullptr || *url == '\0') return std::nullopt;
    const char* key = std::getenv("QDRANT_API_KEY");
    return QdrantAddress{*Url::parse_exact(url), Secret(key == nullptr ? "" : key)};
}

http::Client& loopback_client() {
    static const auto client =
        std::move(*http::make_live_client({.private_addresses = http::PrivateAddresses::allowed}));
    return *client;
}

Implementation qdrant_implementation(const std::string& name, std::optional<QdrantAddress> (*address)()) {
    return {.name = name,
            .make = [address](const auto&) -> std::unique_ptr<SearchIndex> {
                const auto where = address();
                if (!where) return nullptr;
                auto index = open(*where, kModel, kDimensions);
                if (index && !index->clear({})) return nullptr;
                return index;
            },
            .reopen = [address](const auto&, const std::string& model,
                                std::size_t dimensions) { return open(*address(), model, dimensions); }};
}

}  // namespace winnow
