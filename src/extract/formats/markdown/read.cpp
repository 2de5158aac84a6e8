#include <algorithm>
#include <limits>

#include "extract/charset/charset.h"
#include "extract/formats/compose.h"
#include "extract/formats/formats.h"
#include "extract/formats/markdown/block_text.h"
#include "extract/formats/markdown/front/front_matter.h"
#include "extract/formats/markdown/front/front_matter_text.h"
#include "extract/formats/markdown/parse.h"
#include "extract/formats/markdown/prepare.h"
#include "extract/metadata/dates.h"
#include "extract/metadata/names.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestName = 60;
constexpr std::size_t kLeastBannerWords = 2;  // the words of a picture that are a title, not "logo"
constexpr std::size_t kMostBannerWords = 12;
constexpr std::size_t kLeastLinksOfListing = 10;

/// A name as front matter gives it: a person's, or the handle that some sites write instead.
void add_author(Document& document, std::string_view value) {
    auto names = names_in(value);
    const auto handle = trimmed(value);
    if (names.empty() && handle.size() <= kLongestName && !handle.contains('@') && !handle.contains("://") &&
        has_word(handle) && handle != "admin")
        names.emplace_back(handle);
    for (auto& name : names)
        if (std::ranges::find(document.authors, name) == document.authors.end())
            document.authors.push_back(std::move(name));
}

void apply(const FrontMatter& matter, const Page& page, Document& document) {
    document.title = clean_text(matter.value({"title", "name", "sidebar_label"}));
    for (const auto& author : matter.values({"author", "authors", "author.name", "authors.name", "by"}))
        add_author(document, author);
    document.published =
        parse_date(matter.value({"date", "published", "publishdate", "pubdate", "published_at", "created"}));
    document.modified =
        parse_date(matter.value({"lastmod", "last_modified_at", "modified", "updated", "last_updated"}));
    document.description = clean_text(matter.value({"description", "summary", "excerpt", "subtitle"}));
    document.language = matter.value({"lang", "language", "locale"});
    document.licence = clean_text(matter.value({"license", "licence"}));
    for (const auto& value : matter.values({"tags", "categories", "keywords", "taxonomies.tags"}))
        for (auto& tag : keywords_in(value)) document.tags.push_back(std::move(tag));
    const auto image = matter.value({"image", "cover", "thumbnail", "image.path"});
    if (const auto url = Url::parse(image, page.final_url); !image.empty() && url) document.image = url->href();
}

std::string title_of(const Document& document, const std::string& banner, const Url& url) {
    for (const auto& heading : document.headings)
        if (heading.level == 1) return heading.text;
    const auto words = blank_divided_words(banner);
    if (words >= kLeastBannerWords && words <= kMostBannerWords) return banner;
    if (!document.headings.empty()) return document.headings.front().text;
    return title_from_path(url);
}

/// Lists of links are useful reading; only what holds nothing else is no article.
void settle_kind(const BlockText& blocks, std::size_t links, std::size_t linked_words, Document& document) {
    if (links < kLeastLinksOfListing || blocks.prose_words() > 0) return;
    std::size_t headings = 0;
    for (const auto& heading : document.headings) headings += blank_divided_words(heading.text);
    const auto others = blank_divided_words(document.text) - std::min(headings, blank_divided_words(document.text));
    if (linked_words * 10 < others * 9) return;
    document.kind = PageKind::listing;
    document.kind_reason = "nothing but " + std::to_string(links) + " links";
}

}  // namespace

Result<Document> read_markdown(const Page& page, std::string_view utf8) {
    if (utf8.size() > std::numeric_limits<std::int32_t>::max())
        return fail(ErrorKind::too_large, "a Markdown text of " + std::to_string(utf8.size()) + " bytes");
    auto normal = to_nfc(repaired_utf8(utf8));
    std::string_view text = normal;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto matter = read_front_matter(text);
    const auto front = text.substr(0, matter.length);
    text.remove_prefix(matter.length);
    auto body = prepared_markdown(text);
    body += front_matter_text(front);

    Document document;
    apply(matter, page, document);
    BlockText blocks(document, page.final_url);
    if (parse_markdown(body, blocks) == Parsed::in_part)
        document.warnings.emplace_back("the text repeats links or table cells beyond measure and was read in part");
    const auto links = blocks.inlines().link_count();
    blocks.finish();
    if (document.title.empty()) document.title = title_of(document, blocks.banner(), page.final_url);
    if (!document.published) document.published = date_in_path(page.final_url.path());
    settle_kind(blocks, links, blocks.inlines().linked_words(), document);
    return document;
}

}  // namespace winnow::extract
