#include <algorithm>
#include <array>
#include <cctype>

#include "extract/charset/charset.h"
#include "extract/formats/compose.h"
#include "extract/formats/formats.h"
#include "extract/formats/pdf/blocks.h"
#include "extract/formats/pdf/content.h"
#include "extract/formats/pdf/furniture.h"
#include "extract/formats/pdf/lines.h"
#include "extract/formats/plain/shapes.h"
#include "extract/metadata/names.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestTitle = 300;
constexpr std::size_t kShortestTitle = 5;
constexpr double kTitleLarger = 1.2;  // than the body

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// What programs write into the title when nobody gave one.
bool is_no_title(std::string_view title) {
    const auto low = lower(title);
    if (trimmed(title).size() < 4 || !has_word(title) || !title.contains(' ')) return true;
    for (const std::string_view beginning :
         {"microsoft word", "microsoft powerpoint", "untitled", "arxiv:", "slide 1", "(anonymous"})
        if (low.starts_with(beginning)) return true;
    for (const std::string_view ending :
         {".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".ppt", ".pptx", ".qxd", ".odt", ".rtf"})
        if (low.ends_with(ending)) return true;
    return false;
}

/// The largest letters on the first page.
const PdfBlock* title_block(const std::vector<PdfBlock>& blocks, double body) {
    const PdfBlock* found = nullptr;
    for (const auto& block : blocks) {
        if (block.page > 0) break;
        if (block.text.size() > kLongestTitle || block.text.size() < kShortestTitle || !has_word(block.text)) continue;
        if (block.size >= body * kTitleLarger && (found == nullptr || block.size > found->size + 0.4)) found = &block;
    }
    return found;
}

std::string title_of(const PdfContent& content, const std::vector<PdfBlock>& blocks, double body, const Url& url) {
    if (!is_no_title(content.title)) return clean_text(content.title);
    if (const auto* block = title_block(blocks, body)) return clean_text(block->text);
    for (const auto& block : blocks)
        if (block.kind == PdfBlock::Kind::heading && block.level == 1) return clean_text(block.text);
    return title_from_path(url);
}

void add_authors(std::string_view value, Document& document) {
    auto names = names_in(value);
    if (names.empty() && has_word(value) && blank_divided_words(value) >= 2 && value.size() < 80)
        names.emplace_back(clean_text(value));
    document.authors = std::move(names);
}

bool heads_references(const PdfBlock& block) {
    if (block.kind == PdfBlock::Kind::cells || block.text.size() > 40) return false;
    auto name = lower(block.text);
    const auto begin = name.find_first_not_of("0123456789. ivx\t");
    name = begin == std::string::npos ? name : name.substr(begin);
    return name == "references" || name == "bibliography" || name == "literature cited" || name == "works cited" ||
           name == "literature";
}

/// Where the list of references begins and ends: the last one, if it lies in the second half.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Range references_in(const std::vector<PdfBlock>& blocks) {
    std::size_t begin = blocks.size();
    for (std::size_t i = blocks.size() / 3; i < blocks.size(); ++i)
        if (heads_references(blocks[i])) begin = i;
    if (begin == blocks.size()) return {begin, begin};
    std::size_t end = begin + 1;
    while (end < blocks.size() &&
           (blocks[end].kind != PdfBlock::Kind::heading || blocks[end].level > blocks[begin].level))
        ++end;
    return {begin, end};
}

void add_block(const PdfBlock& block, Document& document) {
    switch (block.kind) {
        case PdfBlock::Kind::heading: add_heading(document, block.level, block.text); break;
        case PdfBlock::Kind::item: {
            const auto mark = item_mark(block.text);
            const auto text = std::string(trimmed(std::string_view(block.text).substr(mark)));
            add_paragraph(document, text, "- " + escaped_markdown(text));
            break;
        }
        default: add_paragraph(document, block.text);
    }
}

void add_references(const std::vector<PdfBlock>& blocks, const Range& range, Document& document) {
    std::size_t count = 0;
    std::string markdown;
    for (std::size_t i = range.begin + 1; i < range.end; ++i) {
        markdown += "\n\n" + escaped_markdown(blocks[i].text);
        ++count;
    }
    if (count == 0) return;
    document.markdown += (document.markdown.empty() ? "## References" : "\n\n## References") + markdown;
    document.warnings.push_back(std::to_string(count) + (count == 1 ? " reference is" : " references are") +
                                " left out of the text and stand at the end of the Markdown");
}

void describe(const PdfContent& content, Document& document) {
    add_authors(content.author, document);
    document.description = clean_text(content.subject);
    document.tags = keywords_in(content.keywords);
    const auto date = [](std::int64_t seconds) -> std::optional<Date> {
        constexpr std::int64_t kLatest = 4'102'444'800;  // the year 2100
        if (seconds <= 0 || seconds >= kLatest) return std::nullopt;
        return Date{Timestamp(std::chrono::seconds(seconds)), DatePrecision::second};
    };
    document.published = date(content.created);
    if (content.modified != content.created) document.modified = date(content.modified);
}

void warn(const PdfContent& content, Document& document) {
    if (content.is_complete && content.pages.size() == content.page_count) return;
    document.warnings.push_back("only " + std::to_string(content.pages.size()) + " of " +
                                std::to_string(content.page_count) + " pages were read");
}

}  // namespace

Result<Document> read_pdf(const Page& page, std::string_view bytes) {
    TRY(const auto records, run_pdf_reader(bytes));
    TRY(const auto content, read_content(records));
    if (content.pages.empty())
        return fail(ErrorKind::malformed, content.is_complete ? "the PDF has no pages" : "the PDF cannot be read");
    std::vector<PdfLine> lines;
    std::size_t column = 0;
    for (std::size_t i = 0; i < content.pages.size(); ++i) {
        auto more = page_lines(content.pages[i], i, column);
        std::ranges::move(more, std::back_inserter(lines));
    }
    if (lines.empty())
        return fail(ErrorKind::unsupported,
                    "the PDF holds no text, only pictures of " + std::to_string(content.page_count) + " pages");
    drop_furniture(content, lines);
    const auto blocks = blocks_of(lines);

    Document document;
    describe(content, document);
    document.title = title_of(content, blocks, body_size(lines), page.final_url);
    const auto references = references_in(blocks);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (i < references.begin || i >= references.end) add_block(blocks[i], document);
    add_references(blocks, references, document);
    warn(content, document);
    return document;
}

}  // namespace winnow::extract
