#include "extract/render/render.h"

#include <algorithm>
#include <unordered_map>

#include "extract/html/hints.h"
#include "extract/render/inline_writer.h"
#include "extract/render/place.h"
#include "extract/render/table.h"

namespace winnow::extract {
namespace {

constexpr std::uint32_t kNoPictures = hint_related | hint_share | hint_promo | hint_navigation | hint_author_box |
                                      hint_comment | hint_signup | hint_sidebar | hint_footer;

/// The language that highlighters note in a class: "language-cpp", "lang-py", "highlight-source-rust".
std::string code_language(const Dom& dom, NodeId pre) {
    const NodeId candidates[] = {pre, pre + 1 < dom[pre].end ? pre + 1 : pre, dom[pre].parent};
    for (const auto id : candidates) {
        std::string_view classes = dom.attribute(id, "class");
        while (!classes.empty()) {
            const auto end = std::min(classes.find(' '), classes.size());
            auto word = classes.substr(0, end);
            classes.remove_prefix(std::min(end + 1, classes.size()));
            for (const std::string_view prefix : {"language-", "lang-", "highlight-source-", "brush:"}) {
                if (!word.starts_with(prefix)) continue;
                word.remove_prefix(prefix.size());
                if (!word.empty() && word.size() < 30 && word.find('`') == std::string_view::npos)
                    return std::string(word);
            }
        }
    }
    return {};
}

class Writer {
public:
    Writer(const Dom& dom, const Blocks& page, const Url& base)
        : dom_(dom), page_(page), blocks_(page.list), inline_(dom, page, base) {}

    Rendered write(const std::vector<bool>& chosen) {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            if (chosen[i]) order.push_back(i);
        for (const auto i : order) add_text(blocks_[i]);
        for (std::size_t at = 0; at < order.size();) at = add_markdown(order, at);
        out_.links = inline_.take_links();
        return std::move(out_);
    }

private:
    void add_text(const Block& block) {
        if (!out_.text.empty()) out_.text += '\n';
        if ((block.tags & in_heading) != 0) {
            find_place(dom_, block.container, place_);
            if (place_.heading > 0) out_.headings.push_back({place_.heading, block.text, out_.text.size()});
        }
        out_.text += block.text;
    }

    std::size_t add_markdown(const std::vector<std::size_t>& order, std::size_t at) {
        const auto& block = blocks_[order[at]];
        if (at > 0) add_pictures(blocks_[order[at - 1]].last + 1, block.first);
        find_place(dom_, block.container, place_);
        if (place_.pre != 0) return add_code(order, at);
        if (place_.table != 0 && shows_data(place_.table)) return add_table(order, at);
        if (place_.heading > 0) {
            put({std::string(static_cast<std::size_t>(place_.heading), '#') + ' ' + one_line(block)});
        } else {
            auto text = joined(inline_.write(block, Breaks::kept));
            std::vector<std::string> lines;
            for (std::size_t begin = 0; begin <= text.size();) {
                const auto end = std::min(text.find('\n', begin), text.size());
                lines.push_back(escaped_start(text.substr(begin, end - begin)));
                begin = end + 1;
            }
            put(lines);
        }
        return at + 1;
    }

    std::string one_line(const Block& block) { return joined(inline_.write(block, Breaks::folded)); }

    static std::string joined(const std::vector<std::string>& pieces) {
        std::string text;
        for (const auto& piece : pieces) {
            if (!text.empty() && !piece.empty()) text += ' ';
            text += piece;
        }
        return text;
    }

    bool shows_data(NodeId table) {
        const auto [known, fresh] = data_tables_.try_emplace(table, false);
        if (fresh) known->second = is_data_table(dom_, table);
        return known->second;
    }

    std::size_t add_code(const std::vector<std::size_t>& order, std::size_t at) {
        const auto pre = place_.pre;
        std::string code;
        for (; at < order.size() && dom_.contains(pre, blocks_[order[at]].container); ++at)
            code += (code.empty() ? "" : "\n") + blocks_[order[at]].text;
        std::size_t longest = 0;
        std::size_t run = 0;
        for (const char c : code) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
        const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
        std::vector<std::string> lines{fence + code_language(dom_, pre)};
        for (std::size_t begin = 0; begin <= code.size();) {
            const auto end = std::min(code.find('\n', begin), code.size());
            lines.push_back(code.substr(begin, end - begin));
            begin = end + 1;
        }
        lines.push_back(fence);
        put(lines);
        return at;
    }

