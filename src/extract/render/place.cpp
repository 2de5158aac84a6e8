#include "extract/render/place.h"

#include <algorithm>

namespace winnow::extract {
namespace {

constexpr int kMostAncestors = 64;
constexpr std::size_t kMostLevels = 10;  // lists nested deeper are drawn at the tenth level

void look_at(const Dom& dom, NodeId id, Place& place) {
    const auto tag = dom[id].tag;
    switch (tag) {
        case Tag::pre:
            if (place.pre == 0) place.pre = id;
            break;
        case Tag::table:
            if (place.table == 0) place.table = id;
            break;
        case Tag::tr:
            if (place.table == 0 && place.row == 0) place.row = id;
            break;
        case Tag::td:
        case Tag::th:
            if (place.table == 0 && place.cell == 0) place.cell = id;
            break;
        case Tag::blockquote: place.levels.push_back({.id = id}); break;
        case Tag::li: {
            const auto parent = dom[id].parent;
            const bool list = dom[parent].tag == Tag::ul || dom[parent].tag == Tag::ol;
            place.levels.push_back({.id = id, .list = list ? parent : id});
            break;
        }
        default:
            if (is_heading(tag) && place.heading == 0)
                place.heading = static_cast<int>(tag) - static_cast<int>(Tag::h1) + 1;
    }
}

}  // namespace

void find_place(const Dom& dom, NodeId container, Place& place) {
    place.levels.clear();
    place.heading = 0;
    place.pre = place.table = place.row = place.cell = 0;
    int steps = 0;
    for (auto id = container; id != 0 && steps < kMostAncestors; id = dom[id].parent, ++steps) look_at(dom, id, place);
    std::ranges::reverse(place.levels);
    if (place.levels.size() > kMostLevels)
        place.levels.erase(place.levels.begin(), place.levels.end() - static_cast<std::ptrdiff_t>(kMostLevels));
}

}  // namespace winnow::extract
