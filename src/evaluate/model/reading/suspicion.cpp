#include "evaluate/model/reading/suspicion.h"

#include <algorithm>

#include "evaluate/local/injection/commands.h"
#include "text/sentences.h"

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

}  // namespace

Cleared without_suspicious_passages(const QuotableText& quotable, const std::vector<std::string>& reported) {
    const auto text = quotable.text();
    auto spans = commands_to_judge(text);
    for (const auto& passage : reported)
        if (const auto found = quotable.find(passage))
            spans.push_back({found->offset, found->offset + found->text.size()});
    for (auto& span : spans) span = with_company(text, span);
    std::ranges::sort(spans, {}, &Span::begin);

    Cleared result;
    std::size_t at = 0;
    for (const auto& span : spans) {
        if (span.end <= at) continue;
        if (span.begin >= at) {
            result.text += text.substr(at, span.begin - at);
            result.text += kTakenOut;
            ++result.passages;
        }
        at = span.end;
    }
    result.text += text.substr(std::min(at, text.size()));
    return result;
}

}  // namespace winnow::evaluate
