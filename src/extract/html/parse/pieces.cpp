#include "extract/html/parse/pieces.h"

#include <algorithm>
#include <array>

#include "extract/ascii.h"

namespace winnow::extract {
namespace {

// A number is written as four bytes of six bits, which are neither letters of a name nor white space nor quotes.
constexpr std::size_t kMostPieces = std::size_t{1} << 24;

}  // namespace

bool Pieces::has_room() const {
    return list_.size() < kMostPieces;
}

void Pieces::add(const Piece& piece, std::string& html) {
    const auto number = list_.size();
    std::array<char, kMarkBytes> mark{kMark};
    for (std::size_t i = 1; i < mark.size(); ++i)
        mark[i] = static_cast<char>(0x80U | ((number >> (6 * (i - 1))) & 0x3FU));
    html.append(mark.data(), mark.size());
    list_.push_back(piece);
}

const Piece* Pieces::at_mark(std::string_view html) const {
    if (html.size() < kMarkBytes || html.front() != kMark) return nullptr;
    std::size_t number = 0;
    for (std::size_t i = kMarkBytes; i-- > 1;) {
        const auto byte = static_cast<unsigned char>(html[i]);
        if ((byte & 0xC0U) != 0x80U) return nullptr;
        number = number << 6 | (byte & 0x3FU);
    }
    return number < list_.size() ? &list_[number] : nullptr;
}

std::string Pieces::expanded(std::string_view html, std::string_view page) const {
    std::string result;
    for (auto mark = html.find(kMark); mark != std::string_view::npos; mark = html.find(kMark)) {
        result += html.substr(0, mark);
        html.remove_prefix(mark);
        const auto* piece = at_mark(html);
        result += piece != nullptr ? page.substr(piece->begin, piece->end - piece->begin) : html.substr(0, 1);
        html.remove_prefix(piece != nullptr ? kMarkBytes : 1);
    }
    result += html;
    return result;
}

std::string_view read_attribute_name(std::string_view name) {
    static constexpr std::array<std::string_view, 14> kByLength{"",
                                                                "",
                                                                "id",
                                                                "rel src alt",
                                                                "name href type lang role",
                                                                "class style width",
                                                                "hidden height srcset",
                                                                "content",
                                                                "itemprop property datetime data-src xml:lang",
                                                                "",
                                                                "http-equiv",
                                                                "aria-hidden data-srcset",
                                                                "",
                                                                "data-original data-lazy-src"};
    if (name.size() >= kByLength.size()) return {};
    for (auto rest = kByLength[name.size()]; !rest.empty();) {
        const auto known = rest.substr(0, name.size());
        if (std::ranges::equal(name, known, {}, to_lower)) return known;
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    }
    return {};
}

}  // namespace winnow::extract