    std::size_t add_table(const std::vector<std::size_t>& order, std::size_t at) {
        const auto table = place_.table;
        const auto outer = place_;
        TableWriter writer;
        for (; at < order.size() && dom_.contains(table, blocks_[order[at]].container); ++at) {
            const auto& block = blocks_[order[at]];
            find_place(dom_, block.container, place_);
            const auto pieces = inline_.write(block, Breaks::folded);
            const auto cell = place_.cell != 0 ? place_.cell : first_cell(block);
            auto column = place_.row != 0 && cell != 0 ? column_of(dom_, place_.row, cell) : 0;
            for (const auto& piece : pieces) writer.add(place_.row, column++, piece);
        }
        place_ = outer;
        put(writer.lines());
        return at;
    }

    NodeId first_cell(const Block& block) const {
        for (auto id = dom_[block.first].parent; id != block.container && id != 0; id = dom_[id].parent)
            if (dom_[id].tag == Tag::td || dom_[id].tag == Tag::th) return id;
        return 0;
    }

    /// Pictures between two chosen blocks that stand in no box of other matter.
    void add_pictures(NodeId begin, NodeId end) {
        for (NodeId id = begin; id < end; ++id) {
            if (dom_[id].tag != Tag::img || is_foreign(id)) continue;
            const auto picture = inline_.image(id);
            if (picture.empty()) continue;
            find_place(dom_, dom_[id].parent, place_);
            put({picture});
        }
    }

    bool is_foreign(NodeId id) const {
        int steps = 0;
        for (; id != 0 && steps < 6; id = dom_[id].parent, ++steps) {
            const auto tag = dom_[id].tag;
            if (tag == Tag::article || tag == Tag::main || tag == Tag::body) return false;
            if (is_no_text(tag) || tag == Tag::aside || tag == Tag::nav || tag == Tag::footer) return true;
            if ((page_.hints[id] & (kNoPictures | kLeftOut)) != 0) return true;
        }
        return false;
    }

    /// Writes lines at the current place, with the marks of its quotes and items.
    void put(const std::vector<std::string>& lines) {
        std::string first;
        std::string further;
        std::string shared;
        bool new_item = false;
        bool same = true;
        for (std::size_t i = 0; i < place_.levels.size(); ++i) {
            const auto& level = place_.levels[i];
            same = same && i < before_.size() && before_[i].id == level.id;
            const auto [mark, indent] = marks(level, new_item);
            first += mark;
            further += indent;
            if (same) shared += indent;
        }
        if (!out_.markdown.empty()) {
            out_.markdown += '\n';
            if (!new_item || before_.empty() || !in_list(before_.back())) {
                while (shared.ends_with(' ')) shared.pop_back();
                out_.markdown += shared + '\n';
            }
        }
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (i > 0) out_.markdown += '\n';
            out_.markdown += i == 0 ? first : further;
            out_.markdown += lines[i];
        }
        before_ = place_.levels;
    }

    static bool in_list(const Level& level) { return level.list != 0; }

    struct Marks {
        std::string mark;
        std::string indent;
    };

    Marks marks(const Level& level, bool& new_item) {
        if (level.list == 0) return {"> ", "> "};
        const auto known = items_.find(level.id);
        if (known != items_.end()) return {std::string(known->second, ' '), std::string(known->second, ' ')};
        new_item = true;
        std::string mark = "- ";
        if (dom_[level.list].tag == Tag::ol) mark = std::to_string(++numbers_[level.list]) + ". ";
        items_[level.id] = mark.size();
        return {mark, std::string(mark.size(), ' ')};
    }

    const Dom& dom_;
    const Blocks& page_;
    const std::vector<Block>& blocks_;
    InlineWriter inline_;
    Rendered out_;
    Place place_;
    std::vector<Level> before_;
    std::unordered_map<NodeId, std::size_t> items_;  // items that were begun, with the width of their mark
    std::unordered_map<NodeId, int> numbers_;        // of ordered lists
    std::unordered_map<NodeId, bool> data_tables_;
};

}  // namespace

Rendered render(const Dom& dom, const Blocks& blocks, const std::vector<bool>& chosen, const Url& base) {
    return Writer(dom, blocks, base).write(chosen);
}

}  // namespace winnow::extract
