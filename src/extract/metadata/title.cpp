#include "extract/metadata/title.h"

#include <algorithm>

#include "extract/ascii.h"
#include "extract/metadata/names.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kBefore = 6;          // blocks before the article in which its heading may stand
constexpr std::size_t kAfter = 2;           // chosen blocks at its beginning
constexpr std::size_t kLongestTitle = 150;  // bytes

bool is_stated(const Head& head, const LinkedData& data) {
    if (!data.article()["headline"].as_string().empty()) return true;
    return std::ranges::any_of(head.metas, [](const auto& meta) {
        return meta.first == "og:title" || meta.first == "twitter:title" || meta.first == "dc.title" ||
               meta.first == "citation_title" || meta.first == "headline";
    });
}

bool can_be_title(const Block& block) {
    return (block.tags & in_heading) != 0 && (block.tags & (in_nav | in_aside | in_footer)) == 0 &&
           block.link_words * 2 <= block.words && block.text.size() <= kLongestTitle;
}

/// The heading nearest to the beginning of the article: at it, else before it.
const Block* opening_heading(const std::vector<Block>& blocks, const std::vector<bool>& chosen) {
    const auto first = static_cast<std::size_t>(std::ranges::find(chosen, true) - chosen.begin());
    if (first == chosen.size()) return nullptr;
    std::size_t seen = 0;
    for (auto i = first; i < blocks.size() && seen < kAfter; ++i) {
        if (!chosen[i]) continue;
        if (can_be_title(blocks[i])) return &blocks[i];
        ++seen;
    }
    const auto before = std::min(first, kBefore);
    for (std::size_t back = 1; back <= before; ++back)
        if (can_be_title(blocks[first - back])) return &blocks[first - back];
    return nullptr;
}

}  // namespace

void refine_title(Document& document, const Head& head, const LinkedData& data, const std::vector<Block>& blocks,
                  const std::vector<bool>& chosen) {
    if (is_stated(head, data)) return;
    const auto* heading = opening_heading(blocks, chosen);
    if (!heading) return;
    const auto title = clean_text(heading->text);
    if (lower_ascii(document.title).find(lower_ascii(title)) != std::string::npos) {
        // The title element holds the heading and the name of the site, or more of both.
        if (heading->words >= 3) document.title = title;
        return;
    }
    document.title = heading->words >= 2 || document.title.empty() ? title : title + " \u2013 " + document.title;
}

}  // namespace winnow::extract
