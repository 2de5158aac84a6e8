#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace winnow::site {

/// A file that is built into the program.
struct Asset {
    std::string_view name;
    std::string_view type;
    std::string_view bytes;
};

/// style.css, app.js, icon.svg, openapi.json; null for another name.
const Asset* find_asset(std::string_view name);

/// "/assets/style.css?v=…": the address changes with the content, so that a browser may keep it for ever. Empty for a
/// name that there is not.
std::string asset_path(std::string_view name);

}  // namespace winnow::site
