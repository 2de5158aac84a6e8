#include "index/chunk/units.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "index/wordpiece/wordpiece.h"
#include "text/sentences.h"
#include "text/utf8.h"
#include "text/words/characters.h"

namespace winnow::chunk {
namespace {

constexpr std::size_t kMostBytesPerToken = 16;  // a blob of data, which WordPiece calls one unknown word, is long

std::size_t tokens_of(std::string_view text) {
    return std::max(wordpiece::count(text), text.size() / kMostBytesPerToken);
}

std::vector<Range> lines(std::string_view text, Range range) {
    std::vector<Range> found;
    while (range.begin < range.end) {
        const auto end = std::min(text.find('\n', range.begin), range.end);
        if (end > range.begin) found.push_back({range.begin, end});
        range.begin = end + 1;
    }
    return found;
}

/// Runs without white space.
std::vector<Range> runs(std::string_view text, Range range) {
    std::vector<Range> found;
    bool open = false;
    for (auto position = range.begin; position < range.end;) {
        const auto begin = position;
        if (text::is_white_space(text::next_code_point(text, position))) {
            open = false;
            continue;
        }
        if (!open) found.push_back({begin, begin});
        found.back().end = position;
        open = true;
    }
    return found;
}

class Divider {
public:
    Divider(const Document& document, const ChunkOptions& options) : text_(document.text), options_(options) {
        switch (options.method) {
            case ChunkMethod::window: add_runs({0, text_.size()}); break;
            case ChunkMethod::sentences: add_sentences({0, text_.size()}); break;
            case ChunkMethod::structure: add_structure(document); break;
        }
    }
    std::vector<Unit> take() { return std::move(units_); }

private:
    void add_structure(const Document& document) {
        const auto blocks = whole_blocks(text_, document.markdown);
        auto block = blocks.begin();
        auto added = blocks.end();
        auto heading = document.headings.begin();
        for (const auto& line : lines(text_, {0, text_.size()})) {
            while (block != blocks.end() && block->end <= line.begin) ++block;
            while (heading != document.headings.end() && heading->offset < line.begin) ++heading;
            if (block != blocks.end() && block->begin <= line.begin) {
                if (added != block) add_block(*block);
                added = block;
                continue;
            }
            const auto before = units_.size();
            add_paragraph(line);
            const bool is_heading = heading != document.headings.end() && heading->offset < line.end;
            for (auto i = before; is_heading && i < units_.size(); ++i) units_[i].is_heading = true;
        }
    }

    /// Code or a table: whole, or else line by line.
    void add_block(Range range) {
        if (add_if_it_fits(range)) return;
        for (const auto& line : lines(text_, range)) add_paragraph(line);
    }
    void add_paragraph(Range range) {
        if (!add_if_it_fits(range)) add_sentences(range);
    }
    void add_sentences(Range range) {
        const auto part = text_.substr(range.begin, range.end - range.begin);
        for (const auto& sentence : text::sentences(part)) {
            const auto begin = range.begin + sentence.begin;
            const Range place{begin, begin + sentence.text.size()};
            if (!add_if_it_fits(place)) add_runs(place);
        }
    }
    void add_runs(Range range) {
        for (const auto& run : runs(text_, range))
            if (!add_if_it_fits(run)) add_characters(run);
    }

    /// A run that is too long, such as a line of Chinese, in parts of as many characters as there may be tokens; of
    /// half as many where characters have several.
    void add_characters(Range range) {
        while (range.begin < range.end) {
            auto part = first_characters(range, options_.max_tokens);
            for (auto count = options_.max_tokens; !add_if_it_fits(part) && count > 1;)
                part = first_characters(range, count /= 2);
            range.begin = part.end;
        }
    }
    Range first_characters(Range range, std::size_t count) const {
        auto end = range.begin;
        for (; count > 0 && end < range.end; --count) text::next_code_point(text_, end);
        return {range.begin, end};
    }

    bool add_if_it_fits(Range range) {
        range = without_blanks(range);
        if (range.begin == range.end) return true;
        const auto tokens = tokens_of(text_.substr(range.begin, range.end - range.begin));
        if (tokens > options_.max_tokens) return false;
        units_.push_back({range.begin, range.end, tokens});
        return true;
    }
    Range without_blanks(Range range) const {
        const auto words = text_.substr(range.begin, range.end - range.begin);
        std::size_t begin = 0;
        for (auto position = begin; begin < words.size(); begin = position)
            if (!text::is_white_space(text::next_code_point(words, position))) break;
        auto end = words.size();
        while (end > begin) {
            auto last = end - 1;
            while (last > begin && (words[last] & 0xc0) == 0x80) --last;
            auto position = last;
            if (!text::is_white_space(text::next_code_point(words, position))) break;
            end = last;
        }
        return {range.begin + begin, range.begin + end};
    }

    std::string_view text_;
    const ChunkOptions& options_;
    std::vector<Unit> units_;
};

}  // namespace

std::vector<Unit> units_of(const Document& document, const ChunkOptions& options) {
    return Divider(document, options).take();
}

}  // namespace winnow::chunk
