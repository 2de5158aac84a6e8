#include "extract/formats/pdf/furniture.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "extract/formats/compose.h"

namespace winnow::extract {
namespace {

constexpr double kMargin = 0.12;       // of the page's height, at its top and bottom
constexpr std::size_t kManyPages = 3;  // on as many pages a line is furniture, or on half of few
constexpr std::size_t kLeastLeaders = 4;
constexpr std::size_t kLongestLine = 200;

/// With every number as "#", for those count the pages.
std::string pattern(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
        if (digit && result.ends_with('#')) continue;
        result += digit ? '#' : c;
    }
    return result;
}

bool is_page_number(std::string_view text) {
    const auto shape = pattern(trimmed(text));
    for (const std::string_view form :
         {"#", "- # -", "-#-", "Page #", "page #", "Page # of #", "# of #", "#/#", "# / #", "[#]"})
        if (shape == form) return true;
    return !shape.empty() && shape.size() <= 6 && shape.find_first_not_of("ivxlc") == std::string::npos;
}

/// "1 Introduction . . . . . . 7"
bool leads_to_page(std::string_view text) {
    const auto end = text.find_last_not_of("0123456789ivxlc \t");
    if (end == std::string_view::npos || end + 1 >= text.size() || text[end] != '.') return false;
    std::size_t dots = 0;
    for (std::size_t i = end + 1; i > 0 && (text[i - 1] == '.' || text[i - 1] == ' '); --i)
        if (text[i - 1] == '.') ++dots;
    return dots >= kLeastLeaders;
}

void drop_contents(std::vector<PdfLine>& lines) {
    const auto before = lines.size();
    std::erase_if(lines, [](const PdfLine& line) { return leads_to_page(line.text); });
    if (lines.size() == before) return;
    std::erase_if(lines, [](const PdfLine& line) {
        return line.text == "Contents" || line.text == "CONTENTS" || line.text == "Table of Contents";
    });
}

}  // namespace

void drop_furniture(const PdfContent& content, std::vector<PdfLine>& lines) {
    drop_contents(lines);
    // Per page and edge the outermost lines are what can be furniture; others only resemble it.
    const auto edge = [&](const PdfLine& line) {
        const double height = content.pages[line.page].height;
        if (line.bottom <= height * kMargin) return 1;
        return line.top >= height * (1 - kMargin) ? 2 : 0;
    };
    std::map<std::string, std::size_t> pages;
    std::map<std::string, std::size_t> last_page;
    for (const auto& line : lines) {
        if (edge(line) == 0 || line.text.size() > kLongestLine) continue;
        const auto key = pattern(line.text) + (edge(line) == 1 ? "^" : "_");
        const auto [seen, fresh] = last_page.try_emplace(key, line.page);
        if (!fresh && seen->second == line.page) continue;
        seen->second = line.page;
        ++pages[key];
    }
    const auto least = content.pages.size() < kManyPages ? 2 : kManyPages;
    std::erase_if(lines, [&](const PdfLine& line) {
        if (edge(line) == 0) return false;
        if (is_page_number(line.text)) return true;
        const auto found = pages.find(pattern(line.text) + (edge(line) == 1 ? "^" : "_"));
        return found != pages.end() && found->second >= least;
    });
}

}  // namespace winnow::extract
