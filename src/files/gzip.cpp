#include <algorithm>
#include <array>
#include <fcntl.h>
#include <unistd.h>

#include <zlib.h>

#include "files/descriptor.h"
#include "files/files.h"

namespace winnow::files {
namespace {

namespace fs = std::filesystem;

using Block = std::array<char, 64u << 10>;

constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib's way to ask for the gzip wrapper

/// Inflates piece by piece; between two members it stands still until a byte other than padding comes.
class Gunzip {
public:
    Gunzip(const fs::path& path, std::size_t max_bytes) : path_(path), max_bytes_(max_bytes) {}
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;
    ~Gunzip() { inflateEnd(&stream_); }

    Result<void> start() {
        if (inflateInit2(&stream_, kGzipOnly) != Z_OK) return fail(ErrorKind::internal, "zlib does not start");
        return {};
    }

    Result<void> add(std::string_view bytes) {
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        for (;;) {
            if (between_members_ && members_ > 0) skip_padding();
            if (stream_.avail_in == 0 && (between_members_ || !more_waits_)) return {};
            between_members_ = false;
            TRY_OK(step());
        }
    }

    Result<std::string> finish() {
        if (members_ == 0 || !between_members_) return fail(malformed("is cut off"));
        return std::move(text_);
    }

private:
    void skip_padding() {
        while (stream_.avail_in > 0 && *stream_.next_in == 0) {
            ++stream_.next_in;
            --stream_.avail_in;
        }
    }

    Result<void> step() {
        stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
        stream_.avail_out = static_cast<uInt>(out_.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        const auto made = out_.size() - stream_.avail_out;
        if (made > max_bytes_ - text_.size())
            return fail(ErrorKind::too_large, path_.string() + " is larger than the limit of " +
                                                  std::to_string(max_bytes_) + " bytes once decompressed");
        text_.append(out_.data(), made);
        more_waits_ = stream_.avail_out == 0;  // zlib may hold back what did not fit
        if (status == Z_STREAM_END) {
            ++members_;
            between_members_ = true;
            more_waits_ = false;
            inflateReset(&stream_);
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            return fail(malformed(members_ == 0 && stream_.total_out == 0 ? "is not gzip" : "is damaged"));
        }
        return {};
    }

    Error malformed(std::string_view what) const {
        return {ErrorKind::malformed, path_.string() + " " + std::string(what)};
    }

    const fs::path& path_;
    std::size_t max_bytes_;
    z_stream stream_{};
    Block out_;  // NOLINT(cppcoreguidelines-pro-type-member-init): zlib fills it
    std::string text_;
    std::size_t members_ = 0;
    bool between_members_ = true;
    bool more_waits_ = false;
};

}  // namespace

Result<std::string> read_gzip_file(const fs::path& path, std::size_t max_bytes) {
    const Descriptor file(retried([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
    if (file.get() < 0) return fail(system_error("read", path, errno));
    Gunzip gunzip(path, max_bytes);
    TRY_OK(gunzip.start());
    Block block;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
    for (;;) {
        const auto count = retried([&] { return ::read(file.get(), block.data(), block.size()); });
        if (count < 0) return fail(system_error("read", path, errno));
        if (count == 0) return gunzip.finish();
        TRY_OK(gunzip.add({block.data(), static_cast<std::size_t>(count)}));
    }
}

}  // namespace winnow::files
