#include "extract/formats/pdf/lines.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLeastWords = 60;     // a page with fewer has no columns of text
constexpr double kLeastGutter = 6;          // points
constexpr double kGutterCoverage = 0.2;     // of what usually covers a place across the lines
constexpr double kLeastColumnShare = 0.15;  // of the width of the text
constexpr double kWordsOfALine = 3;         // on average, in a column of text; cells of tables have fewer
constexpr std::size_t kMostColumns = 4;
constexpr double kWordGap = 0.12;   // of the font's size: narrower gaps are inside of a word
constexpr double kCellGap = 2.0;    // of the font's size: wider gaps divide cells of a table
constexpr double kColumnGap = 0.8;  // of the font's size, at least, where columns meet

using Words = std::vector<const PdfWord*>;

double middle(const PdfWord& word) {
    return (word.top + word.bottom) / 2;
}

/// Words on one base line, whatever is between them.
struct Row {
    Words words;
    double top = 0;
    double bottom = 0;
};

/// Words from top to bottom in rows; small ones beside a line (indices, notes) join it.
std::vector<Row> rows_of(Words words) {
    std::ranges::stable_sort(words, {}, [](const PdfWord* word) { return middle(*word); });
    std::vector<Row> rows;
    for (const auto* word : words) {
        // The rows that overlap are the last ones, for words come from top to bottom.
        Row* found = nullptr;
        for (std::size_t i = rows.size(); i > 0 && rows.size() - i < 3; --i) {
            auto& row = rows[i - 1];
            const double shared = std::min(row.bottom, word->bottom) - std::max(row.top, word->top);
            const double smaller = std::min(row.bottom - row.top, word->bottom - word->top);
            if (shared < smaller * 0.55) continue;
            found = &row;
            break;
        }
        if (found == nullptr) {
            rows.push_back({{word}, word->top, word->bottom});
            continue;
        }
        found->words.push_back(word);
        // A tall letter must not swallow the lines above and below.
        if (word->bottom - word->top > (found->bottom - found->top) * 1.6) continue;
        found->top = std::min(found->top, word->top);
        found->bottom = std::max(found->bottom, word->bottom);
    }
    for (auto& row : rows) std::ranges::stable_sort(row.words, {}, [](const PdfWord* word) { return word->left; });
    return rows;
}

struct Span {
    double left = 0;
    double right = 0;
};

Span extent(const Words& words) {
    Span span{std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()};
    for (const auto* word : words) {
        span.left = std::min(span.left, word->left);
        span.right = std::max(span.right, word->right);
    }
    return span;
}

/// How many words cover each point of the width.
std::vector<int> coverage(const Words& words, const Span& span) {
    const auto width = static_cast<std::size_t>(std::max(span.right - span.left, 0.0)) + 2;
    std::vector<int> changes(width + 1, 0);
    for (const auto* word : words) {
        const auto begin = static_cast<std::size_t>(word->left - span.left);
        const auto end = static_cast<std::size_t>(word->right - span.left) + 1;
        ++changes[std::min(begin, width)];
        --changes[std::min(end, width)];
    }
    std::vector<int> counts(width, 0);
    int now = 0;
    for (std::size_t i = 0; i < width; ++i) counts[i] = now += changes[i];
    return counts;
}

/// Whether the words of each column fill lines, as text does.
bool are_columns_of_text(const Words& words, const std::vector<double>& gutters) {
    std::vector<Words> columns(gutters.size() + 1);
    for (const auto* word : words) {
        const double x = (word->left + word->right) / 2;
        const auto index = static_cast<std::size_t>(std::ranges::upper_bound(gutters, x) - gutters.begin());
        columns[index].push_back(word);
    }
    return std::ranges::all_of(columns, [&](const Words& column) {
        if (column.size() * (gutters.size() + 1) * 5 < words.size()) return false;
        const auto rows = rows_of(column).size();
        return static_cast<double>(column.size()) >= kWordsOfALine * static_cast<double>(rows);
    });
}

/// Where the columns of the page meet, from left to right.
std::vector<double> gutters_of(const Words& words) {
    if (words.size() < kLeastWords) return {};
    const auto span = extent(words);
    const auto counts = coverage(words, span);
    std::vector<int> sorted(counts);
    std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2));
    const double low = kGutterCoverage * sorted[sorted.size() / 2];
    const double least_width = kLeastColumnShare * (span.right - span.left);
    std::vector<double> gutters;
    double before = span.left;
    for (std::size_t i = 0; i < counts.size();) {
        std::size_t end = i;
        while (end < counts.size() && counts[end] <= low) ++end;
        const double at = span.left + static_cast<double>(i + end) / 2;
        if (static_cast<double>(end - i) >= kLeastGutter && at - before >= least_width &&
            span.right - at >= least_width) {
            gutters.push_back(at);
            before = at;
        }
        i = end + 1;
    }
    if (gutters.empty() || gutters.size() >= kMostColumns || !are_columns_of_text(words, gutters)) return {};
    return gutters;
}

