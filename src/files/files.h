#pragma once
// files: reading whole files within a limit, and writing them so that no reader ever sees a half.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace winnow::files {

/// What a failed system call means to people: "cannot write /data/x: the disk is full (No space left on device)".
/// `doing` is a verb ("write"), `code` an errno. Kinds: not_found for a missing file or folder, else storage.
Error system_error(std::string_view doing, const std::filesystem::path& path, int code);

/// The whole file, of any kind that can be read to an end (a pipe, too). Errors: not_found, too_large (more than
/// `max_bytes`; no more than that is read), storage (a folder, no permission, a failing disk).
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// The file decompressed: gzip (RFC 1952) of one member or several one after the other; zeros behind the last are
/// padding. `max_bytes` counts what comes out. Errors: those of read_file, and malformed (not gzip, damaged, cut off).
Result<std::string> read_gzip_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Replaces or creates `path` in one step: a temporary file in the same folder, synchronised to the disk and renamed.
/// Whatever happens, power cut included, `path` holds either what it held or all of `bytes`. An existing file's
/// permissions are kept; a symbolic link is followed. Safe from several threads and processes: the last one wins.
/// Errors: storage, and not_found if the folder does not exist; the temporary file is gone then.
Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Makes the folder and those above it; it may exist already. Error: storage, naming the part that cannot be made.
Result<void> make_folders(const std::filesystem::path& folder);

/// Bytes that an ordinary user may still write on the disk that holds `path`. Errors: not_found, storage.
Result<std::uint64_t> free_space(const std::filesystem::path& path);

/// A folder of one's own that goes, with all it holds, when this object does.
class TemporaryFolder {
public:
    /// Makes ".<prefix>.XXXXXX" in `parent`, readable by its owner only. Errors: not_found, storage.
    static Result<TemporaryFolder> create(const std::filesystem::path& parent, std::string_view prefix);
    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
    ~TemporaryFolder();

    const std::filesystem::path& path() const { return path_; }
    /// Renames the folder to `target` on the same disk, with the permissions of any new folder, and keeps it.
    /// Errors: conflict if `target` exists and is not an empty folder, storage; the folder stays temporary then.
    Result<void> keep_as(const std::filesystem::path& target);

private:
    explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;  // empty: nothing to remove
};

}  // namespace winnow::files
