#include "redis_server.h"

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "store/redis/client.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPassword = "correct horse battery staple";
constexpr const char* kRights =
    "~winnow:* -@all +@connection +@read +@write +@transaction +@scripting -@dangerous +info +cluster|slots";

fs::path make_folder(const char* name) {
    auto pattern = (fs::temp_directory_path() / name).string();
    const char* const made = ::mkdtemp(pattern.data());
    return made == nullptr ? fs::path() : fs::path(made);
}

/// Two authorities and two certificates by the openssl program.
bool make_certificates(const fs::path& folder) {
    std::ofstream(folder / "make") << R"(set -e
cd "$1"
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem"
}
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  printf 'subjectAltName=%s\n' "$2" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.pem"
}
authority ca
authority other-ca
certificate server IP:127.0.0.1,DNS:localhost
certificate stranger DNS:stranger.example
)";
    const auto command = "sh '" + (folder / "make").string() + "' '" + folder.string() + "' >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c,concurrency-mt-unsafe): no thread runs yet
}

struct Certificates {
    fs::path folder = make_folder("winnow-tls-XXXXXX");
    Certificates() {
        if (folder.empty() || make_certificates(folder)) return;
        fs::remove_all(folder);
        folder.clear();
    }
    ~Certificates() {
        std::error_code ignored;
        if (!folder.empty()) fs::remove_all(folder, ignored);
    }
    Certificates(const Certificates&) = delete;
    Certificates& operator=(const Certificates&) = delete;
};

std::string configuration(const RedisServer::Options& options, std::uint16_t port, std::uint16_t bus_port,
                          const fs::path& folder) {
    const auto number = std::to_string(port);
    std::string text = "bind 127.0.0.1\nsave \"\"\nappendonly no\ndir " + folder.string() + "\n";
    text += "user default off\nuser pipeline on \">" + std::string(kPassword) + "\" " + kRights + "\n";
    if (options.tls) {
        const auto base = (test_certificates() / options.certificate).string();
        text += "port 0\ntls-port " + number + "\ntls-auth-clients no\ntls-cert-file " + base + ".pem\ntls-key-file " +
                base + ".key\ntls-ca-cert-file " + (test_certificates() / "ca.pem").string() + "\n";
    } else {
        text += "port " + number + "\n";
    }
    if (options.cluster)
        text += "cluster-enabled yes\ncluster-port " + std::to_string(bus_port) +
                "\ncluster-require-full-coverage no\nuser admin on nopass ~* +@all\n" +
                std::string(options.tls ? "tls-cluster yes\n" : "");
    return text;
}

/// Reads what the server says until it is ready; false if it ends before.
bool wait_until_ready(int output) {
    std::string said;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto size = ::read(output, buffer.data(), buffer.size());
        if (size <= 0) return false;
        said.append(buffer.data(), static_cast<std::size_t>(size));
        if (said.find("Ready to accept connections") != std::string::npos) return true;
    }
}

std::vector<std::string> all_keys(redis::Client& client, const std::string& prefix) {
    std::vector<std::string> keys;
    std::string cursor = "0";
    do {
        const auto page = client.run({"SCAN", cursor, "MATCH", prefix + "*"}, "", redis::From::primary);
        cursor = page->items.at(0).text;
        for (const auto& key : page->items.at(1).items) keys.push_back(key.text);
    } while (cursor != "0");
    EXPECT_FALSE(keys.empty());
    return keys;
}

}  // namespace

const fs::path& test_certificates() {
    static const Certificates certificates;
    return certificates.folder;
}

std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    std::uint16_t port = 0;
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0)
        port = ntohs(address.sin_port);
    ::close(socket);
    return port;
}

std::vector<std::string> keys_without_end(const RedisOptions& options) {
    const auto client = *redis::make_client(options);
    std::vector<std::string> found;
    for (const auto& key : all_keys(*client, options.prefix))
        if (client->run({"PTTL", key}, key, redis::From::primary)->integer < 0) found.push_back(key);
    return found;
}

void damage_all_keys(const RedisOptions& options) {
    const auto client = *redis::make_client(options);
    constexpr const char* kDamage = R"(
if redis.call('TYPE', KEYS[1]).ok == 'hash' then
  local value = redis.call('HGET', KEYS[1], 'document')
  return redis.call('HSET', KEYS[1], 'document', string.sub(value, 1, #value / 2))
end
local value = redis.call('GET', KEYS[1])
return redis.call('SET', KEYS[1], string.sub(value, 1, #value / 2)))";
    for (const auto& key : all_keys(*client, options.prefix))
        EXPECT_TRUE(client->run({"EVAL", kDamage, "1", key}, key, redis::From::primary));
}

RedisServer::RedisServer(Options options)
    : options_(std::move(options)),
      port_(options_.port == 0 ? free_port() : options_.port),
      bus_port_(options_.cluster ? free_port() : std::uint16_t{0}),
      folder_(make_folder("winnow-redis-XXXXXX")) {
    if (options_.tls && test_certificates().empty()) return;
    const auto file = (folder_ / "redis.conf").string();
    std::ofstream(file) << configuration(options_, port_, bus_port_, folder_);
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return;
    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // it goes with the tests, however these end
        ::dup2(pipe[1], STDOUT_FILENO);
        ::dup2(pipe[1], STDERR_FILENO);
        ::execlp("redis-server", "redis-server", file.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(pipe[1]);
    if (process_ > 0 && !wait_until_ready(pipe[0])) stop();
    ::close(pipe[0]);
}

RedisServer::~RedisServer() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

RedisOptions RedisServer::options() const {
    static std::atomic<int> number = 0;
    RedisOptions options;
    options.host = "127.0.0.1";
    options.port = port_;
    options.user = "pipeline";
    options.password = [](bool) -> Result<Secret> { return Secret(kPassword); };
    options.encrypted = options_.tls ? Encrypted::yes : Encrypted::no;
    options.ca_file = options_.tls ? (test_certificates() / "ca.pem").string() : "";
    options.prefix = "winnow:test" + std::to_string(++number) + ":";
    options.timeout = std::chrono::seconds{20};  // machines that run tests may be slow
    options.connect_timeout = std::chrono::seconds{10};
    return options;
}

void RedisServer::stop() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

void RedisServer::freeze() const {
    ::kill(process_, SIGSTOP);
}

void RedisServer::thaw() const {
    ::kill(process_, SIGCONT);
}

}  // namespace winnow
