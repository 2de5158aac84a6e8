#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "discover/ask/collection.h"
#include "discover/encoding/encoding.h"
#include "discover/keyless.h"
#include "text/utf8.h"

namespace winnow {
namespace {

bool is_document_type(std::string_view type) {
    constexpr auto kTypes =
        std::to_array<std::string_view>({"text/html", "application/xhtml+xml", "text/markdown", "text/x-markdown",
                                         "text/plain", "application/pdf", "application/epub+zip"});
    return std::ranges::find(kTypes, type) != kTypes.end();
}

/// Types that say nothing, so that the name has to.
bool is_vague_type(std::string_view type) {
    return type.empty() || type == "application/octet-stream" || type == "binary/octet-stream" ||
           type == "application/force-download" || type == "application/x-download";
}

bool has_document_name(std::string_view path) {
    constexpr auto kEndings =
        std::to_array<std::string_view>({".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".pdf", ".epub"});
    const auto low = text::lower_case(path);
    return std::ranges::any_of(kEndings, [&](std::string_view ending) { return low.ends_with(ending); });
}

bool is_document(const http::ArchivedPage& page) {
    if (page.status != 200 || page.url.path() == "/robots.txt") return false;
    const auto type = markup::media_type(page.content_type);
    return is_document_type(type) || (is_vague_type(type) && has_document_name(page.url.path()));
}

class ArchiveSource final : public Source {
public:
    ArchiveSource(const http::ArchiveClient& archive, SourceContext context)
        : archive_(archive), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    /// The URLs stay as they were recorded: it is by them that the archive answers. When they were published, and
    /// whether they fit the question, only their text can tell.
    Result<Discovery> discover(const Query& query, const Deadline&) override {
        Collection found(context_.name, query, context_.clock.now());
        for (const auto& page : archive_.pages())
            if (is_document(page)) found.add({.url = page.url});
        if (!archive_.warning().empty()) found.warn(archive_.warning());
        return found.take();
    }

private:
    const http::ArchiveClient& archive_;
    SourceContext context_;
};

}  // namespace

std::unique_ptr<Source> make_archive_source(const http::ArchiveClient& archive, SourceContext context) {
    return std::make_unique<ArchiveSource>(archive, std::move(context));
}

}  // namespace winnow
