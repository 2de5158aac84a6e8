#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/document.h"
#include "extract/html/blocks.h"
#include "extract/html/dom.h"

namespace winnow::extract {

/// Whether line breaks are kept ("  \n") or become blanks, as in headings and tables.
enum class Breaks { kept, folded };

/// Writes the inline content of blocks in Markdown: emphasis, code, links and images, with what would be taken for
/// markup escaped. Collects the links.
class InlineWriter {
public:
    InlineWriter(const Dom& dom, const Url& base) : dom_(dom), base_(base) {}

    /// The block's content, cut where table cells begin: one piece for all but rows of tables.
    std::vector<std::string> write(const Block& block, Breaks breaks);
    /// An image in Markdown; empty for one without an address, for tiny ones, and for one that was written before.
    std::string image(NodeId id);
    std::vector<Link> take_links() { return std::move(links_); }

private:
    struct Span {
        NodeId end = 0;
        std::string_view marker;  // "**", "*", "`", "~~"; of a link "["
        std::string href;
        bool opened = false;
        std::string link_text;
    };

    void visit(NodeId id);
    void push(NodeId id);
    void close_until(NodeId id);
    void close(Span& span);
    void add_text(std::string_view text);
    void emit(char c, char next);
    void flush_blank();
    bool in_code() const;
    void remember(const Span& span);
    std::string resolved(std::string_view reference) const;

    const Dom& dom_;
    const Url& base_;
    Breaks breaks_ = Breaks::kept;
    std::vector<Span> spans_;
    std::vector<std::string> cells_;
    std::string_view pending_;
    std::vector<Link> links_;
    std::unordered_set<std::string> seen_links_;
    std::unordered_set<std::string> seen_images_;
};

/// The line with a backslash before what would begin a heading, quote, list or rule at its start.
std::string escaped_start(std::string line);

}  // namespace winnow::extract
