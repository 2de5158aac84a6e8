#include "extract/metadata/sources/marked.h"

#include <algorithm>
#include <array>

#include "extract/html/blocks.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostEntries = 200;
constexpr std::size_t kMostTextBytes = 300;
constexpr NodeId kMostNodes = 200;  // under one marked element

bool has_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

/// Classes that templates give to the name of the author and nothing else.
bool is_author_class(std::string_view classes) {
    constexpr std::array<std::string_view, 11> kNames{
        "author-name", "author__name", "byline__name", "byline-name",       "authorname",      "p-author",
        "fn",          "author",       "byline",       "entry-author-name", "c-byline__author"};
    const auto none_has = [&](std::string_view part) { return classes.find(part) == std::string_view::npos; };
    if (none_has("uthor") && none_has("yline") && none_has("fn"))
        return false;  // without their letters that are frequent
    while (!classes.empty()) {
        const auto end = std::min(classes.find(' '), classes.size());
        const auto word = classes.substr(0, end);
        classes.remove_prefix(std::min(end + 1, classes.size()));
        if (std::ranges::find(kNames, word) != kNames.end()) return true;
    }
    return false;
}

class Walk {
public:
    explicit Walk(const Dom& dom) : dom_(dom) {}

    Marked read() {
        for (NodeId id = 1; id < dom_.size(); ++id) {
            const auto& node = dom_[id];
            if (node.tag == Tag::h1 && result_.titles.size() < 5) add(result_.titles, text(id));
            if (node.attributes_begin != node.attributes_end) visit(id);
        }
        return std::move(result_);
    }

private:
    void visit(NodeId id) {
        const auto tag = dom_[id].tag;
        std::string_view property;
        std::string_view rel;
        std::string_view classes;
        for (const auto& [name, value] : dom_.attributes(id)) {
            if (name == "itemprop") property = value;
            if (name == "rel") rel = value;
            if (name == "class") classes = value;
        }
        if (tag == Tag::time) add(result_.times, machine_value(id));
        if (!property.empty()) add_property(id, property);
        if (tag == Tag::a && !rel.empty()) {
            if (has_word(rel, "author")) add(result_.authors, text(id));
            if (has_word(rel, "tag")) add(result_.tags, text(id));
        }
        if ((tag == Tag::a || tag == Tag::link) && has_word(rel, "license"))
            add(result_.licences, std::string(dom_.attribute(id, "href")));
        if (!classes.empty() && tag != Tag::body && is_author_class(classes)) add(result_.authors, text(id));
    }

    void add_property(NodeId id, std::string_view names) {
        if (result_.properties.size() >= kMostEntries) return;
        auto value = machine_value(id);
        if (value.empty()) return;
        while (!names.empty()) {
            const auto end = std::min(names.find(' '), names.size());
            if (end > 0)
                result_.properties.emplace_back(std::string(names.substr(0, std::min<std::size_t>(end, 40))), value);
            names.remove_prefix(std::min(end + 1, names.size()));
        }
    }

    std::string machine_value(NodeId id) const {
        for (const std::string_view name : {"content", "datetime"})
            if (const auto value = dom_.attribute(id, name); !value.empty())
                return std::string(value.substr(0, kMostTextBytes));
        if (dom_[id].tag == Tag::img) return std::string(dom_.attribute(id, "src"));
        if (dom_[id].tag == Tag::link) return std::string(dom_.attribute(id, "href"));
        return text(id);
    }

    std::string text(NodeId id) const { return text_of(dom_, id, kMostTextBytes); }

    static void add(std::vector<std::string>& list, std::string value) {
        if (list.size() < kMostEntries && !value.empty()) list.push_back(std::move(value));
    }

    const Dom& dom_;
    Marked result_;
};

}  // namespace

std::string Marked::property(std::string_view name) const {
    for (const auto& [key, value] : properties)
        if (key == name) return value;
    return {};
}

Marked read_marked(const Dom& dom) {
    return Walk(dom).read();
}

std::string text_of(const Dom& dom, NodeId id, std::size_t most) {
    std::string text;
    const auto end = std::min(dom[id].end, id + kMostNodes);
    for (NodeId inner = id; inner < end && text.size() < most;) {
        const auto& node = dom[inner];
        if (node.tag != Tag::text) {
            if (is_block(node.tag) && !text.empty() && text.back() != ' ') text += ' ';
            inner = is_no_text(node.tag) ? node.end : inner + 1;
            continue;
        }
        for (const char c : node.text.substr(0, most)) {
            const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
            if (!blank)
                text += c;
            else if (!text.empty() && text.back() != ' ')
                text += ' ';
        }
        ++inner;
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

}  // namespace winnow::extract
