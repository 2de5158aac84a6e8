#include <algorithm>
#include <system_error>

#include "files/files.h"
#include "store/blobs.h"
#include "store/blobs/names.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxBlobBytes = 512u << 20;  // as in S3Options

class FolderBlobs final : public BlobStore {
public:
    explicit FolderBlobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<void> put(const std::string& name, std::string_view bytes, std::string_view, const Deadline&) override {
        TRY_OK(blobs::check_name(name));
        if (bytes.size() > kMaxBlobBytes) return fail(ErrorKind::too_large, "the blob " + name + " is too large");
        const auto file = folder_ / name;
        TRY_OK(files::make_folders(file.parent_path()));
        return as_storage(files::write_file_atomically(file, bytes));
    }

    Result<std::optional<std::string>> get(const std::string& name, const Deadline&) override {
        TRY_OK(blobs::check_name(name));
        std::error_code code;
        if (std::filesystem::is_directory(folder_ / name, code)) return std::nullopt;  // only longer names have it
        auto bytes = files::read_file(folder_ / name, kMaxBlobBytes);
        if (bytes) return std::move(*bytes);
        if (bytes.error().kind() == ErrorKind::not_found) return std::nullopt;
        return fail(std::move(bytes).error());
    }

    Result<std::vector<std::string>> list(const std::string& prefix, const Deadline& deadline) override {
        TRY_OK(blobs::check_prefix(prefix));
        const auto slash = prefix.rfind('/');
        const auto start = slash == std::string::npos ? folder_ : folder_ / prefix.substr(0, slash);
        std::vector<std::string> names;
        std::error_code code;
        std::filesystem::recursive_directory_iterator entry(start, code);
        for (const auto end = std::filesystem::end(entry); !code && entry != end; entry.increment(code)) {
            if (deadline.has_passed())
                return fail(deadline.is_stopped() ? ErrorKind::cancelled : ErrorKind::timed_out,
                            "listing " + folder_.string());
            auto name = std::filesystem::path(entry->path()).lexically_relative(folder_).generic_string();
            // Temporary files of a write in progress have names that are none of ours.
            if (entry->is_regular_file(code) && name.starts_with(prefix) && blobs::check_name(name))
                names.push_back(std::move(name));
        }
        if (code && code != std::errc::no_such_file_or_directory && code != std::errc::not_a_directory)
            return fail(files::system_error("list", start, code.value()));
        std::ranges::sort(names);
        return names;
    }

    Result<void> remove(const std::string& name, const Deadline&) override {
        TRY_OK(blobs::check_name(name));
        std::error_code code;
        if (std::filesystem::is_directory(folder_ / name, code)) return {};
        std::filesystem::remove(folder_ / name, code);
        if (code && code != std::errc::no_such_file_or_directory && code != std::errc::not_a_directory)
            return fail(files::system_error("remove", folder_ / name, code.value()));
        return {};
    }

    std::string location(const std::string& name) const override { return (folder_ / name).string(); }

private:
    /// A folder that went away between the two steps is a failing disk to the caller.
    static Result<void> as_storage(Result<void> written) {
        if (written || written.error().kind() != ErrorKind::not_found) return written;
        return fail(ErrorKind::storage, written.error().message());
    }

    std::filesystem::path folder_;
};

}  // namespace

Result<std::unique_ptr<BlobStore>> make_folder_blobs(const std::filesystem::path& folder) {
    TRY_OK(files::make_folders(folder));
    return std::make_unique<FolderBlobs>(folder);
}

}  // namespace winnow
