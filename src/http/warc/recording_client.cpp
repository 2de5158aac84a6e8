#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

#include <openssl/rand.h>
#include <zlib.h>

#include "core/time.h"
#include "http/archive.h"
#include "http/message.h"
#include "http/warc/redact.h"
#include "text/digest.h"

namespace winnow::http {
namespace {

constexpr std::size_t kMostSecrets = 256;  // a run has a few keys; each signed request has a signature of its own

/// "<urn:uuid:…>" with a random version 4 UUID (RFC 9562).
std::string new_record_id() {
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "<urn:uuid:";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += kDigits[bytes[i] >> 4];
        text += kDigits[bytes[i] & 15];
    }
    return text + ">";
}

/// One gzip member of its own, so that every record can be sought.
std::string gzipped(const std::string& bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string record(std::string_view type, const std::string& id, const std::string& fields,
                   std::string_view content_type, const std::string& block) {
    return "WARC/1.1\r\nWARC-Type: " + std::string(type) + "\r\nWARC-Record-ID: " + id +
           "\r\nWARC-Date: " + to_rfc3339(system_clock().now()) + "\r\n" + fields +
           "WARC-Block-Digest: sha1:" + text::sha1_base32(block) + "\r\nContent-Type: " + std::string(content_type) +
           "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

class RecordingClient final : public Client {
public:
    RecordingClient(Client& inner, int descriptor, std::string path, bool compressed)
        : inner_(inner), descriptor_(descriptor), path_(std::move(path)), compressed_(compressed) {}
    ~RecordingClient() override { close(descriptor_); }
    RecordingClient(const RecordingClient&) = delete;
    RecordingClient& operator=(const RecordingClient&) = delete;

    Result<void> write_info() {
        const std::string block =
            "software: winnow\r\nformat: WARC File Format 1.1\r\nconformsTo: "
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";
        return append(record("warcinfo", new_record_id(), "", "application/warc-fields", block));
    }

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        TRY(auto response, inner_.send(request, deadline));
        const auto secrets = secrets_up_to(request);
        auto asked = request;
        asked.body = warc::without_secrets(warc::redacted_body(asked.headers, asked.body), secrets);
        asked.headers = warc::redacted_headers(std::move(asked.headers));
        auto answered = response;
        answered.headers = warc::redacted_headers(std::move(answered.headers));
        for (auto& field : answered.headers) field.value = warc::without_secrets(std::move(field.value), secrets);
        answered.body = warc::without_tokens(warc::without_secrets(std::move(answered.body), secrets));
        const auto url = warc::redacted_url(request.url.href());
        auto request_text = serialise_request(asked);
        if (const auto target = request.url.path_and_query(); target != warc::redacted_url(target))
            request_text.replace(request.method.size() + 1, target.size(), warc::redacted_url(target));
        const auto target = "WARC-Target-URI: " + url + "\r\n";
        const auto id = new_record_id();
        const auto digest = "WARC-Payload-Digest: sha1:" + text::sha1_base32(answered.body) + "\r\n";
        auto records = std::array{
            record("response", id, target + digest, "application/http;msgtype=response", serialise_response(answered)),
            record("request", new_record_id(), target + "WARC-Concurrent-To: " + id + "\r\n",
                   "application/http;msgtype=request", request_text)};
        for (const auto& text : records) TRY_OK(append(text));
        return response;
    }

private:
    /// Those of this request and of earlier ones: a page that repeats its address comes back in a question to a model.
    std::vector<std::string> secrets_up_to(const Request& request) {
        const std::scoped_lock lock(mutex_);
        auto secrets = warc::secrets_in(request);
        for (const auto& secret : secrets)
            if (secrets_.size() < kMostSecrets && std::ranges::find(secrets_, secret) == secrets_.end())
                secrets_.push_back(secret);
        secrets.insert(secrets.end(), secrets_.begin(), secrets_.end());
        std::ranges::stable_sort(secrets, std::ranges::greater{}, &std::string::size);  // one may lie within another
        return secrets;
    }

    Result<void> append(const std::string& text) {
        const auto bytes = compressed_ ? gzipped(text) : text;
        const std::scoped_lock lock(mutex_);
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto count = write(descriptor_, bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) {
                const int code = errno;
                return fail(ErrorKind::storage,
                            "cannot write " + path_ + ": " + std::strerror(code) +
                                (drop_half_record() ? "" : "; its end is damaged, what comes before can be read"));
            }
            done += static_cast<std::size_t>(count);
        }
        size_ += bytes.size();
        return {};
    }

    /// So that the next record does not begin in the middle of this one.
    bool drop_half_record() const {
        const auto whole = static_cast<off_t>(size_);
        return ftruncate(descriptor_, whole) == 0 && lseek(descriptor_, whole, SEEK_SET) == whole;
    }

    Client& inner_;
    int descriptor_;
    std::string path_;
    bool compressed_;
    std::mutex mutex_;
    std::vector<std::string> secrets_;
    std::size_t size_ = 0;  // of what is whole in the file
};

}  // namespace

Result<std::unique_ptr<Client>> make_recording_client(Client& inner, const std::string& path) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) return fail(ErrorKind::storage, "cannot write " + path + ": " + std::strerror(errno));
    auto client = std::make_unique<RecordingClient>(inner, descriptor, path, path.ends_with(".gz"));
    TRY_OK(client->write_info());
    return std::unique_ptr<Client>(std::move(client));
}

}  // namespace winnow::http
