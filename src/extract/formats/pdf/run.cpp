#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "extract/formats/pdf/content.h"

namespace winnow::extract {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kMostTime{60};  // a book of a thousand pages takes five
constexpr std::size_t kMostOutput = 512u << 20;

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }
    int number() const { return number_; }

private:
    int number_;
};

/// The program beside this one, where it is installed, or in a build tree.
std::string reader_path() {
    std::error_code error;
    const auto self = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const char* place : {"winnow-pdf", "libexec/winnow/winnow-pdf", "../libexec/winnow/winnow-pdf",
                              "../../libexec/winnow/winnow-pdf"}) {
        const auto path = (self / place).lexically_normal().string();
        if (access(path.c_str(), X_OK) == 0) return path;
    }
    return {};
}

/// The bytes as a file that has no name.
Descriptor anonymous_file(std::string_view bytes) {
    Descriptor file(memfd_create("winnow-pdf", MFD_CLOEXEC));
    while (file.number() >= 0 && !bytes.empty()) {
        const auto written = write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return Descriptor();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (file.number() >= 0 && lseek(file.number(), 0, SEEK_SET) != 0) return Descriptor();
    return file;
}

/// Only what finding libraries needs: the program has no business with the secrets in our environment.
std::vector<std::string> small_environment() {
    std::vector<std::string> result;
    for (const char* name : {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "TZ"})
        if (const char* value = std::getenv(name); value != nullptr) result.push_back(std::string(name) + "=" + value);
    return result;
}

/// The process number, or -1.
pid_t start(const std::string& path, const Descriptor& input, const Descriptor& output) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return -1;
    posix_spawn_file_actions_adddup2(&actions, input.number(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.number(), STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    auto name = path;
    auto environment = small_environment();
    std::array<char*, 2> arguments{name.data(), nullptr};
    std::vector<char*> variables;
    variables.reserve(environment.size() + 1);
    for (auto& variable : environment) variables.push_back(variable.data());
    variables.push_back(nullptr);
    pid_t process = -1;
    const int status = posix_spawn(&process, path.c_str(), &actions, nullptr, arguments.data(), variables.data());
    posix_spawn_file_actions_destroy(&actions);
    return status == 0 ? process : -1;
}

/// What the process writes until it ends, its time is over, or it has written too much.
std::string collect(const Descriptor& output) {
    const auto until = std::chrono::steady_clock::now() + kMostTime;
    std::string result;
    std::vector<char> buffer(256u << 10);
    while (result.size() < kMostOutput) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) break;
        pollfd waited{.fd = output.number(), .events = POLLIN, .revents = 0};
        const int ready = poll(&waited, 1, static_cast<int>(left.count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) break;
        const auto size = read(output.number(), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break;
        result.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return result;
}

}  // namespace

Result<std::string> run_pdf_reader(std::string_view pdf) {
    const auto path = reader_path();
    if (path.empty()) return fail(ErrorKind::unsupported, "PDF files cannot be read: winnow-pdf is not installed");
    const auto input = anonymous_file(pdf);
    std::array<int, 2> ends{-1, -1};
    if (input.number() < 0 || pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(ErrorKind::internal, "no memory for reading a PDF");
    const Descriptor output(ends[0]);
    Descriptor writing(ends[1]);
    const auto process = start(path, input, writing);
    writing.close();
    if (process < 0) return fail(ErrorKind::internal, "winnow-pdf cannot be started");
    auto records = collect(output);
    kill(process, SIGKILL);  // it has ended, or must
    while (waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
    return records;
}

}  // namespace winnow::extract
