#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unistd.h>
#include <unordered_map>

#include "http/archive.h"
#include "http/message.h"
#include "http/warc/index.h"
#include "http/warc/record.h"

namespace winnow::http {
namespace {

/// A file that is ours to remove, when the archive had to be inflated for random access.
class File {
public:
    explicit File(std::string path) : path_(std::move(path)) {}
    File(std::string path, bool is_temporary) : path_(std::move(path)), is_temporary_(is_temporary) {}
    File(File&& other) noexcept
        : path_(std::move(other.path_)), is_temporary_(std::exchange(other.is_temporary_, false)) {}
    File& operator=(File&& other) noexcept {
        std::swap(path_, other.path_);
        std::swap(is_temporary_, other.is_temporary_);
        return *this;
    }
    ~File() {
        if (is_temporary_) std::remove(path_.c_str());
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
    bool is_temporary_ = false;
};

using Stream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// What a copy of an archive lacks, in words; empty if nothing.
using Warning = std::string;

std::string as_text(const warc::Record& record) {
    std::string text = "WARC/1.1\r\n";
    for (const auto& [name, value] : record.fields) text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n" + record.block + "\r\n\r\n";
}

/// Writes every whole record behind the other, not compressed.
Result<Warning> copy_records(const std::string& path, std::FILE* out) {
    TRY(auto reader, warc::Reader::open(path));
    Warning warning;
    for (std::size_t records = 0;; ++records) {
        auto record = reader.next();
        if (!record)
            warning = record.error().message() + "; the " + std::to_string(records) + " records before it are used";
        if (!record || !*record) break;
        const auto text = as_text(**record);
        if (std::fwrite(text.data(), 1, text.size(), out) != text.size())
            return fail(ErrorKind::storage, "no space to inflate " + path + ": " + std::strerror(errno));
    }
    if (std::fflush(out) != 0)
        return fail(ErrorKind::storage, "no space to inflate " + path + ": " + std::strerror(errno));
    return warning;
}

Result<std::pair<File, Warning>> inflate_whole(const std::string& path) {
    const auto* folder = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    auto name = std::string(folder ? folder : "/tmp") + "/winnow-archive.XXXXXX";
    const int descriptor = mkstemp(name.data());
    if (descriptor < 0) return fail(ErrorKind::storage, "cannot make a temporary file to inflate " + path);
    File file(name, true);
    const Stream out(fdopen(descriptor, "wb"), std::fclose);
    if (!out) {
        close(descriptor);
        return fail(ErrorKind::storage, "cannot open a temporary file to inflate " + path);
    }
    TRY(auto warning, copy_records(path, out.get()));
    return std::pair(std::move(file), std::move(warning));
}

class WarcClient final : public ArchiveClient {
public:
    WarcClient(File file, warc::Index index) : file_(std::move(file)), index_(std::move(index)) {}

    const std::vector<ArchivedPage>& pages() const override { return index_.pages(); }
    const std::string& warning() const override { return index_.warning(); }

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "stopped");
        const auto* places = index_.find(request);
        if (!places) return fail(ErrorKind::not_found, request.url.href() + " is not in the archive");
        const auto& place = next_of(*places);
        TRY(auto response, read(place.offset, place.is_message, request.max_body_bytes));
        if (place.body_offset) {
            TRY(auto original, read(*place.body_offset, place.is_message, request.max_body_bytes));
            response.body = std::move(original.body);
        }
        return response;
    }

private:
    /// Each in its turn, the last one again and again.
    const warc::Place& next_of(const std::vector<warc::Place>& places) {
        const std::scoped_lock lock(mutex_);
        auto& next = next_[&places];
        const auto& place = places[next];
        next = std::min(next + 1, places.size() - 1);
        return place;
    }

    Result<Response> read(std::uint64_t offset, bool is_message, std::size_t max_body_bytes) const {
        TRY(auto reader, warc::Reader::open(file_.path()));
        TRY_OK(reader.seek(offset));
        TRY(auto record, reader.next());
        if (!record)
            return fail(ErrorKind::malformed, file_.path() + ": a record has gone since the archive was opened");
        if (is_message) return parse_response(record->block, max_body_bytes);
        if (record->block.size() > max_body_bytes)
            return fail(ErrorKind::too_large, "a body of " + std::to_string(record->block.size()) + " bytes");
        Response response{.status = 200, .headers = {{"Content-Type", std::string(record->field("Content-Type"))}}};
        response.body = std::move(record->block);
        return response;
    }

    File file_;
    warc::Index index_;
    std::mutex mutex_;
    std::unordered_map<const std::vector<warc::Place>*, std::size_t> next_;
};

}  // namespace

Result<std::unique_ptr<ArchiveClient>> open_archive(const std::string& path) {
    TRY(auto reader, warc::Reader::open(path));
    TRY(auto index, warc::Index::build(reader));
    if (index) return std::make_unique<WarcClient>(File(path), std::move(*index));
    TRY(auto inflated, inflate_whole(path));
    TRY(auto copy, warc::Reader::open(inflated.first.path()));
    TRY(auto copied, warc::Index::build(copy));
    if (!copied) return fail(ErrorKind::internal, "records of a file that is not compressed cannot be sought");
    copied->set_warning(std::move(inflated.second));
    return std::make_unique<WarcClient>(std::move(inflated.first), std::move(*copied));
}

}  // namespace winnow::http
