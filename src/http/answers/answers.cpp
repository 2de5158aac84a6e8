#include "http/answers/answers.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "files/files.h"
#include "http/message.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow::http {
namespace {

constexpr std::size_t kMaxHeadBytes = 64u << 10;  // of an answer, besides its body

bool is_kept(const Request& request) {
    if (request.method == "GET") return true;
    return request.method == "POST" &&
           find_header(request.headers, "content-type").value_or("").starts_with("application/json");
}

/// parse_response() forgives what is cut off; what was written here says how long it is.
bool is_whole(std::string_view message) {
    constexpr std::string_view kEndOfHead = "\r\n\r\n";
    const auto head = message.find(kEndOfHead);
    if (head == std::string_view::npos) return false;
    const auto fields = parse_head(message.substr(0, head + kEndOfHead.size()));
    const auto length = fields ? fields->header("content-length") : std::nullopt;
    return length && *length == std::to_string(message.size() - head - kEndOfHead.size());
}

class RememberingClient final : public Client {
public:
    RememberingClient(Client& inner, AnswerCacheOptions options, const Clock& clock)
        : inner_(inner), options_(std::move(options)), clock_(clock) {
        remove_old_files();
    }

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        if (!is_kept(request)) return inner_.send(request, deadline);
        const auto file =
            options_.folder / text::sha256_hex(request.method + " " + request.url.href() + "\n" + request.body);
        if (auto known = read(file, request.max_body_bytes)) return std::move(*known);
        auto response = inner_.send(request, deadline);
        if (response && response->status == 200) write(file, *response);
        return response;
    }

private:
    /// First line: when it was asked. Then the answer as on the wire.
    std::optional<Response> read(const std::filesystem::path& file, std::size_t max_body_bytes) const {
        const auto bytes = files::read_file(file, max_body_bytes + kMaxHeadBytes);
        if (!bytes) return std::nullopt;
        const auto line = bytes->find('\n');
        const auto asked = parse_rfc3339(std::string_view(*bytes).substr(0, line));
        if (line == std::string::npos || !asked || *asked > clock_.now() || clock_.now() - *asked >= options_.lifetime)
            return std::nullopt;
        const auto message = std::string_view(*bytes).substr(line + 1);
        if (!is_whole(message)) return std::nullopt;
        auto response = parse_response(message, max_body_bytes);
        return response ? std::optional(std::move(*response)) : std::nullopt;
    }

    void write(const std::filesystem::path& file, const Response& response) const {
        auto written = files::make_folders(options_.folder);
        if (written)
            written =
                files::write_file_atomically(file, to_rfc3339(clock_.now()) + "\n" + serialise_response(response));
        if (!written) log::warn("answer not remembered", {{"problem", written.error().message()}});
    }

    void remove_old_files() const {
        std::error_code ignored;
        const auto oldest = std::filesystem::file_time_type::clock::now() - options_.lifetime;
        for (const auto& entry : std::filesystem::directory_iterator(options_.folder, ignored)) {
            std::error_code error;
            if (entry.is_regular_file(error) && entry.last_write_time(error) < oldest && !error)
                std::filesystem::remove(entry.path(), error);
        }
    }

    Client& inner_;
    AnswerCacheOptions options_;
    const Clock& clock_;
};

class ImpatientClient final : public Client {
public:
    ImpatientClient(Client& inner, std::chrono::milliseconds timeout) : inner_(inner), timeout_(timeout) {}

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        auto hurried = request;
        hurried.timeout = timeout_;
        return inner_.send(hurried, deadline);
    }

private:
    Client& inner_;
    std::chrono::milliseconds timeout_;
};

}  // namespace

std::unique_ptr<Client> make_remembering_client(Client& inner, AnswerCacheOptions options, const Clock& clock) {
    return std::make_unique<RememberingClient>(inner, std::move(options), clock);
}

std::unique_ptr<Client> make_impatient_client(Client& inner, std::chrono::milliseconds timeout) {
    return std::make_unique<ImpatientClient>(inner, timeout);
}

}  // namespace winnow::http
