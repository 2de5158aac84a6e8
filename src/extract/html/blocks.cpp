#include "extract/html/blocks.h"

#include <algorithm>
#include <unordered_map>

#include "extract/ascii.h"
#include "extract/html/hidden.h"
#include "extract/html/hints.h"
#include "extract/html/patterns.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMaxHiddenTexts = 50;
constexpr std::size_t kMaxHiddenBytes = 400;
constexpr std::uint32_t kLeastWords = 40;     // a page that shows less may be waiting for a script
constexpr std::uint32_t kLongLineWords = 12;  // a line as long as that is a paragraph

std::uint32_t context_of(const Dom& dom, NodeId id) {
    switch (dom[id].tag) {
        case Tag::article: return in_article;
        case Tag::main: return in_main;
        case Tag::header: return in_header;
        case Tag::footer: return in_footer;
        case Tag::nav: return in_nav;
        case Tag::aside: return in_aside;
        case Tag::form: return in_form;
        case Tag::figure: return in_figure;
        case Tag::figcaption: return in_figcaption;
        case Tag::table: return in_table;
        case Tag::ul:
        case Tag::ol:
        case Tag::dl: return in_list;
        case Tag::blockquote: return in_quote;
        case Tag::pre: return in_pre;
        case Tag::dialog: return in_dialog;
        case Tag::p: return in_paragraph;
        case Tag::details: return in_details;
        case Tag::address: return in_address;
        default: return is_heading(dom[id].tag) ? in_heading : 0u;
    }
}

std::uint32_t context_of_role(std::string_view role) {
    if (role == "navigation" || role == "menu") return in_nav;
    if (role == "complementary") return in_aside;
    if (role == "dialog" || role == "alertdialog") return in_dialog;
    if (role == "contentinfo") return in_footer;
    return role == "main" ? in_main : 0u;
}

struct Words {
    std::string_view text;
    std::uint32_t count = 0;
};

/// The words from the one that begins at `begin` on, as far as single blanks divide them.
Words words_at(std::string_view text, std::size_t begin) {
    std::uint32_t count = 1;
    auto end = begin + 1;
    for (;; ++end, ++count) {
        while (end < text.size() && !is_space(text[end])) ++end;
        if (end + 1 >= text.size() || text[end] != ' ' || is_space(text[end + 1])) break;
    }
    return {text.substr(begin, end - begin), count};
}

/// Whether hidden elements are left out. A page that shows nothing else hides its text until a script has run.
enum class Hidden { left_out, shown };

/// An element that is open while the walk is inside it.
struct Open {
    NodeId id = 0;
    NodeId end = 0;
    std::uint32_t hints = 0;  // its own and those around
    std::uint32_t own = 0;
    std::uint32_t tags = 0;
    bool block = false;
    bool emphasis = false;
    bool link = false;
};

class Cutter {
public:
    Cutter(const Dom& dom, Hidden hidden) : dom_(dom), hidden_(hidden) {
        open_.push_back({.id = 0, .end = dom.size(), .block = true});
        result_.hints.assign(dom.size(), 0);
        tags_.assign(dom.size(), 0);
        known_hints_.reserve(256);
    }

    Blocks cut() {
        for (NodeId id = 1; id < dom_.size();) {
            close_until(id);
            const auto& node = dom_[id];
            if (node.tag == Tag::text) {
                add_text(id);
                ++id;
                continue;
            }
            const auto said = node.attributes_begin == node.attributes_end ? Said{} : read_attributes(id);
            if (is_no_text(node.tag) || is_left_out(id, said)) {
                if (is_block(node.tag)) flush();
                id = node.end;
                continue;
            }
            enter(id, said);
            id = std::max(id + 1, skip_until_);
        }
        flush();
        forget_wrappers();
        return std::move(result_);
    }

private:
    /// An element around most of the page's words is its frame, whatever its name says: a form, a "modal" or an "aside"
    /// that holds the article says nothing about the article. Sums up again what is around each block without them.
    void forget_wrappers() {
        std::vector<std::uint32_t> words(dom_.size(), 0);
        std::vector<std::uint32_t> prose(dom_.size(), 0);
        for (const auto& block : result_.list) {
            words[block.container] += block.words;
            if (block.words >= kLongLineWords && block.link_words * 3 < block.words)
                prose[block.container] += block.words;
        }
        for (NodeId id = dom_.size(); id-- > 1;) {
            words[dom_[id].parent] += words[id];
            prose[dom_[id].parent] += prose[id];
        }
        auto around = result_.hints;
        for (NodeId id = 1; id < dom_.size(); ++id) {
            constexpr std::uint32_t kKept = hint_content | hint_body;
            constexpr std::uint32_t kKeptTags = in_article | in_main | in_body_property;
            // Readers' comments may be longer than the article.
            std::uint32_t kept = ~0u;
            if (prose[id] * 2 > prose[0]) kept = kKept | hint_comment | hint_related;
            if (words[id] * 2 > words[0]) kept = kKept;
            result_.hints[id] &= kept;
            around[id] &= kept;
            if (kept != ~0u) tags_[id] &= kKeptTags;
            around[id] |= around[dom_[id].parent];
            tags_[id] |= tags_[dom_[id].parent];
        }
        for (auto& block : result_.list) {
            const auto parent = dom_[block.first].parent;
            block.hints = around[parent];
            block.tags = tags_[parent];
        }
    }

