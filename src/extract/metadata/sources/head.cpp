#include "extract/metadata/sources/head.h"

#include <algorithm>

#include "extract/ascii.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostEntries = 500;  // pages with thousands of meta elements are made to slow us down

std::string lower_start(std::string_view text) {
    return lower_ascii(text.substr(0, 100));
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n\f");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n\f") - begin + 1);
}

std::string_view inner_text(const Dom& dom, NodeId id) {
    return dom[id].end > id + 1 && dom[id + 1].tag == Tag::text ? dom[id + 1].text : std::string_view();
}

class HeadReader {
public:
    explicit HeadReader(const Dom& dom) : dom_(dom) {}

    Head read() {
        for (NodeId id = 1; id < dom_.size(); ++id) visit(id);
        return std::move(head_);
    }

private:
    void visit(NodeId id) {
        switch (dom_[id].tag) {
            case Tag::meta: add_meta(id); break;
            case Tag::link: add_link(id); break;
            case Tag::script: add_script(id); break;
            case Tag::title:
                if (head_.title.empty() && !in_svg(id)) head_.title = trimmed(inner_text(dom_, id));
                break;
            case Tag::base:
                if (head_.base.empty()) head_.base = trimmed(dom_.attribute(id, "href"));
                break;
            case Tag::html:
                head_.language = dom_.attribute(id, "lang");
                if (head_.language.empty()) head_.language = dom_.attribute(id, "xml:lang");
                break;
            default: break;
        }
    }

    bool in_svg(NodeId id) const {
        const auto parent = dom_[id].parent;
        return dom_[parent].tag == Tag::svg || dom_[dom_[parent].parent].tag == Tag::svg;
    }

    void add_meta(NodeId id) {
        if (head_.metas.size() >= kMostEntries) return;
        std::string_view content;
        std::string_view names[4];
        std::size_t count = 0;
        for (const auto& attribute : dom_.attributes(id)) {
            if (attribute.name == "content") content = trimmed(attribute.value);
            if (count < 4 && (attribute.name == "name" || attribute.name == "property" ||
                              attribute.name == "itemprop" || attribute.name == "http-equiv"))
                names[count++] = attribute.value;
        }
        if (content.empty()) return;
        for (std::size_t i = 0; i < count; ++i) head_.metas.emplace_back(lower_start(trimmed(names[i])), content);
    }

    void add_link(NodeId id) {
        if (head_.links.size() >= kMostEntries) return;
        const auto href = trimmed(dom_.attribute(id, "href"));
        if (href.empty()) return;
        const auto rel = lower_start(dom_.attribute(id, "rel"));
        for (std::string_view rest = rel; !rest.empty();) {
            const auto end = std::min(rest.find(' '), rest.size());
            if (end > 0) head_.links.emplace_back(std::string(rest.substr(0, end)), href);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    void add_script(NodeId id) {
        const auto text = inner_text(dom_, id);
        head_.script_bytes += text.size();
        if (text.empty()) return;
        const auto type = lower_start(dom_.attribute(id, "type"));
        auto& list = type.starts_with("application/ld+json") ? head_.linked_data : head_.state;
        const bool wanted = &list == &head_.linked_data || type == "application/json";
        if (wanted && list.size() < kMostEntries) list.push_back(text);
    }

    const Dom& dom_;
    Head head_;
};

std::string_view first_of(const std::vector<std::pair<std::string, std::string_view>>& entries, std::string_view name) {
    for (const auto& [key, value] : entries)
        if (key == name) return value;
    return {};
}

}  // namespace

std::string_view Head::meta(std::string_view name) const {
    return first_of(metas, name);
}

std::string_view Head::link(std::string_view rel) const {
    return first_of(links, rel);
}

Head read_head(const Dom& dom) {
    return HeadReader(dom).read();
}

}  // namespace winnow::extract
