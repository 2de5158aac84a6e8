#include <algorithm>
#include <cctype>

#include "discover/papers/papers.h"

namespace winnow {
namespace {

constexpr std::string_view kResolver = "https://doi.org/";

/// The paper's number out of "http://arxiv.org/abs/2104.13982v2" and the like; empty for other addresses.
std::string arxiv_number(std::string_view address) {
    for (const std::string_view mark : {"arxiv.org/abs/", "arxiv.org/pdf/"}) {
        const auto at = address.find(mark);
        if (at == std::string_view::npos) continue;
        auto number = address.substr(at + mark.size());
        number = number.substr(0, number.find_first_of("?#"));
        if (number.ends_with(".pdf")) number.remove_suffix(4);
        return std::string(number);
    }
    return {};
}

/// All versions are one document.
std::string without_version(std::string number) {
    const auto version = number.find_last_of('v');
    if (version != std::string::npos && version + 1 < number.size() &&
        std::ranges::all_of(number.substr(version + 1), [](unsigned char c) { return std::isdigit(c); }))
        number.resize(version);
    return number;
}

}  // namespace

Result<Url> page_of_work(const WorkAddresses& addresses) {
    auto number = addresses.arxiv.empty() ? arxiv_number(addresses.open_copy) : addresses.arxiv;
    if (!number.empty()) return Url::parse("https://arxiv.org/abs/" + without_version(std::move(number)));
    if (!addresses.open_copy.empty())
        if (auto url = Url::parse(addresses.open_copy)) return url;
    if (!addresses.doi.empty()) {
        const bool whole = addresses.doi.starts_with("https://") || addresses.doi.starts_with("http://");
        if (auto url = Url::parse(whole ? addresses.doi : std::string(kResolver) + addresses.doi)) return url;
    }
    return Url::parse(addresses.page);
}

}  // namespace winnow
