#include "index/chunk/blocks.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace winnow::chunk {
namespace {

constexpr std::size_t kMostLinesAhead = 2'000;  // how far behind the last block found the next one is looked for

/// What both forms of a text share: letters, digits and all beyond ASCII. Marks, blanks and line breaks differ.
bool is_shared(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string_view next_line(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

std::string_view without_quotes(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t>");
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

/// The characters of a table's row that stand in the text as well: not the addresses of its links.
void add_row(std::string& block, std::string_view row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row.substr(i).starts_with("](")) i = std::min(row.find(')', i), row.size() - 1);
        if (is_shared(row[i])) block += row[i];
    }
}

/// The shared characters of each fenced block and each table, in order.
std::vector<std::string> blocks_of(std::string_view markdown) {
    std::vector<std::string> blocks;
    std::string fence;
    bool in_table = false;
    while (!markdown.empty()) {
        const auto line = next_line(markdown);
        const auto bare = without_quotes(line);
        if (!fence.empty()) {
            if (bare.starts_with(fence) && bare.find_first_not_of(fence[0]) == std::string_view::npos)
                fence.clear();
            else
                std::ranges::copy_if(line, std::back_inserter(blocks.back()), is_shared);
            continue;
        }
        const bool is_row = bare.starts_with('|');
        if (is_row && !in_table) blocks.emplace_back();
        if (is_row) add_row(blocks.back(), bare);
        in_table = is_row;
        if (bare.starts_with("```") || bare.starts_with("~~~")) {
            fence = bare.substr(0, bare.find_first_not_of(bare[0]));
            blocks.emplace_back();
        }
    }
    return blocks;
}

/// Hashes of all beginnings of the text's shared characters, from which that of any part follows (Rabin's fingerprint
/// modulo 2^64): a block is compared with a place in one step, however often a hostile text nearly repeats itself.
class Fingerprints {
public:
    explicit Fingerprints(std::string_view text) {
        lines_.push_back({0, 0, 0});
        for (std::size_t i = 0; i <= text.size(); ++i) {
            if (i == text.size() || text[i] == '\n') {
                lines_.back().end = i;
                if (i < text.size()) lines_.push_back({i + 1, i + 1, beginnings_.size() - 1});
            } else if (is_shared(text[i])) {
                beginnings_.push_back(beginnings_.back() * kBase + static_cast<unsigned char>(text[i]));
                powers_.push_back(powers_.back() * kBase);
            }
        }
        lines_.push_back({text.size(), text.size(), beginnings_.size() - 1});
    }

    /// The lines that make up the block, from line `first` on; moves `first` behind them. Lines at its ends without
    /// shared characters ("}") belong to it.
    std::optional<Range> find(std::string_view block, std::size_t& first) const {
        std::uint64_t wanted = 0;
        for (const char c : block) wanted = wanted * kBase + static_cast<unsigned char>(c);
        const auto last = std::min(lines_.size() - 1, first + kMostLinesAhead);
        for (auto line = first; line < last; ++line) {
            const auto begin = lines_[line].shared;
            const auto end = begin + block.size();
            if (end >= beginnings_.size() || lines_[line + 1].shared == begin) continue;
            if (beginnings_[end] - beginnings_[begin] * powers_[block.size()] != wanted) continue;
            const auto [after, behind] = std::ranges::equal_range(lines_, end, {}, &Line::shared);
            if (after == behind) continue;  // ends amid a line
            while (line > first && lines_[line - 1].shared == begin) --line;
            first = static_cast<std::size_t>(behind - lines_.begin()) - 1;  // the one that goes on
            return Range{lines_[line].begin, lines_[first - 1].end};
        }
        return std::nullopt;
    }

private:
    static constexpr std::uint64_t kBase = 0x9e3779b97f4a7c15u;
    struct Line {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t shared = 0;  // shared characters before it
    };
    std::vector<Line> lines_;  // the last one is empty and ends the text
    std::vector<std::uint64_t> beginnings_{0};
    std::vector<std::uint64_t> powers_{1};
};

}  // namespace

std::vector<Range> whole_blocks(std::string_view text, std::string_view markdown) {
    std::vector<Range> found;
    auto blocks = blocks_of(markdown);
    std::erase_if(blocks, [](const std::string& block) { return block.empty(); });
    if (blocks.empty()) return found;
    const Fingerprints fingerprints(text);
    std::size_t line = 0;
    for (const auto& block : blocks)
        if (const auto range = fingerprints.find(block, line)) found.push_back(*range);
    return found;
}

}  // namespace winnow::chunk
