#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace winnow::extract {

enum class Emphasis { strong, italic, struck, code };

/// The inline content of one block, gathered piece by piece and written twice: as plain text, and as Markdown. White
/// space is folded; what is opened and never closed is closed at the end. Links are collected over all blocks.
class InlineText {
public:
    /// `base` is what relative references are resolved against; it outlives this.
    explicit InlineText(const Url& base) : base_(base) {}

    void add(std::string_view text);
    void add_break();
    /// A border between two table cells.
    void add_border();
    void open(Emphasis emphasis);
    void close(Emphasis emphasis);
    void open_link(std::string_view reference);
    void close_link();
    void add_image(std::string_view reference, std::string_view alternative);

    /// A block's content; this is then empty again.
    struct Piece {
        std::string text;
        std::string markdown;
        bool only_links_here = false;  ///< every word links to a place on the same page, as in a table of contents
        bool only_picture = false;     ///< the text is a picture's alternative
    };
    Piece take();
    bool empty() const { return text_.empty() && markdown_.empty(); }

    std::vector<Link> take_links() { return std::move(links_); }
    std::size_t link_count() const { return link_count_; }
    std::size_t linked_words() const { return linked_words_; }

private:
    struct Span {
        Emphasis emphasis = Emphasis::strong;
        bool is_link = false;
        bool opened = false;
        std::string href;  // of a link; empty for one that leads nowhere
        std::size_t text_begin = 0;
        std::size_t markdown_begin = 0;
    };

    void begin_content();
    void end_span();
    void end_link(const Span& span);
    void close_topmost(bool is_link, Emphasis emphasis);
    std::size_t add_bare_url(std::string_view rest);
    bool in_code() const;
    bool in_link() const { return links_open_ > 0; }
    void remember(const std::string& href, std::string_view text);
    std::string resolved(std::string_view reference);

    const Url& base_;
    std::string text_;
    std::string markdown_;
    enum class Gap { none, blank, line, border } gap_ = Gap::none;
    std::vector<Span> spans_;
    std::size_t open_emphasis_[4] = {};
    std::size_t links_open_ = 0;
    std::size_t words_here_ = 0;
    std::size_t picture_bytes_ = 0;
    std::vector<Link> links_;
    std::size_t link_count_ = 0;
    std::size_t address_bytes_ = 0;
    std::size_t linked_words_ = 0;
};

}  // namespace winnow::extract
