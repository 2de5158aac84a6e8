#include "evaluate/model/reading/suspicion.h"

#include <algorithm>
#include <span>

#include "text/sentences.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kLongLine = 600;   // a paragraph of its own, of which only a part need go
constexpr std::size_t kShortLine = 200;  // may be a piece of the same command

Span line_around(std::string_view text, std::size_t at) {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return {before == std::string_view::npos ? 0 : before + 1, std::min(text.find('\n', at), text.size())};
}

/// The sentences of the line that touch the span, and one on either side.
Span sentences_around(std::string_view text, Span line, Span span) {
    const auto sentences = text::sentences(text.substr(line.begin, line.end - line.begin));
    Span result = span;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        const auto begin = line.begin + sentences[i].begin;
        if (begin >= span.end || begin + sentences[i].text.size() <= span.begin) continue;
        const auto& first = sentences[i == 0 ? 0 : i - 1];
        const auto& last = sentences[std::min(i + 1, sentences.size() - 1)];
        result.begin = std::min(result.begin, line.begin + first.begin);
        result.end = std::max(result.end, line.begin + last.begin + last.text.size());
    }
    return result;
}

Span with_company(std::string_view text, Span span) {
    auto first = line_around(text, span.begin);
    auto last = line_around(text, span.end > span.begin ? span.end - 1 : span.end);
    Span result{first.begin, last.end};
    if (first == last && last.end - first.begin > kLongLine) return sentences_around(text, first, span);
    if (result.begin > 0) {
        const auto line = line_around(text, result.begin - 1);
        if (line.end - line.begin <= kShortLine) result.begin = line.begin;
    }
    if (result.end < text.size()) {
        const auto line = line_around(text, result.end + 1);
        if (line.end - line.begin <= kShortLine) result.end = std::min(line.end, text.size());
    }
    return result;
}

constexpr std::string_view kSigns[] = {"language model",  "ai reviewer",  "ai assistant",     "ai evaluator",
                                       "ai judge",        "ai grader",    "ai system",        "llm:",
                                       "llms reading",    "as an ai",     "developer mode",   "system prompt",
                                       "<instructions",   "</page",       "new task",         "end task",
                                       "end of document", "end of page",  "when summarizing", "when summarising",
                                       "your summary",    "your answer",  "your response",    "your instructions",
                                       "your rubric",     "the rubric",   "previous eval",    "previous revi",
                                       "the evaluator",   "the grader",   "scoring scale",    "\"score",
                                       "\"verdict",       "full marks",   "top marks",        "rating=",
                                       "score=",          "final json",   "respond only",     "output only",
                                       "reply only",      "who asked you"};
constexpr std::string_view kRoles[] = {"system:", "assistant:", "user:", "developer:", "override:", "you are now"};
constexpr std::string_view kOfScores[] = {"score", "scores",  "scored",     "rating",   "rate",      "rated",
                                          "grade", "grades",  "marks",      "points",   "criterion", "criteria",
                                          "judge", "verdict", "evaluation", "evaluate", "assessment"};
constexpr std::string_view kOfTheTop[] = {"10",      "ten",     "nine",     "maximum", "max",
                                          "perfect", "highest", "flawless", "100"};

bool holds_any(const std::vector<text::Word>& words, std::span<const std::string_view> wanted) {
    return std::ranges::any_of(
        words, [&](const text::Word& word) { return std::ranges::find(wanted, word.text) != wanted.end(); });
}

bool has_loose_sign(std::string_view sentence) {
    const auto lower = text::lower_case(sentence);
    if (std::ranges::any_of(kSigns, [&](std::string_view sign) { return lower.contains(sign); })) return true;
    if (std::ranges::any_of(kRoles, [&](std::string_view role) { return lower.starts_with(role); })) return true;
    const auto words = text::words(lower);
    return holds_any(words, kOfScores) && holds_any(words, kOfTheTop);
}

}  // namespace

std::vector<Span> loose_signs(std::string_view text) {
    std::vector<Span> spans;
    for (const auto& sentence : text::sentences(text))
        if (has_loose_sign(sentence.text)) spans.push_back({sentence.begin, sentence.begin + sentence.text.size()});
    return spans;
}

std::string without(std::string_view text, std::vector<Span> spans) {
    for (auto& span : spans) span = with_company(text, span);
    std::ranges::sort(spans, {}, &Span::begin);
    std::string result;
    std::size_t at = 0;
    for (const auto& span : spans) {
        if (span.end <= at) continue;
        if (span.begin >= at) {
            result += text.substr(at, span.begin - at);
            result += kTakenOut;
        }
        at = span.end;
    }
    return result += text.substr(std::min(at, text.size()));
}

std::vector<Span> commands(const QuotableText& text, const std::vector<std::string>& reported) {
    auto spans = commands_to_judge(text.text());
    for (const auto& passage : reported)
        if (const auto found = text.find(passage)) spans.push_back({found->offset, found->offset + found->text.size()});
    return spans;
}

}  // namespace winnow::evaluate
