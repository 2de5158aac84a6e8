#pragma once

#include <string>
#include <string_view>

#include "extract/formats/markdown/block_text.h"

namespace winnow::extract {

/// Whether a fragment of HTML may divide the block in which it stands: not in headings and table cells.
enum class Division { allowed, not_here };

/// Writes pieces of HTML inside of Markdown. Tags that have a counterpart in Markdown become that, others vanish, their
/// content stays; comments, scripts and styles go. A tag may be opened in one fragment and closed in another.
class HtmlFragments {
public:
    /// `blocks` outlives this.
    explicit HtmlFragments(BlockText& blocks) : blocks_(blocks) {}

    void write(std::string_view html, Division division);
    /// Whether a script or style is open, whose content is no text.
    bool is_skipping() const { return !skipped_.empty(); }
    /// Ends what was left open, at the end of a block of Markdown.
    void end_block();

private:
    void begin_tag(std::string_view name, std::string_view attributes, Division division);
    void end_tag(std::string_view name, Division division);
    void divide(Division division);
    void write_text(std::string_view html);
    std::size_t skip_to_end(std::string_view rest);

    BlockText& blocks_;
    std::string skipped_;  // the open element whose content is dropped
    int heading_ = 0;
    bool preformatted_ = false;
    std::string code_;
};

}  // namespace winnow::extract
