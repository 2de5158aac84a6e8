#include "evaluate/model/reading/halves.h"

#include <algorithm>
#include <cstddef>

#include "text/sentences.h"
#include "text/utf8.h"

namespace winnow::evaluate {
namespace {

/// Whether a cut leaves at least a quarter on either side.
bool is_fair(std::string_view text, std::size_t cut) {
    return cut >= text.size() / 4 && cut <= text.size() - text.size() / 4;
}

std::size_t nearer(std::size_t a, std::size_t b, std::size_t middle) {
    const auto distance = [&](std::size_t at) { return at > middle ? at - middle : middle - at; };
    return distance(a) <= distance(b) ? a : b;
}

std::size_t line_cut(std::string_view text, std::size_t middle) {
    const auto before = text.rfind('\n', middle);
    const auto after = text.find('\n', middle);
    const auto first = before == std::string_view::npos ? 0 : before + 1;
    return nearer(first, after == std::string_view::npos ? text.size() : after + 1, middle);
}

std::size_t sentence_cut(std::string_view text, std::size_t middle) {
    std::size_t cut = 0;
    for (const auto& sentence : text::sentences(text)) cut = nearer(cut, sentence.begin, middle);
    return cut;
}

}  // namespace

std::pair<std::string_view, std::string_view> halves_of(std::string_view text) {
    const auto middle = text.size() / 2;
    auto cut = line_cut(text, middle);
    if (!is_fair(text, cut)) cut = sentence_cut(text, middle);
    if (!is_fair(text, cut)) cut = text::truncated(text, middle).size();
    return {text.substr(0, cut), text.substr(cut)};
}

}  // namespace winnow::evaluate
