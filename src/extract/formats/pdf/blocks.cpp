#include "extract/formats/pdf/blocks.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <unordered_set>

#include "extract/formats/compose.h"
#include "extract/formats/plain/shapes.h"

namespace winnow::extract {
namespace {

constexpr double kLargerThanBody = 1.12;
constexpr std::size_t kLongestHeading = 160;
constexpr std::size_t kLongestWord = 100;
constexpr std::size_t kMostHeadingWords = 16;
constexpr std::size_t kMostHeadingLines = 3;
constexpr double kParagraphGap = 0.75;  // of a line's height, beyond what is usual between lines
constexpr double kIndent = 0.8;         // of the font's size

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

bool ends_sentence(std::string_view text) {
    while (text.ends_with(')') || text.ends_with('"') || text.ends_with(']')) text.remove_suffix(1);
    return text.ends_with('.') || text.ends_with('?') || text.ends_with('!') || text.ends_with(':');
}

/// The depth of a section number before a title: "3.1 Method" is 2, "IV. RESULTS" and "A Proofs" 1, none 0.
int section_depth(std::string_view text) {
    std::size_t at = 0;
    int depth = 0;
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0 && at < 10) {
        while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0) ++at;
        ++depth;
        if (at < text.size() && text[at] == '.') ++at;
    }
    if (depth == 0) {
        at = std::min(text.find_first_not_of("IVX"), text.size());
        if (at == 0 || at >= text.size() || text[at] != '.') return 0;
        ++at;
        depth = 1;
    }
    if (at >= text.size() || (text[at] != ' ' && text[at] != '\t')) return 0;
    const auto title = trimmed(text.substr(at));
    return !title.empty() && std::isupper(static_cast<unsigned char>(title.front())) != 0 ? depth : 0;
}

bool in_capitals(std::string_view text) {
    std::size_t upper = 0;
    for (const char c : text) {
        if (std::islower(static_cast<unsigned char>(c)) != 0) return false;
        if (std::isupper(static_cast<unsigned char>(c)) != 0) ++upper;
    }
    return upper >= 4;
}

bool is_known_section(std::string_view text) {
    static constexpr std::array<std::string_view, 9> kNames{"abstract",         "introduction",    "references",
                                                            "bibliography",     "conclusion",      "conclusions",
                                                            "acknowledgements", "acknowledgments", "discussion"};
    std::string low;
    for (const char c : text) low += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::ranges::find(kNames, low) != kNames.end();
}

