#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "http/archive.h"
#include "http/message.h"
#include "http/warc/record.h"
#include "http/warc/redact.h"
#include "text/digest.h"

namespace winnow::http {
namespace {

constexpr std::size_t kMaxArchivedBody = 256u << 20;

/// Where an answer lies. A revisit has the headers only; its body is that of an earlier record.
struct Place {
    std::uint64_t offset = 0;
    std::uint64_t body_offset = 0;  // of the record with the body, when it is another
    bool is_message = true;         // a resource record has a bare body
};

struct Answers {
    std::vector<Place> places;
    std::size_t next = 0;
};

std::string key_of(std::string_view method, std::string_view url, std::string_view body) {
    auto key = std::string(method) + " " + std::string(url);
    if (!body.empty()) key += " " + text::sha256_hex(body);
    return key;
}

/// The first line, for status and content type without decoding the body.
ArchivedPage describe(const Url& url, const warc::Record& record) {
    ArchivedPage page{.url = url};
    if (record.type() == "resource" || record.type() == "conversion") {
        page.status = 200;
        page.content_type = record.field("Content-Type");
        return page;
    }
    const auto head = std::string_view(record.block).substr(0, record.block.find("\r\n\r\n"));
    if (const auto response = parse_response(head, kMaxArchivedBody)) {
        page.status = response->status;
        page.content_type = response->header("content-type").value_or("");
    }
    return page;
}

class WarcClient final : public ArchiveClient {
public:
    static Result<std::unique_ptr<ArchiveClient>> open(const std::string& path) {
        auto client = std::make_unique<WarcClient>();
        TRY(auto reader, warc::Reader::open(path));
        TRY(const bool seekable, client->index(reader, path));
        if (!seekable) {
            TRY(client->file_, inflate_whole(path));
            *client = WarcClient(std::move(client->file_));
            TRY(reader, warc::Reader::open(client->file_.path));
            TRY_OK(client->index(reader, path));
        } else {
            client->file_.path = path;
        }
        return std::unique_ptr<ArchiveClient>(std::move(client));
    }

    WarcClient() = default;

    const std::vector<ArchivedPage>& pages() const override { return index_.pages; }
    const std::string& warning() const override { return index_.warning; }

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "stopped");
        Place place;
        {
            const std::scoped_lock lock(*mutex_);
            auto* answers = find(request);
            if (!answers) return fail(ErrorKind::not_found, request.url.href() + " is not in the archive");
            place = answers->places[std::min(answers->next, answers->places.size() - 1)];
            ++answers->next;
        }
        TRY(auto response, read(place, request.max_body_bytes));
        if (place.body_offset != 0) {
            TRY(auto original, read({.offset = place.body_offset - 1}, request.max_body_bytes));
            response.body = std::move(original.body);
        }
        return response;
    }

private:
    /// A file that is ours to remove, when the archive had to be inflated for random access.
    struct File {
        std::string path;
        bool temporary = false;
        File() = default;
        File(std::string name, bool is_temporary) : path(std::move(name)), temporary(is_temporary) {}
        File(File&& other) noexcept : path(std::move(other.path)), temporary(std::exchange(other.temporary, false)) {}
        File& operator=(File&& other) noexcept {
            std::swap(path, other.path);
            std::swap(temporary, other.temporary);
            return *this;
        }
        ~File() {
            if (temporary) std::remove(path.c_str());
        }
    };

    struct Index {
        std::unordered_map<std::string, Answers> answers;
        std::vector<ArchivedPage> pages;
        std::string warning;
    };

    explicit WarcClient(File file) : file_(std::move(file)) {}

    static Result<File> inflate_whole(const std::string& path) {
        std::string name =
            (std::getenv("TMPDIR") ? std::string(std::getenv("TMPDIR")) : "/tmp") + "/winnow-archive.XXXXXX";
        const int descriptor = mkstemp(name.data());
        if (descriptor < 0) return fail(ErrorKind::storage, "cannot make a temporary file to inflate " + path);
        File file(name, true);
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(fdopen(descriptor, "wb"), std::fclose);
        TRY(auto reader, warc::Reader::open(path));
        while (true) {
            auto record = reader.next();
            if (!record || !*record) break;  // what is whole is kept; indexing said what is wrong
            std::string text = "WARC/1.1\r\n";
            for (const auto& [field, value] : (*record)->fields)
                if (field != "X-Inside-Member") text += field + ": " + value + "\r\n";
            text += "\r\n" + (*record)->block + "\r\n\r\n";
            if (std::fwrite(text.data(), 1, text.size(), out.get()) != text.size())
                return fail(ErrorKind::storage, "no space to inflate " + path);
        }
        return file;
    }