    /// What the attributes of an element say, read in one pass.
    struct Said {
        std::uint32_t hints = 0;  // of class and id; kLeftOut for what is not for the screen
        std::uint32_t tags = 0;
        bool may_hide = false;
    };

    Said read_attributes(NodeId id) {
        Said said;
        for (const auto& [name, value] : dom_.attributes(id)) {
            if (name == "class")
                said.hints |= cached_hints(value);
            else if (name == "id")
                said.hints |= hints_of(value);
            else if (name == "style" || name == "hidden" || name == "aria-hidden")
                said.may_hide = true;
            else if (name == "itemprop" && (value == "text" || value.find("articleBody") != std::string_view::npos))
                said.tags |= in_body_property;
            else if (name == "role")
                said.tags |= context_of_role(value);
        }
        return said;
    }

    bool is_left_out(NodeId id, const Said& said) {
        if (hidden_ == Hidden::shown || (!said.may_hide && (said.hints & kLeftOut) == 0)) return false;
        const bool hidden = said.may_hide && is_hidden(dom_, id);
        if (!hidden && (said.hints & kLeftOut) == 0) return false;
        if (hidden) remember_hidden(id);
        result_.hints[id] |= kLeftOut;
        return true;
    }

    void remember_hidden(NodeId id) {
        if (result_.hidden.size() >= kMaxHiddenTexts) return;
        std::string text;
        for (NodeId inner = id; inner < dom_[id].end && text.size() < kMaxHiddenBytes; ++inner)
            if (dom_[inner].tag == Tag::text) text += std::string(dom_[inner].text.substr(0, kMaxHiddenBytes)) + ' ';
        if (std::ranges::any_of(text, [](char c) { return is_letter(c) || is_digit(c) || is_beyond_ascii(c); }))
            result_.hidden.push_back(std::move(text));
    }

    void close_until(NodeId id) {
        while (open_.back().end <= id) {
            if (open_.back().block) flush();
            open_.pop_back();
        }
    }

    /// The hints of a class or id, and kLeftOut for what is not for the screen. Pages repeat a few names a thousand
    /// times.
    std::uint32_t cached_hints(std::string_view names) {
        const auto [known, fresh] = known_hints_.try_emplace(names, 0);
        if (fresh) known->second = hints_of(names) | (is_not_for_screen(names) ? kLeftOut : 0u);
        return known->second;
    }

    bool ends_line() const {
        if ((open_.back().tags & in_pre) != 0 || current_.text.empty()) return false;
        if (current_.words >= kLongLineWords) return true;
        return (pattern_of(current_.text) & (pattern_date | pattern_byline)) != 0;
    }

    void enter(NodeId id, const Said& said) {
        const auto& node = dom_[id];
        if (node.tag == Tag::br) {
            // Two breaks are what old pages have instead of paragraphs; one does after a sentence, or after a byline.
            if (++breaks_ >= 2 || ends_line()) {
                flush();
            } else if (!current_.text.empty()) {
                pending_ = '\n';
            }
            return;
        }
        Open open{.id = id, .end = node.end, .hints = open_.back().hints, .tags = open_.back().tags};
        open.block = is_block(node.tag);
        open.emphasis = open_.back().emphasis || node.tag == Tag::b || node.tag == Tag::strong || node.tag == Tag::em ||
                        node.tag == Tag::i;
        open.link = open_.back().link || node.tag == Tag::a;
        const auto own_tags = context_of(dom_, id) | said.tags;
        // What stands on the body describes the page as a whole.
        open.own = node.tag == Tag::body || node.tag == Tag::html ? 0 : said.hints & ~kLeftOut;
        open.hints |= open.own;
        result_.hints[id] = open.own;
        open.tags |= own_tags;
        tags_[id] = own_tags;
        if (!open.block && (open.own & hint_popup) != 0 && (open_.back().hints & hint_popup) != 0) {
            skip_until_ = node.end;
            result_.hints[id] |= kLeftOut;
            return;
        }
        if (open.block)
            flush();
        else if ((node.tag == Tag::td || node.tag == Tag::th) && !current_.text.empty() && pending_ == 0)
            pending_ = ' ';
        if (open.link && !open_.back().link) ++current_.links;
        if (node.end > id + 1)
            open_.push_back(open);
        else if (open.block)
            flush();
    }