/// Whether text may begin a word without a blank before it.
bool needs_blank(const PdfWord& before, const PdfWord& word) {
    return before.space_after || word.left - before.right > kWordGap * word.size;
}

PdfLine line_of(const Words& words) {
    PdfLine line;
    line.left = words.front()->left;
    line.top = std::numeric_limits<double>::max();
    line.bottom = std::numeric_limits<double>::lowest();
    std::map<double, std::size_t> sizes;
    std::size_t bold = 0;
    std::size_t letters = 0;
    const PdfWord* before = nullptr;
    for (const auto* word : words) {
        if (before != nullptr && word->left - before->right > kCellGap * word->size)
            line.text += '\t';
        else if (before != nullptr && needs_blank(*before, *word))
            line.text += ' ';
        line.text += word->text;
        line.right = std::max(line.right, word->right);
        line.top = std::min(line.top, word->top);
        line.bottom = std::max(line.bottom, word->bottom);
        sizes[std::round(word->size * 2) / 2] += word->text.size();
        letters += word->text.size();
        if (word->bold) bold += word->text.size();
        before = word;
    }
    line.bold = bold * 2 > letters;
    line.size = std::ranges::max_element(sizes, {}, [](const auto& entry) { return entry.second; })->first;
    line.text = std::string(trimmed(line.text));
    return line;
}

/// A piece of a row, and the columns that it reaches over.
struct Piece {
    PdfLine line;
    std::size_t first_column = 0;
    std::size_t last_column = 0;
};

/// Cuts a row where columns meet, unless what stands there goes on over the gutter.
void cut_row(const Row& row, const std::vector<double>& gutters, std::vector<Piece>& pieces) {
    const auto column_of = [&](double x) {
        return static_cast<std::size_t>(std::ranges::upper_bound(gutters, x) - gutters.begin());
    };
    Words words;
    const auto finish = [&] {
        if (words.empty()) return;
        const auto& first = *words.front();
        Piece piece{line_of(words), column_of((first.left + first.right) / 2), 0};
        piece.last_column = std::max(piece.first_column, column_of(piece.line.right - 1));
        pieces.push_back(std::move(piece));
        words.clear();
    };
    for (const auto* word : row.words) {
        if (!words.empty()) {
            const double end = words.back()->right;
            const bool at_gutter = std::ranges::any_of(
                gutters, [&](double gutter) { return end <= gutter + 1 && word->left >= gutter - 1; });
            if (at_gutter && word->left - end >= kColumnGap * word->size) finish();
        }
        words.push_back(word);
    }
    finish();
}

class Page {
public:
    Page(std::size_t number, std::size_t& column) : number_(number), column_(column) {}

    std::vector<PdfLine> read(const PdfPage& page) {
        Words words;
        for (const auto& word : page.words) words.push_back(&word);
        if (words.empty()) return {};
        const auto gutters = gutters_of(words);
        std::vector<Piece> pieces;
        for (const auto& row : rows_of(words)) cut_row(row, gutters, pieces);
        columns_.resize(gutters.size() + 1);
        for (auto& piece : pieces) {
            if (piece.first_column == piece.last_column) {
                columns_[piece.first_column].push_back(std::move(piece.line));
                continue;
            }
            end_section();
            spanning_.push_back(std::move(piece.line));
        }
        end_section();
        end_spanning();
        return std::move(lines_);
    }

private:
    void end_section() {
        const bool empty = std::ranges::all_of(columns_, [](const auto& column) { return column.empty(); });
        if (empty) return;
        end_spanning();
        for (auto& column : columns_) put(column);
    }
    void end_spanning() { put(spanning_); }
    void put(std::vector<PdfLine>& lines) {
        if (lines.empty()) return;
        Span span{lines.front().left, lines.front().right};
        for (const auto& line : lines) span = {std::min(span.left, line.left), std::max(span.right, line.right)};
        for (auto& line : lines) {
            line.page = number_;
            line.column = column_;
            line.column_left = span.left;
            line.column_right = span.right;
            lines_.push_back(std::move(line));
        }
        ++column_;
        lines.clear();
    }

    std::size_t number_;
    std::size_t& column_;
    std::vector<std::vector<PdfLine>> columns_;
    std::vector<PdfLine> spanning_;
    std::vector<PdfLine> lines_;
};

}  // namespace

std::vector<PdfLine> page_lines(const PdfPage& page, std::size_t page_number, std::size_t& column) {
    return Page(page_number, column).read(page);
}

}  // namespace winnow::extract
