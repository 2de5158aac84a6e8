#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "index/chunk.h"
#include "index/chunk/units.h"

namespace winnow {
namespace {

using chunk::Unit;

/// A heading begins a new passage when the one before has at least this share of the size; else short sections would
/// make passages that say nothing alone.
constexpr std::size_t kLeastShare = 3;

/// The headings that a place of the text stands under, followed from the beginning of the text to its end.
class HeadingPath {
public:
    explicit HeadingPath(const std::vector<Heading>& headings) : headings_(headings) {}

    /// Precondition: places are asked for in ascending order.
    std::vector<std::string> at(std::size_t place) {
        for (; next_ < headings_.size() && headings_[next_].offset <= place; ++next_) {
            while (!open_.empty() && open_.back()->level >= headings_[next_].level) open_.pop_back();
            open_.push_back(&headings_[next_]);
        }
        std::vector<std::string> path;
        path.reserve(open_.size());
        for (const auto* heading : open_) path.push_back(heading->text);
        return path;
    }

private:
    const std::vector<Heading>& headings_;
    std::size_t next_ = 0;
    std::vector<const Heading*> open_;
};

/// Units [first, last) are a passage.
struct Extent {
    std::size_t first = 0;
    std::size_t last = 0;
};

class Packer {
public:
    Packer(std::span<const Unit> units, const ChunkOptions& options) : units_(units), options_(options) {}

    std::vector<Extent> pack() {
        for (std::size_t next = 0; next < units_.size(); ++next) {
            if (tokens_ + units_[next].tokens > options_.max_tokens)
                close(next);
            else if (begins_section(next))
                start(next);
            tokens_ += units_[next].tokens;
        }
        if (open_ < units_.size()) extents_.push_back({open_, units_.size()});
        return std::move(extents_);
    }

private:
    bool begins_section(std::size_t next) const {
        return next > open_ && units_[next].is_heading && !units_[next - 1].is_heading &&
               tokens_ * kLeastShare >= options_.max_tokens;
    }

    /// Ends the passage before unit `next`, and lets the new one begin with what may be repeated.
    void close(std::size_t next) {
        auto first = next;
        std::size_t tokens = 0;
        // Headings at the end go with what they head.
        while (first > open_ + 1 && units_[first - 1].is_heading &&
               tokens + units_[first - 1].tokens + units_[next].tokens <= options_.max_tokens)
            tokens += units_[--first].tokens;
        start(first);
        tokens_ = tokens;
        if (first == next && !units_[next].is_heading) repeat(next);
    }
    void start(std::size_t first) {
        if (first > open_) extents_.push_back({open_, first});
        open_ = first;
        tokens_ = 0;
    }
    void repeat(std::size_t next) {
        const auto least = extents_.empty() ? 0 : extents_.back().first + 1;
        std::size_t overlap = 0;
        while (open_ > least && overlap + units_[open_ - 1].tokens <= options_.overlap_tokens &&
               tokens_ + units_[open_ - 1].tokens + units_[next].tokens <= options_.max_tokens) {
            overlap += units_[--open_].tokens;
            tokens_ += units_[open_].tokens;
        }
    }

    std::span<const Unit> units_;
    const ChunkOptions& options_;
    std::vector<Extent> extents_;
    std::size_t open_ = 0;    // the first unit of the passage that is being filled
    std::size_t tokens_ = 0;  // in it
};

}  // namespace

std::vector<Passage> make_passages(const Document& document, const ChunkOptions& options) {
    const auto units = chunk::units_of(document, options);
    HeadingPath path(document.headings);
    std::vector<Passage> passages;
    for (const auto& [first, last] : Packer(units, options).pack()) {
        const auto begin = units[first].begin;
        Passage passage{.number = static_cast<std::uint32_t>(passages.size()),
                        .offset = begin,
                        .text = document.text.substr(begin, units[last - 1].end - begin),
                        .headings = path.at(begin)};
        for (auto unit = first; unit < last; ++unit) passage.tokens += static_cast<std::uint32_t>(units[unit].tokens);
        passages.push_back(std::move(passage));
    }
    return passages;
}

std::string text_to_embed(const Passage& passage, std::string_view title) {
    std::string text(title);
    for (const auto& heading : passage.headings) {
        if (heading == title || passage.text.starts_with(heading)) continue;
        if (!text.empty()) text += '\n';
        text += heading;
    }
    if (!text.empty()) text += '\n';
    return text + passage.text;
}

}  // namespace winnow
