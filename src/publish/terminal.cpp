#include "publish/terminal.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "publish/escape.h"

namespace winnow {
namespace {

/// Columns that UTF-8 takes, near enough: one per character, two for wide ones.
std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) count += byte >= 0xE3 && byte <= 0xED ? 2 : 1;
    }
    return count;
}

class Page {
public:
    explicit Page(const TerminalOptions& options)
        : options_(options), width_(std::clamp<std::size_t>(options.width, 40, 110)) {}

    std::string take() { return std::move(out_); }

    std::string bold(const std::string& text) const { return style("1", text); }
    std::string dim(const std::string& text) const { return style("2", text); }
    std::string graded(double score, const std::string& text) const {
        return style(score >= 7 ? "32" : score >= 5 ? "33" : "31", text);
    }

    /// "▮▮▮▮▮▮▮▯▯▯ 7.4"
    std::string bar(double score) const {
        const auto full = static_cast<int>(std::lround(std::clamp(score, 0.0, 10.0)));
        std::string text;
        for (int i = 0; i < 10; ++i) text += i < full ? "\u25AE" : "\u25AF";
        return graded(score, text) + " " + one_decimal(score);
    }

    void line(const std::string& text = {}) { out_ += text + "\n"; }

    /// Folds the text at blanks, every line behind `indent` blanks.
    void wrapped(std::string_view text, std::size_t indent, bool faint = false) {
        std::string current;
        const auto flush = [&] {
            if (!current.empty()) line(std::string(indent, ' ') + (faint ? dim(current) : current));
            current.clear();
        };
        const auto clean = plain_terminal_text(text);
        for (std::size_t at = 0; at < clean.size();) {
            const auto end = std::min(clean.find(' ', at), clean.size());
            const auto word = clean.substr(at, end - at);
            if (!current.empty() && columns(current) + 1 + columns(word) + indent > width_) flush();
            current += (current.empty() ? "" : " ") + word;
            at = end + 1;
        }
        flush();
    }

private:
    std::string style(const char* code, const std::string& text) const {
        return options_.colour ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
    }

    TerminalOptions options_;
    std::size_t width_;
    std::string out_;
};

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts)
        if (!part.empty()) text += (text.empty() ? std::string() : std::string(separator)) + part;
    return text;
}

void show_item(Page& page, const ReportItem& item) {
    const auto& assessment = item.assessment;
    auto title = plain_terminal_text(item.title.empty() ? item.url.href() : item.title);
    auto number = std::to_string(item.position) + ".";
    number.resize(4, ' ');
    page.line(page.bold(number + shortened(title, 100)));
    page.line("    " + page.bar(assessment.overall) + "  " +
              page.dim("relevance " + std::to_string(std::lround(item.relevance * 100)) + " %" +
                       (item.state == UrlState::cached ? ", judged before" : "")));
    page.line("    " + item.url.href());
    page.wrapped(shortened(assessment.verdict.empty() ? item.excerpt : assessment.verdict, 300), 4, true);
    if (!item.similar.empty())
        page.line("    " + page.dim("+ " + std::to_string(item.similar.size()) +
                                    (item.similar.size() == 1 ? " page says" : " pages say") + " nearly the same"));
    page.line();
}

}  // namespace

std::string plain_terminal_text(std::string_view text) {
    std::string result;
    bool blank = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (std::isspace(byte)) {
            if (!blank) result += ' ';
            blank = true;
        } else if (byte < 0x20 || byte == 0x7F) {
            continue;
        } else if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            ++i;  // C1 control characters
        } else {
            result += text[i];
            blank = false;
        }
    }
    while (result.ends_with(' ')) result.pop_back();
    return result;
}

std::string terminal_list(const Report& report, const TerminalOptions& options) {
    Page page(options);
    page.line();
    page.line(page.bold(plain_terminal_text(report.query)));
    page.line(page.dim(std::to_string(report.total_urls) + " URLs, " + std::to_string(report.evaluated_urls) +
                       " judged, " + std::to_string(report.cached_urls_used) + " from memory, " +
                       std::to_string(report.high_quality_count) + " of high quality, " +
                       one_decimal(report.runtime_seconds) + " s, judge: " + report.evaluation_method));
    page.line();
    constexpr std::size_t kShown = 10;
    for (std::size_t i = 0; i < report.results.size() && i < kShown; ++i) show_item(page, report.results[i]);
    if (report.results.size() > kShown)
        page.line(page.dim("… and " + std::to_string(report.results.size() - kShown) + " more in the report"));
    if (!report.explanation.empty()) page.wrapped(report.explanation, 0);
    std::vector<std::string> others;
    for (const auto& [state, number] : report.states)
        if (number > 0 && state != "judged" && state != "cached")
            others.push_back(std::to_string(number) + " " + state);
    if (!others.empty()) page.wrapped("Not on the list: " + join(others, ", ") + ".", 0, true);
    for (const auto& source : report.sources)
        if (!source.error.empty()) page.wrapped("Source " + source.source + ": " + source.error, 0, true);
    return page.take();
}

std::string terminal_assessment(const Evaluated& item, const Rubric& rubric, const TerminalOptions& options) {
    Page page(options);
    const auto title = item.document && !item.document->title.empty() ? item.document->title : item.candidate.title;
    page.line();
    page.line(page.bold(plain_terminal_text(title.empty() ? item.candidate.url.href() : title)));
    page.line(item.candidate.url.href());
    if (!item.assessment) {
        page.wrapped("No score: " + std::string(to_string(item.state)) + ". " + item.reason, 0);
        return page.take();
    }
    const auto& assessment = *item.assessment;
    page.line();
    page.line(page.bar(assessment.overall) + "  overall, by " + assessment.evaluator + " (" + assessment.model + ")");
    page.wrapped(assessment.verdict, 0);
    for (const auto& score : assessment.scores) {
        const auto* criterion = rubric.find(score.criterion);
        page.line();
        page.line(
            page.bar(score.score) + "  " +
            (criterion && !criterion->title.empty() ? criterion->title : readable(score.criterion)) +
            (criterion ? page.dim(" (weight " + std::to_string(std::lround(criterion->weight * 100)) + " %)") : ""));
        page.wrapped(score.explanation, 4);
        for (const auto& quote : score.quotes) page.wrapped("\u201C" + shortened(quote.text, 240) + "\u201D", 4, true);
    }
    if (!assessment.flags.empty()) page.wrapped("Flags: " + join(assessment.flags, ", "), 0);
    page.wrapped("Proof of reading: " + assessment.proof, 0, true);
    return page.take();
}

}  // namespace winnow
