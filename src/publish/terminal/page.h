#pragma once

#include <string>
#include <string_view>

#include "publish/terminal.h"

namespace winnow {

/// What is shown line by line, as wide as the terminal. Foreign text goes through plain_terminal_text() before.
class TerminalPage {
public:
    explicit TerminalPage(const TerminalOptions& options);

    std::string bold(std::string_view text) const { return styled("1", text); }
    std::string dim(std::string_view text) const { return styled("2", text); }
    static constexpr std::size_t kBarWidth = 15;
    /// A score as a bar of ten columns, in eighths, and the number: kBarWidth columns.
    std::string bar(double score) const;
    std::size_t width() const { return width_; }

    void line(std::string_view text = {});
    /// The text behind `indent` blanks, folded; `style` is "" or a code of ECMA-48 (SGR).
    void paragraph(std::string_view text, std::size_t indent, const char* style = "");
    /// An address, never folded, so that terminals recognise it whole.
    void address(std::string_view href, std::size_t indent);
    std::string take() && { return std::move(out_); }

private:
    std::string styled(const char* style, std::string_view text) const;

    std::size_t width_;
    bool colour_;
    std::string out_;
};

constexpr const char* kBold = "1";
constexpr const char* kDim = "2";

}  // namespace winnow
