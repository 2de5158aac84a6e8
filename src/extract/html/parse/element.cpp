#include "extract/html/parse/element.h"

#include <algorithm>
#include <array>
#include <utility>

namespace winnow::extract {

ElementKind element_kind(std::string_view name) {
    using Sort = ElementKind::Sort;
    struct Names {
        Sort sort;
        ElementKind::Attributes attributes;
        ElementKind::Line line;
        std::string_view names;  // divided and ended by a blank
    };
    using enum ElementKind::Attributes;
    using enum ElementKind::Line;
    static constexpr std::array kNames{
        Names{Sort::no_content, only_kept, goes_on,
              "area base basefont bgsound br col embed frame image img keygen link meta param source track wbr "},
        Names{Sort::no_content, only_kept, begins, "hr "},
        Names{Sort::no_content, compared, goes_on, "input "},
        Names{Sort::ends_by_itself, only_kept, goes_on,
              "caption colgroup optgroup option rb rp rt rtc tbody td tfoot th thead tr head "},
        Names{Sort::ends_by_itself, only_kept, begins, "dd dt li p "},
        Names{Sort::ends_by_itself, compared, goes_on, "body html "},
        Names{Sort::formatting, only_kept, goes_on, "a "},  // never open twice
        Names{Sort::formatting, compared, goes_on, "b big code em font i nobr s small strike strong tt u "},
        Names{Sort::raw_text, only_kept, goes_on, "iframe noembed noframes script style textarea title xmp plaintext "},
        Names{Sort::foreign, compared, goes_on, "svg math "},
        Names{Sort::ordinary, only_kept, begins,
              "div section article aside main nav header footer ul ol dl figure figcaption h1 h2 h3 h4 h5 h6 "
              "blockquote pre center address "},
        Names{Sort::ordinary, only_kept, goes_on, "span form picture video button label time noscript cite sup sub "},
        Names{Sort::enclosing, only_kept, goes_on, "table select template object applet marquee "},
        Names{Sort::ordinary, compared, goes_on, "annotation-xml "},
    };
    // Open addressing over a few bytes of the name: this is asked for every tag of every page.
    constexpr std::size_t kPlaces = 512;
    const auto place_of = [](std::string_view text) {
        const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[i])); };
        return (byte(0) * 31 + byte(text.size() - 1) * 7 + byte(text.size() / 2) * 3 + text.size()) % kPlaces;
    };
    static const auto kinds = [&] {
        std::array<std::pair<std::string_view, ElementKind>, kPlaces> result{};
        std::size_t slot = 0;
        for (const auto& entry : kNames)
            for (auto rest = entry.names; !rest.empty();) {
                const auto end = rest.find(' ');
                const auto known = rest.substr(0, end);
                auto place = place_of(known);
                while (!result[place].first.empty()) place = (place + 1) % kPlaces;
                result[place] = {known,
                                 {entry.sort, entry.attributes, entry.line, std::min(++slot, ElementKind::kSlots - 1)}};
                rest.remove_prefix(end + 1);
            }
        return result;
    }();
    if (name.empty()) return {};
    for (auto place = place_of(name); !kinds[place].first.empty(); place = (place + 1) % kPlaces)
        if (kinds[place].first == name) return kinds[place].second;
    return {};
}

}  // namespace winnow::extract
