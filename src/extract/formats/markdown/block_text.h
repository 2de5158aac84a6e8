#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "extract/formats/markdown/inline_text.h"

namespace winnow::extract {

/// Writes the blocks of a text into a document: lines in its text, and Markdown with the marks of the quotes and list
/// items around them.
class BlockText {
public:
    /// Both outlive this.
    BlockText(Document& document, const Url& base) : document_(document), inline_(base) {}

    InlineText& inlines() { return inline_; }

    void open_quote();
    void open_list(std::size_t first_number, bool is_tight);  ///< number 0 for bullets
    void open_item(std::string_view task);                    ///< "[x]", "[ ]" or ""
    void close();                                             ///< the innermost quote, list or item

    /// Writes what inlines() gathered as a paragraph, if anything.
    void end_paragraph();
    void end_heading(int level);
    /// The next block, wherever it stands, looks like an item: HTML lists are not always well nested.
    void mark_item() { marked_item_ = true; }
    void add_code(std::string_view code, std::string_view language);
    void add_rule();

    void open_table(std::size_t columns) { columns_ = columns; }
    void end_cell();
    void end_row();
    void close_table();

    /// Links into the document, and whether there is anything but links to read.
    void finish();
    /// The words of a picture that stands where a title would: before everything else.
    const std::string& banner() const { return banner_; }
    /// Words in sentences: blocks that hold several words outside of links.
    std::size_t prose_words() const { return prose_words_; }

private:
    struct Container {
        enum class Kind { quote, list, item } kind = Kind::quote;
        std::size_t number = 0;
        bool is_tight = false;
        bool is_marked = false;  // a marker of it was written
        std::string task;
        std::size_t width = 0;  // of the item's marker
    };
    enum class Shape { text, code };

    void put_text(std::string_view line);
    void put(std::string_view markdown, Shape shape);
    std::string prefix(bool is_first);
    std::string item_marker(Container& item, std::size_t index);
    bool follows_closely(Shape shape) const;
    void write_heading(int level, const InlineText::Piece& piece);
    void write_contents_heading();

    Document& document_;
    InlineText inline_;
    std::vector<Container> containers_;
    std::size_t too_deep_ = 0;  // containers beyond the most that are marked
    bool marked_item_ = false;
    bool in_same_list_ = false;
    std::size_t prose_words_ = 0;
    std::size_t linked_before_ = 0;
    std::string banner_;
    InlineText::Piece contents_heading_;  // held back: it goes when a table of contents follows
    int contents_level_ = 0;
    std::size_t columns_ = 0;
    std::vector<InlineText::Piece> cells_;
    std::string table_;
    bool has_head_ = false;
};

}  // namespace winnow::extract