/// The words of the document, which tell whether a hyphen at a line's end belongs to the word.
std::unordered_set<std::string_view> words_of(const std::vector<PdfLine>& lines) {
    std::unordered_set<std::string_view> words;
    for (const auto& line : lines) {
        std::string_view rest = line.text;
        while (!rest.empty()) {
            const auto end = std::min(rest.find_first_of(" \t,.;:()"), rest.size());
            if (end > 0 && end < rest.size()) words.insert(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return words;
}

class Joiner {
public:
    explicit Joiner(const std::vector<PdfLine>& lines)
        : words_(words_of(lines)), body_(body_size(lines)), leading_(usual_leading(lines)) {}

    std::vector<PdfBlock> join(const std::vector<PdfLine>& lines) {
        const PdfLine* before = nullptr;
        for (const auto& line : lines) {
            if (line.text.empty()) continue;
            const auto kind = kind_of(line);
            if (before == nullptr || begins_block(*before, line, kind)) {
                end_block();
                blocks_.push_back({.kind = kind, .level = level_of(line, kind), .size = line.size, .page = line.page});
                lines_in_block_ = 0;
            }
            append(line.text, kind);
            before = &line;
        }
        end_block();
        return std::move(blocks_);
    }

private:
    static double usual_leading(const std::vector<PdfLine>& lines) {
        std::map<int, std::size_t> counts;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            const double step = lines[i].top - lines[i - 1].top;
            if (lines[i].column == lines[i - 1].column && step > 2 && step < 60) ++counts[static_cast<int>(step * 2)];
        }
        if (counts.empty()) return 12;
        return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })->first / 2.0;
    }
    PdfBlock::Kind kind_of(const PdfLine& line) const {
        if (line.text.find('\t') != std::string::npos && section_depth(line.text) == 0) return PdfBlock::Kind::cells;
        if (could_be_heading(line)) return PdfBlock::Kind::heading;
        const auto mark = item_mark(line.text);
        const bool bullet = mark > 0 && has_word(std::string_view(line.text).substr(mark));
        return bullet || is_reference(line.text) ? PdfBlock::Kind::item : PdfBlock::Kind::paragraph;
    }
    bool could_be_heading(const PdfLine& line) const {
        const std::string_view text = line.text;
        if (text.size() > kLongestHeading || blank_divided_words(text) > kMostHeadingWords || !has_letters(text))
            return false;
        if (line.size >= body_ * kLargerThanBody) return true;
        if (text.ends_with('.') || text.ends_with(',') || text.ends_with(';')) return false;
        if (is_known_section(text)) return true;
        const bool stands_out = line.bold || in_capitals(text);
        return stands_out && line.size >= body_ * 0.95 &&
               (line.bold || section_depth(text) > 0 || blank_divided_words(text) <= 6);
    }
    static bool has_letters(std::string_view text) { return std::ranges::count_if(text, is_letter) >= 3; }
    /// "[12] Author…" begins an entry of a list of references.
    static bool is_reference(std::string_view text) {
        const auto close = text.find(']');
        return text.starts_with('[') && close != std::string_view::npos && close >= 2 && close <= 10 &&
               close + 1 < text.size();
    }
    int level_of(const PdfLine& line, PdfBlock::Kind kind) const {
        if (kind != PdfBlock::Kind::heading) return 0;
        if (const int depth = section_depth(line.text); depth > 0) return std::min(depth + 1, 6);
        if (line.size >= body_ * 1.7) return 1;
        return line.size >= body_ * 1.2 || in_capitals(line.text) || is_known_section(line.text) ? 2 : 3;
    }
    bool begins_block(const PdfLine& before, const PdfLine& line, PdfBlock::Kind kind) const {
        const auto& block = blocks_.back();
        if (kind == PdfBlock::Kind::heading || block.kind == PdfBlock::Kind::heading) {
            const bool goes_on = kind == block.kind && std::abs(line.size - before.size) < 0.6 &&
                                 line.bold == before.bold && line.column == before.column &&
                                 line.top - before.top < leading_of(line) * 1.6 && section_depth(line.text) == 0 &&
                                 lines_in_block_ < kMostHeadingLines;
            return !goes_on;
        }
        if (kind == PdfBlock::Kind::item || kind == PdfBlock::Kind::cells || block.kind == PdfBlock::Kind::cells)
            return true;
        if (std::abs(line.size - before.size) > 1.5) return true;
        const auto first = static_cast<unsigned char>(line.text.front());
        const bool goes_on = std::islower(first) != 0 || (!ends_sentence(block.text) && block.text.ends_with('-'));
        if (line.column != before.column) {
            const bool hangs = line.left > line.column_left + kIndent * line.size;
            return ends_sentence(block.text) && (hangs || !goes_on);
        }
        if (line.top - before.top > leading_of(line) + kParagraphGap * line.size) return true;
        if (block.kind == PdfBlock::Kind::item) return false;
        const bool indented =
            line.left > line.column_left + kIndent * line.size && before.left < line.left - kIndent * line.size / 2;
        if (indented && !goes_on) return true;
        const double room = line.column_right - before.right;
        return ends_sentence(before.text) && room > 0.2 * (line.column_right - line.column_left) && !goes_on;
    }
    double leading_of(const PdfLine& line) const { return std::max(leading_, line.size * 1.15); }

    void append(std::string_view line, PdfBlock::Kind kind) {
        auto& text = blocks_.back().text;
        ++lines_in_block_;
        if (text.empty() || kind == PdfBlock::Kind::cells) {
            if (!text.empty()) text += '\n';
            text += line;
            return;
        }
        const bool hyphen = text.ends_with('-') && text.size() > 1 && is_letter(text[text.size() - 2]);
        if (!hyphen || !is_letter(line.front())) {
            text += ' ';
        } else if (std::islower(static_cast<unsigned char>(line.front())) != 0 && !is_compound(text, line)) {
            text.pop_back();
        }
        text += line;
    }
    /// Whether the document writes the word with its hyphen elsewhere, and never without.
    bool is_compound(std::string_view text, std::string_view line) const {
        if (text.size() > kLongestWord) text.remove_prefix(text.size() - kLongestWord);
        const auto begin = text.find_last_of(" \t\n(") + 1;
        const auto end = std::min(line.find_first_of(" \t,.;:()"), line.size());
        const auto with = std::string(text.substr(begin)) + std::string(line.substr(0, end));
        std::string without = with;
        without.erase(text.size() - begin - 1, 1);
        return words_.contains(with) && !words_.contains(without);
    }
    void end_block() {
        if (!blocks_.empty() && blocks_.back().text.empty()) blocks_.pop_back();
    }

    std::unordered_set<std::string_view> words_;
    double body_;
    double leading_;
    std::vector<PdfBlock> blocks_;
    std::size_t lines_in_block_ = 0;
};

}  // namespace

double body_size(const std::vector<PdfLine>& lines) {
    std::map<double, std::size_t> letters;
    for (const auto& line : lines) letters[line.size] += line.text.size();
    if (letters.empty()) return 10;
    return std::ranges::max_element(letters, {}, [](const auto& entry) { return entry.second; })->first;
}

std::vector<PdfBlock> blocks_of(const std::vector<PdfLine>& lines) {
    return Joiner(lines).join(lines);
}

}  // namespace winnow::extract
