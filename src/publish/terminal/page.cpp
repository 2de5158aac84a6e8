#include "publish/terminal/page.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "publish/terminal/columns.h"
#include "publish/wording.h"

namespace winnow {
namespace {

constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kWidest = 100;  // longer lines are hard to read
constexpr int kBarColumns = 10;
constexpr std::size_t kNumberColumns = 5;  // "  7.4", " 10.0"
static_assert(kBarColumns + kNumberColumns == TerminalPage::kBarWidth);
constexpr int kEighths = 8;

const char* colour_of(double score) {
    if (score >= 7) return "32";
    return score >= 5 ? "33" : "31";
}

}  // namespace

TerminalPage::TerminalPage(const TerminalOptions& options)
    : width_(std::clamp(options.width, kNarrowest, kWidest)), colour_(options.colour) {}

std::string TerminalPage::bar(double score) const {
    constexpr std::array<std::string_view, kEighths> kParts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const double share = std::isfinite(score) ? std::clamp(score / kHighestScore, 0.0, 1.0) : 0;
    const auto eighths = static_cast<int>(std::lround(share * kBarColumns * kEighths));
    std::string filled;
    for (int i = 0; i < eighths / kEighths; ++i) filled += "█";
    filled += kParts.at(static_cast<std::size_t>(eighths % kEighths));
    std::string rest;
    for (int i = (eighths + kEighths - 1) / kEighths; i < kBarColumns; ++i) rest += "·";
    const auto number = one_decimal(score);
    const auto padding = std::string(number.size() < kNumberColumns ? kNumberColumns - number.size() : 1, ' ');
    return styled(colour_of(score), filled) + dim(rest) + padding + bold(number);
}

void TerminalPage::line(std::string_view text) {
    out_ += text;
    out_ += '\n';
}

void TerminalPage::paragraph(std::string_view text, std::size_t indent, const char* style) {
    for (const auto& each : folded(text, width_ - indent)) line(std::string(indent, ' ') + styled(style, each));
}

void TerminalPage::address(std::string_view href, std::size_t indent) {
    line(std::string(indent, ' ') + styled("36", href));
}

std::string TerminalPage::styled(const char* style, std::string_view text) const {
    if (!colour_ || text.empty() || *style == '\0') return std::string(text);
    return "\x1b[" + std::string(style) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace winnow
