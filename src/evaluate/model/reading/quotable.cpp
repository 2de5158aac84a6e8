#include "evaluate/model/reading/quotable.h"

#include <algorithm>
#include <cctype>

#include "text/utf8.h"
#include "text/words/characters.h"

namespace winnow::evaluate {
namespace {

bool is_invisible(char32_t c) {
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) ||
           c == 0xfeff;
}

bool is_quotation_mark(char32_t c) {
    constexpr std::u32string_view kMarks = U"'\"`´‘’‚‛“”„‟«»‹›′″「」『』＂＇";
    return kMarks.find(c) != std::u32string_view::npos;
}

bool is_dash(char32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xff0d;
}

/// Marks of Markdown that a model may add or drop.
bool is_emphasis(char32_t c) {
    return c == '*' || c == '_';
}

/// A text as quotations are compared: one blank for white space and none beside dashes, one dash for dashes in a row,
/// one kind of quotation mark, "..." for an ellipsis, no invisible characters.
class Folder {
public:
    explicit Folder(std::string_view text) : text_(text) {}

    void run() {
        folded.reserve(text_.size());
        origin.reserve(text_.size());
        std::size_t position = 0;
        while (position < text_.size()) {
            const auto start = position;
            const auto c = text::next_code_point(text_, position);
            add(c, start, position - start);
        }
    }

    std::string folded;
    std::vector<std::uint32_t> origin;

private:
    void add(char32_t c, std::size_t start, std::size_t size) {
        if (is_invisible(c) || is_emphasis(c)) return;
        if (text::is_white_space(c)) {
            if (!blank_) blank_at_ = start;
            blank_ = true;
        } else if (is_dash(c)) {
            blank_ = false;
            if (!folded.ends_with('-')) put("-", start);
        } else if (is_quotation_mark(c)) {
            put("'", start);
        } else if (c == 0x2026) {
            put("...", start);
        } else {
            put(text_.substr(start, size), start);
        }
    }

    void put(std::string_view bytes, std::size_t start) {
        if (blank_ && !folded.empty() && !folded.ends_with('-')) append(" ", blank_at_);
        blank_ = false;
        append(bytes, start);
    }

    void append(std::string_view bytes, std::size_t start) {
        folded += bytes;
        origin.insert(origin.end(), bytes.size(), static_cast<std::uint32_t>(start));
    }

    std::string_view text_;
    bool blank_ = false;
    std::size_t blank_at_ = 0;
};

/// Without what stands around a quotation: its marks, an ellipsis, the stop that ended another sentence.
std::string_view trimmed(std::string_view quotation) {
    constexpr std::string_view kAround = " '.,;:!?[]()-";
    const auto begin = quotation.find_first_not_of(kAround);
    if (begin == std::string_view::npos) return {};
    return quotation.substr(begin, quotation.find_last_not_of(kAround) - begin + 1);
}

std::vector<std::string_view> parts_of(std::string_view quotation) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= quotation.size();) {
        const auto end = std::min(quotation.find("...", begin), quotation.size());
        if (const auto part = trimmed(quotation.substr(begin, end - begin)); !part.empty()) parts.push_back(part);
        begin = end + 3;
    }
    return parts;
}

}  // namespace

QuotableText::QuotableText(std::string_view text) : text_(text) {
    Folder folder(text);
    folder.run();
    folded_ = std::move(folder.folded);
    origin_ = std::move(folder.origin);
}

Quote QuotableText::quote_at(std::size_t begin, std::size_t size) const {
    const std::size_t first = origin_[begin];
    std::size_t end = origin_[begin + size - 1];
    text::next_code_point(text_, end);
    return {std::string(text_.substr(first, end - first)), first};
}

std::optional<Quote> QuotableText::find(std::string_view quotation) const {
    Folder folder(quotation);
    folder.run();
    std::string wanted(trimmed(folder.folded));
    if (wanted.size() < kLeastQuoteBytes) return std::nullopt;
    auto at = folded_.find(wanted);
    if (at == std::string::npos && std::isalpha(static_cast<unsigned char>(wanted[0])) != 0) {
        wanted[0] ^= 0x20;  // a quotation may begin a sentence that the text does not begin there
        at = folded_.find(wanted);
        if (at == std::string::npos) wanted[0] ^= 0x20;
    }
    if (at != std::string::npos) return quote_at(at, wanted.size());

    const auto parts = parts_of(wanted);
    if (parts.size() < 2) return std::nullopt;
    std::size_t from = 0;
    std::optional<std::pair<std::size_t, std::size_t>> longest;
    for (const auto part : parts) {
        at = folded_.find(part, from);
        if (at == std::string::npos) return std::nullopt;
        from = at + part.size();
        if (!longest || part.size() > longest->second) longest.emplace(at, part.size());
    }
    if (longest->second < kLeastQuoteBytes) return std::nullopt;
    return quote_at(longest->first, longest->second);
}

}  // namespace winnow::evaluate
