#include "store/blobs/names.h"

#include <algorithm>
#include <string>

namespace winnow::blobs {
namespace {

constexpr std::size_t kMaxNameBytes = 900;     // S3 takes 1024, of which a store's own prefix needs some
constexpr std::size_t kMaxSegmentBytes = 255;  // what file systems take

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '=' || c == '-';
}

std::unexpected<Error> bad(std::string_view name) {
    return fail(ErrorKind::invalid_argument, "'" + std::string(name.substr(0, 100)) + "' is no name of a blob");
}

bool is_segment(std::string_view segment) {
    return !segment.empty() && segment.size() <= kMaxSegmentBytes && segment != "." && segment != ".." &&
           std::ranges::all_of(segment, is_letter);
}

}  // namespace

Result<void> check_name(std::string_view name) {
    if (name.size() > kMaxNameBytes) return bad(name);
    for (std::size_t begin = 0; begin <= name.size();) {
        const auto end = std::min(name.find('/', begin), name.size());
        if (!is_segment(name.substr(begin, end - begin))) return bad(name);
        begin = end + 1;
    }
    return {};
}

Result<void> check_prefix(std::string_view prefix) {
    if (prefix.empty()) return {};
    // A letter more makes a name of a prefix that ends after a slash, or in dots.
    return check_name(std::string(prefix) + "x") ? Result<void>() : bad(prefix);
}

}  // namespace winnow::blobs