    void add_text(NodeId id) {
        const auto& open = open_.back();
        const bool verbatim = (open.tags & in_pre) != 0;
        bool any = false;
        const auto text = dom_[id].text;
        for (std::size_t at = 0; at < text.size();) {
            if (is_space(text[at])) {
                for (; at < text.size() && is_space(text[at]); ++at)
                    if (verbatim) pending_verbatim_ += text[at] == '\r' ? '\n' : text[at];
                if (!verbatim && pending_ == 0 && !current_.text.empty()) pending_ = ' ';
                in_word_ = false;
                continue;
            }
            const auto words = words_at(text, at);
            add_words(id, words, open.link);
            any = true;
            at += words.text.size();
        }
        if (!any) return;
        breaks_ = 0;
        current_.last = id;
        current_.emphasised = current_.emphasised && open.emphasis;
        // An inline element speaks for the block when it is around all of its text.
        std::uint32_t around_text = 0;
        for (auto around = open_.rbegin(); around != open_.rend() && !around->block; ++around)
            around_text |= around->own;
        inline_hints_ &= around_text;
    }

    void add_words(NodeId id, const Words& words, bool linked) {
        if (current_.text.empty()) begin(id);
        if (!pending_verbatim_.empty()) {
            if (!current_.text.empty()) current_.text += pending_verbatim_;
            pending_verbatim_.clear();
        } else if (pending_ != 0) {
            current_.text += pending_;
        }
        pending_ = 0;
        current_.text += words.text;
        const auto fresh = words.count - (in_word_ ? 1 : 0);
        current_.words += fresh;
        if (linked) current_.link_words += fresh;
        in_word_ = true;
    }

    void begin(NodeId id) {
        auto around = open_.rbegin();
        while (!around->block) ++around;
        const auto links = current_.links;
        current_ = Block{.container = around->id, .first = id, .last = id, .links = links};
        current_.emphasised = true;
        inline_hints_ = ~0u;
        current_.tags = open_.back().tags;
        current_.hints = open_.back().hints;
        current_.near_hints = around->own;
        current_.depth = static_cast<std::uint16_t>(std::min<std::size_t>(open_.size(), 65535));
        if (auto parent = std::next(around); parent != open_.rend()) current_.near_hints |= parent->own;
        in_word_ = false;
    }

    void flush() {
        pending_ = 0;
        pending_verbatim_.clear();
        in_word_ = false;
        breaks_ = 0;
        if (!current_.text.empty()) {
            current_.near_hints |= inline_hints_;
            result_.list.push_back(std::move(current_));
        }
        current_ = Block{};
    }

    const Dom& dom_;
    Hidden hidden_;
    Blocks result_;
    std::unordered_map<std::string_view, std::uint32_t> known_hints_;
    std::vector<Open> open_;
    std::vector<std::uint32_t> tags_;  // by node, its own
    Block current_;
    char pending_ = 0;
    std::string pending_verbatim_;
    int breaks_ = 0;
    std::uint32_t inline_hints_ = 0;  // of the inline elements around all of the block's text so far
    NodeId skip_until_ = 0;
    bool in_word_ = false;
};

}  // namespace

bool is_no_text(Tag tag) {
    switch (tag) {
        case Tag::head:
        case Tag::script:
        case Tag::style:
        case Tag::noscript:
        case Tag::template_:
        case Tag::svg:
        case Tag::iframe:
        case Tag::object:
        case Tag::select:
        case Tag::option:
        case Tag::textarea:
        case Tag::input:
        case Tag::button:
        case Tag::video:
        case Tag::audio:
        case Tag::math: return true;
        default: return false;
    }
}

Blocks blocks_of(const Dom& dom) {
    auto blocks = Cutter(dom, Hidden::left_out).cut();
    std::uint32_t words = 0;
    for (const auto& block : blocks.list) words += block.words;
    if (words >= kLeastWords || blocks.hidden.empty()) return blocks;
    auto all = Cutter(dom, Hidden::shown).cut();
    std::uint32_t all_words = 0;
    for (const auto& block : all.list) all_words += block.words;
    return all_words > 4 * words + kLeastWords ? std::move(all) : std::move(blocks);
}

}  // namespace winnow::extract
