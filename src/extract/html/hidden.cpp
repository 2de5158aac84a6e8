#include "extract/html/hidden.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>

#include "extract/ascii.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostStyleBytes = 2000;
constexpr NodeId kMostDecoration = 300;  // nodes: what is larger and aria-hidden is the page behind a dialog

/// A declaration of a style attribute, lower case and without blanks, as far as hiding is concerned.
struct Style {
    std::string display, visibility, opacity, font_size, colour, background, position, left, top, indent, height,
        overflow, clip;

    std::string* place_of(std::string_view property) {
        if (property == "display") return &display;
        if (property == "visibility") return &visibility;
        if (property == "opacity") return &opacity;
        if (property == "font-size") return &font_size;
        if (property == "color") return &colour;
        if (property == "background-color" || property == "background") return &background;
        if (property == "position") return &position;
        if (property == "left") return &left;
        if (property == "top") return &top;
        if (property == "text-indent") return &indent;
        if (property == "height" || property == "max-height") return &height;
        if (property == "overflow") return &overflow;
        if (property == "clip") return &clip;
        return nullptr;
    }
};

Style read_style(std::string_view text) {
    std::string low;
    for (const char c : text.substr(0, kMostStyleBytes))
        if (is_space(c) == 0) low += to_lower(c);
    Style style;
    std::string_view rest = low;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        const auto declaration = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto colon = declaration.find(':');
        if (colon == std::string_view::npos) continue;
        auto value = declaration.substr(colon + 1);
        if (value.ends_with("!important")) value.remove_suffix(10);
        if (auto* place = style.place_of(declaration.substr(0, colon))) *place = value;
    }
    return style;
}

bool is_zero(std::string_view value) {
    return !value.empty() && (value[0] == '0' || value[0] == '.') &&
           std::ranges::none_of(value, [](char c) { return c >= '1' && c <= '9'; });
}

/// Whether a length lies so far to the left or above that it is not on the screen.
bool is_far_outside(std::string_view value) {
    if (!value.starts_with('-')) return false;
    int length = 0;
    std::from_chars(value.data(), value.data() + value.size(), length);
    return length <= -500;
}

struct Colour {
    int red = 0, green = 0, blue = 0;
};

/// "#fff", "#fefefe" and the names that pages use to hide text; nothing for what is more than that.
std::optional<Colour> read_colour(std::string_view value) {
    if (value == "white") return Colour{255, 255, 255};
    if (value == "black") return Colour{};
    if (!value.starts_with('#') || (value.size() != 4 && value.size() != 7)) return std::nullopt;
    unsigned number = 0;
    const auto [end, error] = std::from_chars(value.data() + 1, value.data() + value.size(), number, 16);
    if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
    const auto part = [&](unsigned at) {
        return static_cast<int>(value.size() == 4 ? (number >> (at * 4) & 0xfU) * 17 : number >> (at * 8) & 0xffU);
    };
    return Colour{part(2), part(1), part(0)};
}

/// Whether nobody can tell text from its background.
bool are_alike(std::string_view colour, std::string_view background) {
    constexpr int kVisible = 24;  // of 255: about a tenth of the way from white to black
    if (colour.empty()) return false;
    if (colour == background) return true;
    const auto a = read_colour(colour);
    const auto b = read_colour(background);
    return a && b && std::abs(a->red - b->red) < kVisible && std::abs(a->green - b->green) < kVisible &&
           std::abs(a->blue - b->blue) < kVisible;
}

/// "rect(0 0 0 0)", "rect(1px,1px,1px,1px)": a window of nothing, as style sheets for screen readers have it.
bool is_clipped_away(const Style& style) {
    if (style.position != "absolute" && style.position != "fixed") return false;
    if (!style.clip.starts_with("rect(")) return false;
    return style.clip.find_first_not_of("01px,)", 5) == std::string::npos;
}

bool hides(const Style& style) {
    if (style.display == "none" || style.visibility == "hidden") return true;
    if (is_zero(style.font_size) || is_zero(style.opacity)) return true;
    if (is_far_outside(style.indent)) return true;
    if (style.position == "absolute" || style.position == "fixed")
        if (is_far_outside(style.left) || is_far_outside(style.top)) return true;
    if (is_zero(style.height) && style.overflow == "hidden") return true;
    return style.colour == "transparent" || are_alike(style.colour, style.background) || is_clipped_away(style);
}

}  // namespace

bool is_not_for_screen(std::string_view classes) {
    constexpr std::array<std::string_view, 9> kNames{"sr-only",
                                                     "visually-hidden",
                                                     "visuallyhidden",
                                                     "screen-reader-text",
                                                     "screen-reader-only",
                                                     "u-visually-hidden",
                                                     "visible-print-block",
                                                     "print-only",
                                                     "d-none"};
    static const auto kLengths = [&] {
        std::bitset<32> lengths;  // most words are told apart by theirs
        for (const auto name : kNames) lengths.set(name.size());
        return lengths;
    }();
    bool unseen = false;
    for (std::size_t end = 0; end < classes.size(); classes.remove_prefix(std::min(end + 1, classes.size())), end = 0) {
        while (end < classes.size() && classes[end] != ' ' && classes[end] != '\n' && classes[end] != '\t') ++end;
        const auto word = classes.substr(0, end);
        // "d-none d-md-block": shown on larger screens.
        if (word.starts_with("d-") && word != "d-none" && !word.starts_with("d-print-")) return false;
        unseen = unseen ||
                 (kLengths.test(std::min(end, kLengths.size() - 1)) && std::ranges::find(kNames, word) != kNames.end());
    }
    return unseen;
}

bool is_hidden(const Dom& dom, NodeId id) {
    const auto tag = dom[id].tag;
    if (tag == Tag::html || tag == Tag::body || tag == Tag::main || tag == Tag::article) return false;
    std::string_view style;
    for (const auto& attribute : dom.attributes(id)) {
        if (attribute.name == "style") style = attribute.value;
        if (attribute.name == "hidden" && attribute.value != "until-found") return true;
        if (attribute.name == "aria-hidden" && attribute.value == "true" && dom[id].end - id < kMostDecoration)
            return true;
    }
    return !style.empty() && hides(read_style(style));
}

}  // namespace winnow::extract
