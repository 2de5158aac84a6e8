#include <algorithm>
#include <cctype>
#include <optional>

#include "extract/charset/charset.h"
#include "extract/formats/compose.h"
#include "extract/formats/formats.h"
#include "extract/formats/plain/lines.h"
#include "extract/formats/plain/shapes.h"
#include "extract/metadata/dates.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestTitle = 120;
constexpr std::size_t kMostTitleWords = 16;

/// The line with its inner runs of blanks, which justify it, made single.
std::string folded(std::string_view line) {
    std::string result;
    for (const char c : trimmed(line)) {
        const bool blank = c == ' ' || c == '\t';
        if (blank && result.ends_with(' ')) continue;
        result += blank ? ' ' : c;
    }
    return result;
}

/// Whether the line breaks behind `line` only because the next word did not fit, or goes on with a small letter.
bool is_wrapped(std::string_view line, std::string_view next, const Measure& measure) {
    next = trimmed(next);
    if (measure.width == 0 || next.empty()) return false;
    const auto word = std::min(next.find(' '), next.size());
    if (line.size() + 1 + word > measure.width) return true;
    const bool goes_on = std::islower(static_cast<unsigned char>(next.front())) != 0;
    return goes_on ? line.size() * 5 >= measure.width * 2 : line.size() * 10 >= measure.width * 7;
}

/// Without what terminals take for commands: colours, and letters struck twice to make them bold.
std::string without_controls(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\b') {
            if (!result.empty() && static_cast<unsigned char>(result.back()) < 0x80 && result.back() != '\n')
                result.pop_back();
        } else if (c == 0x1B && i + 1 < text.size() && text[i + 1] == '[') {
            const auto end = text.find_first_not_of("0123456789;", i + 2);
            i = end == std::string_view::npos ? text.size() : end;
        } else if (c >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f') {
            if (c != 0x7F) result += text[i];
        }
    }
    return result;
}

/// Joins a wrapped line; a hyphen at its end stays, for whether the word has one is not known.
void join(std::string& paragraph, std::string_view line) {
    if (!paragraph.empty() && !paragraph.ends_with('-')) paragraph += ' ';
    paragraph += folded(line);
}

class Reader {
public:
    Reader(Document& document, const Measure& measure) : document_(document), measure_(measure) {}

    void add(const LineGroup& group) {
        if (is_preformatted(group)) {
            flush();
            add_preformatted(group);
            return;
        }
        if (paragraph_.empty())
            if (const int level = heading_level(group, measure_); level > 0) {
                add_heading(document_, level, folded(group.lines.front()));
                return;
            }
        add_lines(group);
        if (!group.joins_next) flush();
    }
    void flush() {
        if (paragraph_.empty()) return;
        if (is_item_) {
            const auto mark = item_mark(paragraph_);
            auto text = paragraph_.substr(mark);
            const bool numbered = std::isdigit(static_cast<unsigned char>(paragraph_.front())) != 0;
            const auto shown =
                numbered ? paragraph_.substr(0, paragraph_.find_first_of(".)")) + ". " : std::string("- ");
            add_paragraph(document_, text, shown + escaped_markdown(text));
        } else {
            add_paragraph(document_, paragraph_);
        }
        paragraph_.clear();
        is_item_ = false;
    }

private:
    void add_lines(const LineGroup& group) {
        std::string_view before;
        for (const auto line : group.lines) {
            const auto content = trimmed(line);
            const bool item = item_mark(content) > 0 && has_word(content.substr(item_mark(content)));
            if (item || begins_section(content) || (!before.empty() && !is_wrapped(before, content, measure_))) flush();
            if (paragraph_.empty()) is_item_ = item;
            join(paragraph_, content);
            before = line;
        }
    }
    void add_preformatted(const LineGroup& group) {
        std::size_t indent = indentation(group.lines.front());
        for (const auto line : group.lines) indent = std::min(indent, indentation(line));
        std::string lines;
        for (const auto line : group.lines) {
            if (!lines.empty()) lines += '\n';
            lines += line.starts_with(' ') ? line.substr(std::min(indent, line.size())) : line;
        }
        add_code(document_, lines, {});
    }

    Document& document_;
    Measure measure_;
    std::string paragraph_;
    bool is_item_ = false;
};

bool heads_rfc(const LineGroup& group) {
    return std::ranges::any_of(group.lines, [](std::string_view line) {
        return line.starts_with("Request for Comments:") || line.starts_with("Internet-Draft");
    });
}

/// The right column of an RFC's first lines: its authors, and last its date.
void read_rfc_head(const LineGroup& group, Document& document) {
    for (const auto line : group.lines) {
        const auto gap = line.rfind("   ");
        if (gap == std::string_view::npos) continue;
        const auto right = trimmed(line.substr(gap));
        const bool person = right.size() > 3 && right.size() < 40 && right[1] == '.' &&
                            std::isupper(static_cast<unsigned char>(right[0])) != 0;
        if (person) document.authors.emplace_back(right.substr(0, right.find(", Ed")));
        if (!person && !document.published) document.published = parse_date(right);
    }
}

std::string joined(const LineGroup& group) {
    std::string text;
    for (const auto line : group.lines) join(text, line);
    return text;
}

bool could_be_title(std::string_view line) {
    return line.size() <= kLongestTitle && blank_divided_words(line) <= kMostTitleWords && has_word(line) &&
           !line.ends_with('.') && !line.ends_with(',') && item_mark(line) == 0;
}

/// The title that the first group is, if it is one.
std::string title_of(const LineGroup& group) {
    const bool underlined = group.lines.size() == 2 && !has_word(group.lines[1]);
    const auto first = folded(group.lines.front());
    return (group.lines.size() == 1 || underlined) && could_be_title(first) ? first : std::string();
}

}  // namespace

Result<Document> read_plain_text(const Page& page, std::string_view utf8) {
    const auto text = without_controls(to_nfc(repaired_utf8(utf8)));
    std::string_view content = text;
    if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
    const auto groups = line_groups(content);
    Document document;
    Reader reader(document, measure(groups));
    std::size_t first = 0;
    if (groups.size() > 1 && heads_rfc(groups.front())) {
        read_rfc_head(groups.front(), document);
        document.title = joined(groups[1]);
        add_heading(document, 1, document.title);
        first = 2;
    } else if (!groups.empty()) {
        document.title = title_of(groups.front());
        if (!document.title.empty()) {
            add_heading(document, 1, document.title);
            first = 1;
        }
    }
    for (std::size_t i = first; i < groups.size(); ++i) reader.add(groups[i]);
    reader.flush();
    if (document.title.empty()) document.title = title_from_path(page.final_url);
    return document;
}

}  // namespace winnow::extract
