#include "core/url/host/idna.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "core/url/host/punycode.h"
#include "core/url/host/unicode.h"
#include "core/url/utf8.h"

namespace winnow::url {
namespace {

constexpr std::u32string_view kPrefix = U"xn--";
constexpr char32_t kNonJoiner = 0x200c;
constexpr char32_t kJoiner = 0x200d;

std::optional<std::u32string> decoded(std::string_view text) {
    std::u32string result;
    for (std::size_t position = 0; position < text.size();) {
        const auto size = character_size(text, position);
        if (size == 0) return std::nullopt;
        const auto first = static_cast<unsigned char>(text[position]);
        char32_t c = size == 1 ? first : first & (0x7fU >> size);
        for (std::size_t i = 1; i < size; ++i) c = (c << 6) | (static_cast<unsigned char>(text[position + i]) & 0x3fU);
        result += c;
        position += size;
    }
    return result;
}

/// Steps 1 and 2 of section 4: the domain mapped and composed.
std::optional<std::u32string> mapped(std::u32string_view domain) {
    std::u32string result;
    for (const auto c : domain) {
        const auto mapping = idna_mapping(c);
        switch (mapping.status) {
            case IdnaStatus::valid: result += c; break;
            case IdnaStatus::mapped: result += mapping.replacement; break;
            case IdnaStatus::ignored: break;
            case IdnaStatus::disallowed: return std::nullopt;
        }
    }
    return composed(result);
}

std::vector<std::u32string> labels_of(std::u32string_view domain) {
    std::vector<std::u32string> labels;
    for (std::size_t begin = 0; begin <= domain.size();) {
        const auto end = std::min(domain.find(U'.', begin), domain.size());
        labels.emplace_back(domain.substr(begin, end - begin));
        begin = end + 1;
    }
    return labels;
}

bool is_ascii(std::u32string_view label) {
    return std::ranges::all_of(label, [](char32_t c) { return c < 0x80; });
}

/// RFC 5892, appendix A.1: a non-joiner stands between letters that would join, or behind a virama.
bool may_stand(std::u32string_view label, std::size_t position) {
    if (position > 0 && is_virama(label[position - 1])) return true;
    if (label[position] == kJoiner) return false;  // appendix A.2
    auto before = position;
    while (before > 0 && joining(label[before - 1]) == Joining::transparent) --before;
    auto behind = position + 1;
    while (behind < label.size() && joining(label[behind]) == Joining::transparent) ++behind;
    if (before == 0 || behind == label.size()) return false;
    const auto left = joining(label[before - 1]);
    const auto right = joining(label[behind]);
    return (left == Joining::left || left == Joining::dual) && (right == Joining::right || right == Joining::dual);
}

bool has_valid_joiners(std::u32string_view label) {
    for (std::size_t i = 0; i < label.size(); ++i)
        if ((label[i] == kNonJoiner || label[i] == kJoiner) && !may_stand(label, i)) return false;
    return true;
}

/// Section 4.1, but for the directions.
bool is_valid_label(std::u32string_view label) {
    if (label.empty()) return true;
    if (label.starts_with(kPrefix) || is_mark(label[0])) return false;
    if (!std::ranges::all_of(label, [](char32_t c) { return idna_mapping(c).status == IdnaStatus::valid; }))
        return false;
    return composed(label) == label && has_valid_joiners(label);
}

bool is_one_of(BidiClass value, std::initializer_list<BidiClass> list) {
    return std::ranges::find(list, value) != list.end();
}

/// RFC 5893, section 2, for a label of a domain with letters that run from right to left.
bool has_valid_direction(std::u32string_view label) {
    using enum BidiClass;
    if (label.empty()) return true;
    const auto first = bidi_class(label[0]);
    if (!is_one_of(first, {l, r, al})) return false;  // rule 1
    auto last = label.size();
    while (last > 1 && bidi_class(label[last - 1]) == nsm) --last;
    const auto final = bidi_class(label[last - 1]);
    const bool is_left = first == l;
    bool has_en = false;
    bool has_an = false;
    for (const auto c : label) {
        const auto found = bidi_class(c);
        has_en = has_en || found == en;
        has_an = has_an || found == an;
        if (is_one_of(found, {en, es, cs, et, on, bn, nsm})) continue;
        if (is_left ? found != l : !is_one_of(found, {r, al, an})) return false;  // rules 2 and 5
    }
    if (is_left) return is_one_of(final, {l, en});                    // rule 6
    return is_one_of(final, {r, al, en, an}) && !(has_en && has_an);  // rules 3 and 4
}

bool runs_from_right(std::u32string_view label) {
    return std::ranges::any_of(
        label, [](char32_t c) { return is_one_of(bidi_class(c), {BidiClass::r, BidiClass::al, BidiClass::an}); });
}

/// A label as people read it: what "xn--" stands for. Nothing if it is not Punycode, or hides plain ASCII.
std::optional<std::u32string> readable(std::u32string_view label) {
    if (!label.starts_with(kPrefix)) return std::u32string(label);
    if (!is_ascii(label)) return std::nullopt;
    const std::string text(label.begin() + kPrefix.size(), label.end());
    auto result = punycode_decoded(text);
    if (!result || result->empty() || is_ascii(*result)) return std::nullopt;
    return result;
}

std::optional<std::string> joined(const std::vector<std::u32string>& labels) {
    std::string domain;
    for (const auto& label : labels) {
        if (&label != labels.data()) domain += '.';
        if (is_ascii(label)) {
            domain.append(label.begin(), label.end());
            continue;
        }
        const auto encoded = punycode_encoded(label);
        if (!encoded) return std::nullopt;
        domain += "xn--" + *encoded;
    }
    return domain;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
    if (domain.size() > kMaxIdnaBytes) return std::nullopt;
    const auto code_points = decoded(domain);
    if (!code_points) return std::nullopt;
    const auto text = mapped(*code_points);
    if (!text) return std::nullopt;

    auto labels = labels_of(*text);
    for (auto& label : labels) {
        auto plain = readable(label);
        if (!plain || !is_valid_label(*plain)) return std::nullopt;
        label = std::move(*plain);
    }
    if (std::ranges::any_of(labels, runs_from_right) && !std::ranges::all_of(labels, has_valid_direction))
        return std::nullopt;
    return joined(labels);
}

}  // namespace winnow::url