    /// False if the records cannot be sought, because they share a gzip member.
    Result<bool> index(warc::Reader& reader, const std::string& path) {
        std::unordered_map<std::string, std::string> request_bodies;  // record id → method and body
        std::unordered_map<std::string, std::uint64_t> by_digest;     // payload digest → offset of the whole response
        std::unordered_set<std::string> seen;
        std::vector<std::pair<std::string, Place>> waiting;  // id of the response → place, until requests are known
        std::vector<std::pair<std::string, std::string>> ids;
        std::size_t records = 0;
        while (true) {
            auto next = reader.next();
            if (!next) {
                if (records == 0) return fail(std::move(next).error());
                index_.warning =
                    next.error().message() + "; the " + std::to_string(records) + " records before it are used";
                break;
            }
            if (!*next) break;
            ++records;
            const auto& record = **next;
            if (!record.field("X-Inside-Member").empty()) return false;
            if (record.type() == "request") {
                const auto message = std::string_view(record.block);
                const auto method = message.substr(0, message.find(' '));
                const auto split = message.find("\r\n\r\n");
                const auto body = split == std::string_view::npos ? std::string_view() : message.substr(split + 4);
                if (method != "GET" || !body.empty())
                    request_bodies[std::string(record.field("WARC-Concurrent-To"))] = key_of(method, "", body);
                continue;
            }
            add_answer(record, by_digest, seen, waiting);
        }
        for (auto& [id_and_url, place] : waiting) {
            const auto tab = id_and_url.find('\t');
            const auto url = id_and_url.substr(tab + 1);
            const auto posted = request_bodies.find(id_and_url.substr(0, tab));
            auto key = key_of("GET", url, "");
            if (posted != request_bodies.end()) {
                const auto blank = posted->second.find(' ');
                key = posted->second.substr(0, blank + 1) + url + posted->second.substr(blank + 1);
            }
            index_.answers[key].places.push_back(place);
        }
        (void)path;
        return true;
    }

    void add_answer(const warc::Record& record, std::unordered_map<std::string, std::uint64_t>& by_digest,
                    std::unordered_set<std::string>& seen, std::vector<std::pair<std::string, Place>>& waiting) {
        const auto type = record.type();
        const bool revisit = type == "revisit";
        const bool bare = type == "resource" || type == "conversion";
        if (type != "response" && !revisit && !bare) return;
        const auto url = Url::parse_exact(record.target());
        if (!url) return;  // dns:, urn:, metadata
        if (!bare && record.block.rfind("HTTP/", 0) != 0) return;
        Place place{.offset = record.offset, .is_message = !bare};
        const std::string digest(record.field("WARC-Payload-Digest"));
        if (revisit) {
            const auto original = by_digest.find(digest);
            if (original == by_digest.end()) return;
            place.body_offset = original->second + 1;
        } else if (!digest.empty()) {
            by_digest.emplace(digest, record.offset);
        }
        waiting.emplace_back(std::string(record.field("WARC-Record-ID")) + "\t" + url->href(), place);
        if (seen.insert(url->href()).second) index_.pages.push_back(describe(*url, record));
    }

    Answers* find(const Request& request) {
        const auto& url = request.url.href();
        std::vector<std::string> names{url, warc::redacted_url(url)};
        if (const auto canonical = Url::parse(url)) names.push_back(canonical->href());
        for (const auto& name : names)
            if (const auto found = index_.answers.find(key_of(request.method, name, request.body));
                found != index_.answers.end())
                return &found->second;
        return nullptr;
    }

    Result<Response> read(const Place& place, std::size_t max_body_bytes) const {
        TRY(auto reader, warc::Reader::open(file_.path));
        TRY_OK(reader.seek(place.offset));
        TRY(auto record, reader.next());
        if (!record) return fail(ErrorKind::malformed, file_.path + ": a record has gone since the archive was opened");
        if (place.is_message) return parse_response(record->block, max_body_bytes);
        if (record->block.size() > max_body_bytes)
            return fail(ErrorKind::too_large, "a body of " + std::to_string(record->block.size()) + " bytes");
        Response response{.status = 200, .headers = {{"Content-Type", std::string(record->field("Content-Type"))}}};
        response.body = std::move(record->block);
        return response;
    }

    File file_;
    Index index_;
    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

}  // namespace

Result<std::unique_ptr<ArchiveClient>> open_archive(const std::string& path) {
    return WarcClient::open(path);
}

}  // namespace winnow::http
