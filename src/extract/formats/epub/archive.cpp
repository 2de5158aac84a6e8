#include "extract/formats/epub/archive.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <memory>
#include <unzip.h>

namespace winnow::extract {
namespace {

constexpr std::size_t kMostBytes = 64u << 20;  // the Bible with notes has 10 MiB
constexpr std::size_t kMostEntries = 20'000;
constexpr std::size_t kLongestPath = 1024;
constexpr uLong kEncrypted = 1;  // bit of an entry's flags

bool holds_no_text(std::string_view path) {
    static constexpr std::array<std::string_view, 24> kEndings{
        ".jpg", ".jpeg", ".png",   ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".css",  ".js",  ".ttf",
        ".otf", ".woff", ".woff2", ".mp3", ".mp4", ".m4a",  ".m4v",  ".ogg", ".wav", ".webm", ".ico", ".pdf"};
    std::string low(path);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return low.ends_with(ending); });
}

/// Bytes in memory as the file that minizip reads.
struct Bytes {
    std::string_view all;
    std::size_t at = 0;
};

// The library names the file with a pointer that it hands on; ours is to the bytes.
void* open_bytes(void* bytes, const void* /*name*/, int /*mode*/) {
    return bytes;
}

uLong read_bytes(void* /*opaque*/, void* stream, void* buffer, uLong size) {
    auto& bytes = *static_cast<Bytes*>(stream);
    const auto count = std::min<std::size_t>(size, bytes.all.size() - bytes.at);
    std::memcpy(buffer, bytes.all.data() + bytes.at, count);
    bytes.at += count;
    return count;
}

ZPOS64_T tell_bytes(void* /*opaque*/, void* stream) {
    return static_cast<Bytes*>(stream)->at;
}

long seek_bytes(void* /*opaque*/, void* stream, ZPOS64_T offset, int origin) {
    auto& bytes = *static_cast<Bytes*>(stream);
    std::size_t from = 0;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) from = bytes.at;
    if (origin == ZLIB_FILEFUNC_SEEK_END) from = bytes.all.size();
    if (offset > bytes.all.size() - from) return -1;
    bytes.at = from + offset;
    return 0;
}

int close_bytes(void* /*opaque*/, void* /*stream*/) {
    return 0;
}

int error_of_bytes(void* /*opaque*/, void* /*stream*/) {
    return 0;
}

struct Close {
    void operator()(void* reader) const { unzClose(reader); }
};
using Reader = std::unique_ptr<void, Close>;

Reader open(Bytes& bytes) {
    zlib_filefunc64_def functions{};
    functions.zopen64_file = open_bytes;
    functions.zread_file = read_bytes;
    functions.ztell64_file = tell_bytes;
    functions.zseek64_file = seek_bytes;
    functions.zclose_file = close_bytes;
    functions.zerror_file = error_of_bytes;
    functions.opaque = &bytes;
    return Reader(unzOpen2_64("", &functions));
}

/// The content of the entry that the reader stands at, as far as it can be read. Error: too_large.
Result<std::string> read_content(unzFile reader, std::size_t most) {
    std::string content;
    if (unzOpenCurrentFile(reader) != UNZ_OK) return content;
    std::array<char, 16384> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
    int size = 0;
    while ((size = unzReadCurrentFile(reader, buffer.data(), buffer.size())) > 0) {
        if (content.size() + static_cast<std::size_t>(size) > most) break;
        content.append(buffer.data(), static_cast<std::size_t>(size));
    }
    unzCloseCurrentFile(reader);
    if (size > 0)
        return fail(ErrorKind::too_large,
                    "the book unpacks to more than " + std::to_string(kMostBytes >> 20) + " MiB of text");
    return content;
}

}  // namespace

Result<std::unordered_map<std::string, std::string>> unpacked_texts(std::string_view zip) {
    Bytes file{zip};
    const auto reader = open(file);
    if (!reader) return fail(ErrorKind::malformed, "the book is no ZIP file, or it is cut off");
    std::unordered_map<std::string, std::string> texts;
    std::size_t bytes = 0;
    std::size_t entries = 0;
    for (int status = unzGoToFirstFile(reader.get()); status == UNZ_OK; status = unzGoToNextFile(reader.get())) {
        if (++entries > kMostEntries)
            return fail(ErrorKind::too_large, "the book has more than " + std::to_string(kMostEntries) + " files");
        unz_file_info64 entry{};
        std::array<char, kLongestPath + 1> name{};
        if (unzGetCurrentFileInfo64(reader.get(), &entry, name.data(), name.size(), nullptr, 0, nullptr, 0) != UNZ_OK)
            break;  // what was read before stays
        std::string path(name.data());
        if (path.empty() || entry.size_filename > kLongestPath || path.ends_with('/') || holds_no_text(path)) continue;
        if ((entry.flag & kEncrypted) != 0) return fail(ErrorKind::unsupported, "the book is encrypted");
        TRY(auto content, read_content(reader.get(), kMostBytes - bytes));
        bytes += content.size();
        texts.try_emplace(std::move(path), std::move(content));
    }
    if (texts.empty()) return fail(ErrorKind::malformed, "the book is a ZIP file with nothing in it");
    return texts;
}

}  // namespace winnow::extract
