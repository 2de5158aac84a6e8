#include <algorithm>
#include <md4c.h>

#include "discover/lists/lists.h"
#include "markup/entities.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxAboutBytes = 600;

std::string text_of(const MD_ATTRIBUTE& attribute) {
    return markup::decoded({attribute.text, attribute.size});
}

/// Walks over the events of the parser.
class Walk {
public:
    explicit Walk(const Url& base) : base_(base) {}

    void enter(MD_BLOCKTYPE block) {
        if (block == MD_BLOCK_H) heading_.clear();
        in_heading_ = block == MD_BLOCK_H;
        if (!is_entry(block)) return;
        flush();
        ++depth_;
    }
    void leave(MD_BLOCKTYPE block) {
        if (block == MD_BLOCK_H) in_heading_ = false;
        if (!is_entry(block)) return;
        flush();
        --depth_;
    }
    void enter_link(std::string address) {
        in_link_ = depth_ > 0 && address_.empty();
        if (in_link_) address_ = std::move(address);
    }
    void leave_link() { in_link_ = false; }
    void add(std::string_view text) {
        if (in_heading_) heading_ += text;
        if (depth_ == 0) return;
        auto& target = in_link_ ? title_ : note_;
        if (target.size() < kMaxAboutBytes) target += text;
    }
    std::vector<ListEntry> take() && { return std::move(entries_); }

private:
    static bool is_entry(MD_BLOCKTYPE block) { return block == MD_BLOCK_LI || block == MD_BLOCK_TR; }

    void flush() {
        if (!address_.empty() && !address_.starts_with('#') && entries_.size() < kMaxListEntries)
            if (auto url = base_.empty() ? Url::parse(address_) : Url::parse(address_, base_))
                entries_.push_back({.url = std::move(*url),
                                    .title = text::folded_white_space(title_),
                                    .about = text::folded_white_space(heading_ + " " + note_)});
        address_.clear();
        title_.clear();
        note_.clear();
    }

    const Url& base_;
    std::vector<ListEntry> entries_;
    std::string heading_, address_, title_, note_;
    bool in_heading_ = false, in_link_ = false;
    std::size_t depth_ = 0;
};

Walk& walk_of(void* user) {
    return *static_cast<Walk*>(user);
}

}  // namespace

std::vector<ListEntry> read_markdown_list(std::string_view text, const Url& base) {
    Walk walk(base);
    MD_PARSER parser{};
    parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* user) {
        walk_of(user).enter(type);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* user) {
        walk_of(user).leave(type);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        if (type == MD_SPAN_A) walk_of(user).enter_link(text_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* user) {
        if (type == MD_SPAN_A) walk_of(user).leave_link();
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* characters, MD_SIZE size, void* user) {
        const std::string_view piece(characters, size);
        if (type == MD_TEXT_ENTITY)
            walk_of(user).add(markup::decoded(piece));
        else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
            walk_of(user).add(" ");
        else if (type == MD_TEXT_NORMAL || type == MD_TEXT_CODE)
            walk_of(user).add(piece);
        return 0;
    };
    md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &walk);
    return std::move(walk).take();
}

}  // namespace winnow
