#include "app/cli/commands/search/show.h"

#include <cstdio>

#include "app/wiring/search/ask.h"
#include "index/answer/snippet.h"
#include "json/codec/parts.h"
#include "publish/escape.h"
#include "publish/terminal/columns.h"
#include "publish/terminal/page.h"
#include "text/words.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kSnippetBytes = 240;

std::string decimals(const char* format, double value) {
    char text[32];
    const int size = std::snprintf(text, sizeof text, format, value);
    return {text, static_cast<std::size_t>(std::max(0, size))};
}

/// "judged 8.2 · Example · 2025-03-01 · en · tags"
std::vector<std::string> facts(const IndexedDocument& document) {
    std::vector<std::string> parts;
    if (document.score) parts.push_back("judged " + decimals("%.1f", *document.score));
    parts.push_back(document.site.empty() ? std::string(document.url.host()) : document.site);
    if (document.published) parts.push_back(to_rfc3339(*document.published).substr(0, 10));
    if (!document.language.empty()) parts.push_back(document.language);
    std::string tags;
    for (const auto& tag : document.tags) tags += (tags.empty() ? "" : ", ") + tag;
    if (!tags.empty()) parts.push_back(tags);
    return parts;
}

std::string joined(const std::vector<std::string>& parts, std::string (*escape)(std::string_view)) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " · ") + escape(part);
    return text;
}

const std::string& title_of(const IndexedDocument& document) {
    return document.title.empty() ? document.url.href() : document.title;
}

/// The snippet behind three blanks, folded; what was asked for is bold.
void add_snippet(TerminalPage& page, const std::vector<SnippetPart>& parts) {
    constexpr std::size_t kIndent = 3;
    std::string text;
    for (const auto& part : parts) text += part.text;
    auto part = parts.begin();
    std::size_t used = 0;  // bytes of the part that stand in lines before
    const auto take = [&](std::size_t bytes) {
        std::string styled;
        while (bytes > 0 && part != parts.end()) {
            const auto piece = std::string_view(part->text).substr(used, bytes);
            styled += part->is_hit ? page.bold(piece) : std::string(piece);
            bytes -= piece.size();
            used += piece.size();
            if (used < part->text.size()) break;
            ++part;
            used = 0;
        }
        return styled;
    };
    std::size_t at = 0;
    for (const auto& row : folded(text, page.width() - kIndent)) {
        const auto begin = text.find(row, at);
        if (begin > at) static_cast<void>(take(begin - at));  // the blank that the line was folded at
        page.line(std::string(kIndent, ' ') + take(row.size()));
        at = begin + row.size();
    }
}

}  // namespace

std::string answer_text(const Answer& answer, const TerminalOptions& options) {
    TerminalPage page(options);
    const auto terms = text::question_terms(answer.question);
    if (answer.hits.empty()) page.paragraph("Nothing in the index answers that.", 0);
    for (std::size_t i = 0; i < answer.hits.size(); ++i) {
        const auto& hit = answer.hits[i];
        page.paragraph(std::to_string(i + 1) + ". " + plain_terminal_text(title_of(hit.document)), 0, kBold);
        page.address(plain_terminal_text(hit.document.url.href()), 3);
        page.paragraph(joined(facts(hit.document), plain_terminal_text), 3, kDim);
        if (!hit.document.original.empty())
            page.paragraph("a copy of " + plain_terminal_text(hit.document.original), 3, kDim);
        if (!hit.passages.empty())  // cleaned first, so that a word in bold holds nothing but the word
            add_snippet(page, snippet(plain_terminal_text(hit.passages[0].passage.text), terms, kSnippetBytes));
        page.line();
    }
    return std::move(page).take();
}

std::string answer_json(const Answer& answer) {
    return json::dump_pretty(json::object({{"question", answer.question},
                                           {"notes", json::encode(answer.notes)},
                                           {"results", json::array_of(answer.hits, encode_hit)}}));
}

std::string answer_markdown(const Answer& answer) {
    const auto terms = text::question_terms(answer.question);
    std::string text = "# " + escape_markdown(answer.question) + "\n\n";
    for (const auto& note : answer.notes) text += "Note: " + escape_markdown(note) + "\n\n";
    if (answer.hits.empty()) text += "Nothing in the index answers that.\n";
    int number = 0;
    for (const auto& hit : answer.hits) {
        text += std::to_string(++number) + ". **" + escape_markdown(title_of(hit.document)) + "**  \n   <" +
                hit.document.url.href() + ">  \n   " + joined(facts(hit.document), escape_markdown) + "\n";
        if (!hit.passages.empty()) {
            text += "\n   > ";
            for (const auto& part : snippet(clean_line(hit.passages[0].passage.text), terms, kSnippetBytes)) {
                const auto escaped = escape_markdown(part.text);
                const bool begins_blank = part.text.starts_with(' ');
                const bool ends_blank = part.text.size() > 1 && part.text.ends_with(' ');
                text +=
                    part.is_hit ? "**" + escaped + "**" : (begins_blank ? " " : "") + escaped + (ends_blank ? " " : "");
            }
            text += "\n";
        }
        text += "\n";
    }
    return text;
}

}  // namespace winnow::cli
