#include "evaluate/model/reading/excerpt.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "text/utf8.h"
#include "text/words.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kPassageBytes = 800;  // two or three paragraphs: enough to be understood alone
constexpr std::size_t kLongestBytes = 1'600;

struct Piece {
    std::string_view text;
    std::size_t tokens = 0;
    double worth = 0;
    bool kept = false;
};

/// Lines taken together to passages of about one size; a line that is much longer is cut.
std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
        if (end - begin > kLongestBytes) {
            const auto cut = text::truncated(text.substr(begin, end - begin), kLongestBytes);
            const auto blank = cut.rfind(' ');
            end = begin + (blank != std::string_view::npos && blank > kPassageBytes ? blank + 1 : cut.size());
        }
        at = end;
        if (end - begin < kPassageBytes && end < text.size()) continue;
        pieces.push_back({.text = text.substr(begin, end - begin)});
        begin = end;
    }
    return pieces;
}

/// Worth: the words of the question that occur, the rare ones more.
void weigh(std::vector<Piece>& pieces, const std::vector<std::string>& wanted) {
    std::vector<std::vector<char>> has(pieces.size(), std::vector<char>(wanted.size(), 0));
    std::vector<std::size_t> pieces_with(wanted.size(), 0);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (const auto& term : text::terms(pieces[i].text))
            if (const auto found = std::ranges::find(wanted, term); found != wanted.end())
                has[i][static_cast<std::size_t>(found - wanted.begin())] = 1;
        for (std::size_t t = 0; t < wanted.size(); ++t) pieces_with[t] += static_cast<std::size_t>(has[i][t]);
    }
    const auto all = static_cast<double>(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (std::size_t t = 0; t < wanted.size(); ++t)
            if (has[i][t] != 0) pieces[i].worth += std::log(1 + all / static_cast<double>(pieces_with[t]));
}

/// Keeps pieces in the given order as long as `budget` lasts; a piece that does not fit ends it.
template <typename Order>
std::size_t keep(std::vector<Piece>& pieces, const Order& order, std::size_t budget) {
    std::size_t used = 0;
    for (const auto i : order) {
        auto& piece = pieces[i];
        if (piece.kept) continue;
        if (used + piece.tokens > budget) break;
        piece.kept = true;
        used += piece.tokens;
    }
    return used;
}

}  // namespace

std::size_t estimated_tokens(std::string_view text) {
    std::size_t ascii = 0;
    std::size_t others = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            ++ascii;
        else if ((byte & 0xc0) != 0x80)
            ++others;
    }
    return (ascii + 3) / 4 + others;
}

Excerpt excerpt(std::string_view text, const std::string& question, std::size_t tokens) {
    Excerpt result;
    result.words_in_all = text::count_words(text);
    if (estimated_tokens(text) <= tokens) {
        result.text = text;
        result.words = result.words_in_all;
        return result;
    }
    auto pieces = pieces_of(text);
    for (auto& piece : pieces) piece.tokens = estimated_tokens(piece.text);
    weigh(pieces, text::question_terms(question));

    std::vector<std::size_t> order(pieces.size());
    std::iota(order.begin(), order.end(), 0U);
    auto used = keep(pieces, order, tokens / 4);
    std::ranges::reverse(order);
    used += keep(pieces, order, tokens / 10);
    std::ranges::reverse(order);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return pieces[a].worth > pieces[b].worth; });
    keep(pieces, order, tokens - std::min(used, tokens));

    result.partial = true;
    bool gap = false;
    for (const auto& piece : pieces) {
        if (piece.kept) {
            if (gap) result.text += "\n" + std::string(kLeftOut) + "\n";
            result.text += piece.text;
            result.words += text::count_words(piece.text);
        }
        gap = !piece.kept;
    }
    if (gap) result.text += "\n" + std::string(kLeftOut);
    return result;
}

}  // namespace winnow::evaluate
