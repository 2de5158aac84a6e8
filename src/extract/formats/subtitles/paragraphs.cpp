#include "extract/formats/subtitles/paragraphs.h"

#include <algorithm>
#include <array>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongPause{4000};
constexpr milliseconds kShortPause{2000};  // divides behind the end of a sentence
constexpr std::size_t kMostSentences = 6;
constexpr std::size_t kMostWords = 150;      // of speech without punctuation
constexpr std::size_t kRememberedLines = 3;  // as many as a screen shows
constexpr std::size_t kRollingShare = 3;     // a third of the cues repeat lines: the text rolls up

bool is_sound(std::string_view line) {
    if (line.size() < 2) return false;
    const bool brackets = (line.front() == '[' && line.back() == ']') || (line.front() == '(' && line.back() == ')');
    return (brackets && line.find_first_of("])") == line.size() - 1) || line.starts_with("\xE2\x99\xAA") ||
           line.starts_with("#");
}

/// Takes a mark of another speaker (">>", "- ") off the line.
bool take_change_mark(std::string_view& line) {
    for (const std::string_view mark : {">>>", ">>", "&gt;&gt;", "- ", "\xE2\x80\x93 "}) {
        if (!line.starts_with(mark)) continue;
        line = trimmed(line.substr(mark.size()));
        return true;
    }
    return false;
}

bool ends_sentence(std::string_view text) {
    while (text.ends_with('"') || text.ends_with('\'') || text.ends_with(')')) text.remove_suffix(1);
    if (text.ends_with('.') || text.ends_with('?') || text.ends_with('!')) return true;
    return text.ends_with("\xE3\x80\x82") || text.ends_with("\xEF\xBC\x9F") || text.ends_with("\xEF\xBC\x81");
}

bool repeats(const Cue& before, const Cue& cue) {
    return std::ranges::find(before.lines, cue.lines.front()) != before.lines.end() ||
           (cue.lines.size() == 1 && cue.lines.front().starts_with(before.lines.back()));
}

/// Whether lines stay while new ones come below, so that most appear in several cues. Two equal cues alone prove
/// nothing: people do say "no" twice.
bool rolls_up(const std::vector<Cue>& cues) {
    std::size_t repeated = 0;
    for (std::size_t i = 1; i < cues.size(); ++i)
        if (repeats(cues[i - 1], cues[i])) ++repeated;
    return cues.size() > 2 && repeated * kRollingShare >= cues.size() - 1;
}

class Joiner {
public:
    explicit Joiner(bool rolls) : rolls_(rolls) {}

    void add(const Cue& cue) {
        for (const auto& line : cue.lines) {
            std::string_view text = line;
            if (rolls_ && (is_known(text) || !has_word(text))) continue;
            if (is_sound(text)) continue;
            const bool marked = take_change_mark(text);
            if (text.empty()) continue;
            if (marked || cue.speaker != speaker_ || is_pause(cue.begin) || is_long_enough()) divide();
            if (paragraphs_.empty() || divided_) {
                paragraphs_.push_back({cue.begin, cue.speaker, {}});
                divided_ = false;
            }
            append(text);
            speaker_ = cue.speaker;
        }
        last_end_ = std::max(last_end_, cue.end);
    }
    std::vector<SpokenParagraph> take() { return std::move(paragraphs_); }

private:
    /// Whether a line stood on the screen before. One that grows by words gives only what is new.
    bool is_known(std::string_view& line) {
        const std::string whole(line);
        for (const auto& seen : seen_) {
            if (seen.empty()) continue;
            if (seen == line) return true;
            if (line.starts_with(seen) && line.size() > seen.size() && line[seen.size()] == ' ') {
                line = trimmed(line.substr(seen.size()));
                break;
            }
        }
        seen_[next_seen_++ % kRememberedLines] = whole;
        return false;
    }
    bool is_pause(milliseconds begin) const {
        if (paragraphs_.empty()) return false;
        const auto pause = begin - last_end_;
        return pause >= kLongPause || (pause >= kShortPause && ends_sentence(paragraphs_.back().text));
    }
    bool is_long_enough() const {
        if (paragraphs_.empty()) return false;
        return (sentences_ >= kMostSentences && ends_sentence(paragraphs_.back().text)) || words_ >= kMostWords;
    }
    void divide() {
        divided_ = true;
        sentences_ = 0;
        words_ = 0;
    }
    void append(std::string_view text) {
        auto& paragraph = paragraphs_.back().text;
        if (!paragraph.empty()) paragraph += ' ';
        paragraph += text;
        words_ += blank_divided_words(text);
        for (std::size_t i = 1; i < text.size(); ++i)
            if (text[i] == ' ' && ends_sentence(text.substr(0, i))) ++sentences_;
        if (ends_sentence(text)) ++sentences_;
    }

    bool rolls_;
    bool divided_ = false;
    std::string speaker_;
    milliseconds last_end_{0};
    std::size_t sentences_ = 0;
    std::size_t words_ = 0;
    std::array<std::string, kRememberedLines> seen_;
    std::size_t next_seen_ = 0;
    std::vector<SpokenParagraph> paragraphs_;
};

}  // namespace

std::vector<SpokenParagraph> spoken_paragraphs(const std::vector<Cue>& cues) {
    Joiner joiner(rolls_up(cues));
    for (const auto& cue : cues) joiner.add(cue);
    return joiner.take();
}

}  // namespace winnow::extract
