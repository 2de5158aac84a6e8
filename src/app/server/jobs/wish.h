#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace winnow::site {

/// A run as it was asked for. What is empty or 0 is as the configuration has it.
struct RunWish {
    std::string question;
    std::string method;
    std::string rubric;
    std::vector<std::string> sources;  ///< names or kinds; the others stay silent
    std::vector<std::string> urls;     ///< these instead of asking the sources
    std::string since;                 ///< a date, an age such as 7d, or "last"
    std::size_t per_source = 0;
    std::size_t max_urls = 0;
    bool refresh = false;  ///< every page is asked for again
};

}  // namespace winnow::site
