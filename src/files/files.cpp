#include "files/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "files/descriptor.h"

namespace winnow::files {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadBytes = 64u << 10;  // as much as a pipe holds
constexpr std::size_t kMaxNameBytes = 200;     // leaves room for a suffix below NAME_MAX, 255
constexpr unsigned kPermissionBits = 07777;    // all that chmod knows

/// The errno of writing all of `bytes`, or 0.
int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = retried([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

/// The errno of making the entries of a folder durable, or 0. Some file systems cannot, and need not.
int sync_folder(const fs::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() < 0) return errno == EACCES ? 0 : errno;  // a folder may be writable but not readable
    if (retried([&] { return ::fsync(descriptor.get()); }) == 0) return 0;
    return errno == EINVAL ? 0 : errno;
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// ".name.XXXXXX" beside `path`, for mkstemp() and mkdtemp().
std::string temporary_name(const fs::path& folder, std::string_view name) {
    return (folder / ("." + std::string(name.substr(0, kMaxNameBytes)) + ".XXXXXX")).string();
}

/// What chmod() would have to say to give a new file or folder the usual permissions. There is no call that reads
/// the umask without changing it for all threads, but the kernel tells it.
mode_t usual_permissions(mode_t wanted) {
    mode_t mask = 022;
    if (const auto status = read_file("/proc/self/status", kReadBytes)) {
        constexpr std::string_view kName = "\nUmask:";
        if (const auto at = status->find(kName); at != std::string::npos)
            mask = static_cast<mode_t>(std::strtoul(status->c_str() + at + kName.size(), nullptr, 8));
    }
    return wanted & ~mask;
}

mode_t permissions_for(const fs::path& path) {
    struct stat existing = {};
    if (::stat(path.c_str(), &existing) == 0) return existing.st_mode & kPermissionBits;
    return usual_permissions(0666);
}

/// Writes the temporary file; the errno, or 0.
int fill(Descriptor& file, std::string_view bytes, mode_t permissions) {
    if (const int code = write_all(file.get(), bytes)) return code;
    if (::fchmod(file.get(), permissions) != 0) return errno;
    if (retried([&] { return ::fsync(file.get()); }) != 0) return errno;
    return file.close();
}

std::string_view advice(int code) {
    switch (code) {
        case ENOSPC: return "the disk is full";
        case EDQUOT: return "your disk quota is used up";
        case EROFS: return "the disk is read-only";
        case EACCES:
        case EPERM: return "no permission";
        case ENOENT: return "it does not exist";
        case ENOTDIR: return "a part of the path is not a folder";
        case EISDIR: return "it is a folder";
        case ENAMETOOLONG: return "the name is too long";
        case EMFILE:
        case ENFILE: return "too many files are open";
        case EIO: return "the disk reports an error";
        default: return {};
    }
}

}  // namespace

Error system_error(std::string_view doing, const fs::path& path, int code) {
    auto message = "cannot " + std::string(doing) + " " + path.string() + ": ";
    const auto system = std::generic_category().message(code);
    if (const auto known = advice(code); known.empty())
        message += system;
    else
        message += std::string(known) + " (" + system + ")";
    return {code == ENOENT || code == ENOTDIR ? ErrorKind::not_found : ErrorKind::storage, std::move(message)};
}

Result<std::string> read_file(const fs::path& path, std::size_t max_bytes) {
    const Descriptor file(retried([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
    if (file.get() < 0) return fail(system_error("read", path, errno));
    std::string text;
    struct stat status = {};
    if (::fstat(file.get(), &status) == 0 && status.st_size > 0)
        text.reserve(std::min(static_cast<std::size_t>(status.st_size), max_bytes));
    std::array<char, kReadBytes> buffer;
    for (;;) {
        const auto count = retried([&] { return ::read(file.get(), buffer.data(), buffer.size()); });
        if (count < 0) return fail(system_error("read", path, errno));
        if (count == 0) return text;
        if (static_cast<std::size_t>(count) > max_bytes - text.size())
            return fail(ErrorKind::too_large,
                        path.string() + " is larger than the limit of " + std::to_string(max_bytes) + " bytes");
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

Result<void> write_file_atomically(const fs::path& path, std::string_view bytes) {
    std::error_code ignored;
    auto target = path;
    if (fs::is_symlink(fs::symlink_status(path, ignored)))
        if (auto resolved = fs::weakly_canonical(path, ignored); !ignored) target = std::move(resolved);
    const auto folder = folder_of(target);
    if (!target.has_filename()) return fail(system_error("write", path, EISDIR));
    auto name = temporary_name(folder, target.filename().string());
    Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (file.get() < 0) return fail(system_error("write", path, errno));
    int code = fill(file, bytes, permissions_for(target));
    if (code == 0 && std::rename(name.c_str(), target.c_str()) != 0) code = errno;
    if (code != 0) {
        ::unlink(name.c_str());
        return fail(system_error("write", path, code));
    }
    if (code = sync_folder(folder); code != 0) return fail(system_error("write", path, code));
    return {};
}

Result<void> make_folders(const fs::path& folder) {
    std::error_code code;
    if (fs::is_directory(folder, code)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder) TRY_OK(make_folders(folder.parent_path()));
    if (::mkdir(folder.c_str(), 0777) == 0 || fs::is_directory(folder, code)) return {};
    return fail(ErrorKind::storage, system_error("make the folder", folder, errno).message());
}

Result<std::uint64_t> free_space(const fs::path& path) {
    struct statvfs status = {};
    if (retried([&] { return ::statvfs(path.c_str(), &status); }) != 0)
        return fail(system_error("ask for the free space of", path, errno));
    return std::uint64_t{status.f_bavail} * status.f_frsize;
}

Result<TemporaryFolder> TemporaryFolder::create(const fs::path& parent, std::string_view prefix) {
    auto name = temporary_name(parent, prefix);
    if (::mkdtemp(name.data()) == nullptr) return fail(system_error("make a folder in", parent, errno));
    return TemporaryFolder(fs::path(name));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
    path_.swap(other.path_);
    return *this;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<void> TemporaryFolder::keep_as(const fs::path& target) {
    if (::chmod(path_.c_str(), usual_permissions(0777)) != 0)
        return fail(system_error("change the permissions of", path_, errno));
    if (std::rename(path_.c_str(), target.c_str()) != 0) {
        const int code = errno;
        if (code == ENOTEMPTY || code == EEXIST || code == ENOTDIR)
            return fail(ErrorKind::conflict, "cannot write " + target.string() + ": it exists already");
        return fail(system_error("write", target, code));
    }
    path_.clear();
    if (const int code = sync_folder(folder_of(target))) return fail(system_error("write", target, code));
    return {};
}

}  // namespace winnow::files
