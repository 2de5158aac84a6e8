#include "extract/formats/epub/archive.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

#include <archive.h>
#include <archive_entry.h>

namespace winnow::extract {
namespace {

constexpr std::size_t kMostBytes = 64u << 20;  // the Bible with notes has 10 MiB
constexpr std::size_t kMostEntries = 20'000;
constexpr std::size_t kLongestPath = 1024;

bool holds_no_text(std::string_view path) {
    static constexpr std::array<std::string_view, 24> kEndings{
        ".jpg", ".jpeg", ".png",   ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".css",  ".js",  ".ttf",
        ".otf", ".woff", ".woff2", ".mp3", ".mp4", ".m4a",  ".m4v",  ".ogg", ".wav", ".webm", ".ico", ".pdf"};
    std::string low(path);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return low.ends_with(ending); });
}

std::string path_of(archive_entry* entry) {
    const char* path = archive_entry_pathname_utf8(entry);
    if (path == nullptr) path = archive_entry_pathname(entry);
    return path == nullptr ? std::string() : std::string(path);
}

struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

enum class Content { whole, cut_off, too_much };

Content read_content(archive* reader, std::size_t most, std::string& content) {
    std::array<char, 16384> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
    for (;;) {
        const auto size = archive_read_data(reader, buffer.data(), buffer.size());
        if (size == 0) return Content::whole;
        if (size < 0) return Content::cut_off;
        if (content.size() + static_cast<std::size_t>(size) > most) return Content::too_much;
        content.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace

Result<std::unordered_map<std::string, std::string>> unpacked_texts(std::string_view zip) {
    const std::unique_ptr<archive, Free> reader(archive_read_new());
    if (!reader) return fail(ErrorKind::internal, "no memory for reading a ZIP file");
    archive_read_support_format_zip(reader.get());
    if (archive_read_open_memory(reader.get(), zip.data(), zip.size()) != ARCHIVE_OK)
        return fail(ErrorKind::malformed, "the book is no ZIP file");
    std::unordered_map<std::string, std::string> texts;
    std::size_t bytes = 0;
    std::size_t entries = 0;
    archive_entry* entry = nullptr;
    for (int status = ARCHIVE_OK; (status = archive_read_next_header(reader.get(), &entry)) != ARCHIVE_EOF;) {
        if (status == ARCHIVE_RETRY) status = ARCHIVE_FATAL;
        if (status < ARCHIVE_WARN) break;  // what was read before stays
        if (++entries > kMostEntries)
            return fail(ErrorKind::too_large, "the book has more than " + std::to_string(kMostEntries) + " files");
        auto path = path_of(entry);
        if (path.empty() || path.size() > kLongestPath || path.ends_with('/') || holds_no_text(path)) continue;
        if (archive_entry_is_data_encrypted(entry) != 0) return fail(ErrorKind::unsupported, "the book is encrypted");
        std::string content;
        if (read_content(reader.get(), kMostBytes - bytes, content) == Content::too_much)
            return fail(ErrorKind::too_large,
                        "the book unpacks to more than " + std::to_string(kMostBytes >> 20) + " MiB of text");
        bytes += content.size();
        texts.try_emplace(std::move(path), std::move(content));
    }
    if (texts.empty()) return fail(ErrorKind::malformed, "the book is no ZIP file, or there is nothing in it");
    return texts;
}

}  // namespace winnow::extract
