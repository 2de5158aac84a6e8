#include "app/cli/local_page.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "core/time.h"
#include "files/files.h"

namespace winnow::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMaxFileBytes = 256u << 20;  // more than any document that people keep

struct NamedType {
    std::string_view extension;
    std::string_view content_type;
};

constexpr std::array kTypes{
    NamedType{".html", "text/html"},
    NamedType{".htm", "text/html"},
    NamedType{".md", "text/markdown"},
    NamedType{".markdown", "text/markdown"},
    NamedType{".txt", "text/plain"},
    NamedType{".pdf", "application/pdf"},
    NamedType{".vtt", "text/vtt"},
    NamedType{".epub", "application/epub+zip"},
    NamedType{".srt", "application/x-subrip"},
    NamedType{".ttml", "application/ttml+xml"},
};

std::string content_type_of(fs::path name) {
    if (name.extension() == ".gz") name.replace_extension();
    const auto extension = name.extension().string();
    const auto found = std::ranges::find(kTypes, std::string_view(extension), &NamedType::extension);
    return found == kTypes.end() ? std::string() : std::string(found->content_type);
}

std::string escaped(std::string_view name) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '.' || c == '-' || c == '_')
            text += c;
        else
            text += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return text;
}

Result<std::string> read_bytes(const fs::path& path) {
    if (path == "-") return files::read_file("/dev/stdin", kMaxFileBytes);
    if (path.extension() == ".gz") return files::read_gzip_file(path, kMaxFileBytes);
    return files::read_file(path, kMaxFileBytes);
}

}  // namespace

Result<Page> read_local_page(const fs::path& path) {
    Page page;
    TRY(page.body, read_bytes(path));
    TRY(page.url, Url::parse("https://localhost/" + escaped(path.filename().string())));
    page.final_url = page.url;
    page.status = 200;
    page.content_type = content_type_of(path);
    page.fetched_at = system_clock().now();
    return page;
}

}  // namespace winnow::cli
