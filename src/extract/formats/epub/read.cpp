#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>

#include "extract/formats/compose.h"
#include "extract/formats/epub/archive.h"
#include "extract/formats/epub/package.h"
#include "extract/formats/formats.h"
#include "extract/metadata/dates.h"
#include "extract/metadata/names.h"
#include "markup/entities.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostText = 32u << 20;
constexpr std::size_t kLongestLinkText = 4096;

std::string without_tags(std::string_view html) {
    std::string result;
    while (!html.empty()) {
        const auto open = std::min(html.find('<'), html.size());
        result += html.substr(0, open);
        html.remove_prefix(open);
        const auto close = html.find('>');
        if (close == std::string_view::npos) break;
        result += ' ';
        html.remove_prefix(close + 1);
    }
    return clean_text(markup::decoded(result));
}

bool is_void(std::string_view name) {
    static constexpr std::array<std::string_view, 13> kNames{"area",  "base", "br",   "col",    "embed", "hr", "img",
                                                             "input", "link", "meta", "source", "track", "wbr"};
    return std::ranges::find(kNames, name) != kNames.end();
}

/// XML may write "<title/>", which HTML takes for an element that is never closed.
std::string without_empty_elements(std::string_view xhtml) {
    std::string result;
    result.reserve(xhtml.size());
    while (!xhtml.empty()) {
        const auto open = std::min(xhtml.find('<'), xhtml.size());
        result += xhtml.substr(0, open);
        xhtml.remove_prefix(open);
        const auto close = xhtml.find('>');
        if (close == std::string_view::npos) break;
        const auto tag = xhtml.substr(0, close);
        const auto end = std::min(tag.find_first_of(" \t\r\n/", 1), tag.size());
        const auto name = tag.substr(std::min<std::size_t>(1, tag.size()), end > 0 ? end - 1 : 0);
        const bool element = !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0;
        if (element && tag.ends_with('/') && !is_void(name)) {
            result += tag.substr(0, tag.size() - 1);
            result += "></";
            result += name;
            result += '>';
        } else {
            result += xhtml.substr(0, close + 1);
        }
        xhtml.remove_prefix(close + 1);
    }
    result += xhtml;
    return result;
}

/// Links between chapters lead to the book as a whole; its pictures cannot be shown.
std::string with_outer_links(std::string_view markdown, const std::string& inner, const std::string& book) {
    std::string result;
    const auto mark = "](" + inner;
    while (!markdown.empty()) {
        const auto at = std::min(markdown.find(mark), markdown.size());
        result += markdown.substr(0, at);
        markdown.remove_prefix(at);
        if (markdown.empty()) break;
        markdown.remove_prefix(std::min(markdown.find(')', mark.size()), markdown.size() - 1) + 1);
        const auto near = result.size() - std::min(result.size(), kLongestLinkText);
        const auto open = std::string_view(result).substr(near).rfind('[');
        if (open != std::string_view::npos && near + open > 0 && result[near + open - 1] == '!')
            result.resize(near + open - 1);
        else
            result += "](" + book + ")";
    }
    return result;
}

class Book {
public:
    Book(const Page& page, const HtmlReader& read_html) : page_(page), read_html_(read_html) {}

    void describe(const Package& package) {
        document_.title = clean_text(package.title);
        if (document_.title.empty()) document_.title = title_from_path(page_.final_url);
        for (const auto& creator : package.creators)
            if (auto name = clean_text(creator); !name.empty()) document_.authors.push_back(std::move(name));
        document_.published = parse_date(package.published);
        document_.modified = parse_date(package.modified);
        document_.language = std::string(trimmed(package.language));
        document_.description = without_tags(package.description);
        document_.licence = clean_text(package.rights);
        for (const auto& subject : package.subjects)
            if (auto tag = clean_text(subject); !tag.empty()) document_.tags.push_back(std::move(tag));
    }
    void add_chapter(const std::string& path, const std::string& content) {
        if (!seen_.insert(path).second) return;
        Page chapter;
        // Chapters get addresses below the book's, so that links between them can be told from others.
        const auto inner = page_.final_url.origin() + std::string(page_.final_url.path()) + "/";
        const auto url = Url::parse(inner + path);
        chapter.url = url ? *url : page_.final_url;
        chapter.final_url = chapter.url;
        chapter.status = 200;
        chapter.content_type = "application/xhtml+xml";
        chapter.fetched_at = page_.fetched_at;
        chapter.body = without_empty_elements(content);
        auto read = read_html_(chapter);
        if (!read) {
            ++unread_;
            return;
        }
        append(*read, inner);
    }
    void skip_chapter() { ++unread_; }
    bool is_full() const { return document_.text.size() > kMostText; }
    Document take() {
        if (unread_ > 0) document_.warnings.push_back(std::to_string(unread_) + " chapters could not be read");
        if (is_full()) document_.warnings.emplace_back("the book is longer than what is read of one");
        return std::move(document_);
    }

private:
    void append(const Document& chapter, const std::string& inner) {
        if (chapter.text.empty()) return;
        if (!document_.text.empty()) document_.text += '\n';
        for (const auto& heading : chapter.headings)
            document_.headings.push_back({heading.level, heading.text, heading.offset + document_.text.size()});
        document_.text += chapter.text;
        if (!document_.markdown.empty()) document_.markdown += "\n\n";
        document_.markdown += with_outer_links(chapter.markdown, inner, page_.final_url.href());
        for (const auto& link : chapter.links)
            if (!link.href.starts_with(inner)) document_.links.push_back(link);
    }

    const Page& page_;
    const HtmlReader& read_html_;
    Document document_;
    std::unordered_set<std::string> seen_;
    std::size_t unread_ = 0;
};

}  // namespace

Result<Document> read_epub(const Page& page, std::string_view bytes, const HtmlReader& read_html) {
    TRY(const auto files, unpacked_texts(bytes));
    const auto file = [&](const std::string& path) {
        const auto found = files.find(path);
        return found == files.end() ? nullptr : &found->second;
    };
    if (const auto* encryption = file("META-INF/encryption.xml"); encryption != nullptr && encrypts_text(*encryption))
        return fail(ErrorKind::unsupported, "the book is encrypted");
    const auto* container = file("META-INF/container.xml");
    if (container == nullptr) return fail(ErrorKind::malformed, "no book: META-INF/container.xml is missing");
    const auto path = package_path(*container);
    const auto* opf = file(path);
    if (opf == nullptr) return fail(ErrorKind::malformed, "no book: its package document is missing");
    TRY(const auto package, read_package(*opf, path));
    Book book(page, read_html);
    book.describe(package);
    for (const auto& chapter : package.chapters) {
        if (book.is_full()) break;
        if (const auto* content = file(chapter))
            book.add_chapter(chapter, *content);
        else
            book.skip_chapter();
    }
    return book.take();
}

}  // namespace winnow::extract
