#pragma once

#include <string>
#include <string_view>

#include "core/document.h"

namespace winnow::extract {

/// A page as a fetcher brings it from this address.
inline Page page_at(std::string_view url) {
    Page page;
    page.url = *Url::parse(url);
    page.final_url = page.url;
    page.status = 200;
    return page;
}

/// `part` so many times.
inline std::string repeated(std::string_view part, std::size_t times) {
    std::string result;
    result.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) result += part;
    return result;
}

}  // namespace winnow::extract
