#pragma once
// fuzz: what there is of a page to compare, with marks in place of its texts while it was parsed or without
// (docs/decisions/0165). tests/unit/extract/html/dom_test.cpp compares the same.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "extract/ascii.h"
#include "extract/html/dom.h"
#include "extract/render/render.h"

namespace winnow::fuzz {

/// The page so that it is parsed without marks: nothing is marked in a page with a byte that is not of UTF-8.
inline std::string without_marks(std::string_view html) {
    return "<!--\xFF-->" + std::string(html);
}

/// Tags, depths, the attributes that are read, and texts; without the white space before a line's beginning, which
/// marking drops.
inline std::string outline(const Result<extract::Dom>& dom) {
    if (!dom) return dom.error().message();
    std::vector<std::size_t> depths(dom->size());
    std::vector<std::string> lines(dom->size());
    bool line_begins = false;  // behind what is looked at, the last first
    for (extract::NodeId id = 1; id < dom->size(); ++id) depths[id] = depths[(*dom)[id].parent] + 1;
    for (auto id = dom->size(); id-- > 1;) {
        const auto& node = (*dom)[id];
        auto& line = lines[id];
        line = std::string(depths[id], ' ');
        if (node.tag == extract::Tag::text) {
            auto text = node.text;
            while (line_begins && !text.empty() && extract::is_space(text.back())) text.remove_suffix(1);
            if (text.empty()) {
                line.clear();
                continue;
            }
            line += '"' + std::string(text) + '"';
        } else {
            line += node.text;
            for (const auto& [name, value] : dom->attributes(id))
                if (!extract::read_attribute_name(name).empty())
                    line += ' ' + std::string(name) + "='" + std::string(value) + "'";
        }
        line += '\n';
        line_begins = node.tag != extract::Tag::text && extract::is_block(node.tag);
    }
    std::string result;
    for (const auto& line : lines) result += line;
    return result;
}

/// All text of the page, as it is written for readers and as Markdown.
inline std::string reading(const Result<extract::Dom>& dom) {
    if (!dom) return dom.error().message();
    const auto blocks = extract::blocks_of(*dom);
    const std::vector<bool> all(blocks.list.size(), true);
    const auto rendered = extract::render(*dom, blocks, all, *Url::parse("https://www.example.org/"));
    return rendered.text + '\f' + rendered.markdown;
}

}  // namespace winnow::fuzz
