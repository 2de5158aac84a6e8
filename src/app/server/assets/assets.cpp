#include "app/server/assets/assets.h"

#include <algorithm>
#include <array>

#include "text/digest.h"

namespace winnow::site {
namespace {

#include "server/assets.inc"

constexpr std::array kAssets{
    Asset{"style.css", "text/css; charset=utf-8", kStyle},
    Asset{"app.js", "text/javascript; charset=utf-8", kScript},
    Asset{"icon.svg", "image/svg+xml", kIcon},
    Asset{"openapi.json", "application/json", kOpenApi},
};

}  // namespace

const Asset* find_asset(std::string_view name) {
    const auto* const found = std::ranges::find(kAssets, name, &Asset::name);
    return found == kAssets.end() ? nullptr : found;
}

std::string asset_path(std::string_view name) {
    const auto* const asset = find_asset(name);
    if (asset == nullptr) return {};
    return "/assets/" + std::string(name) + "?v=" + text::sha256_hex(asset->bytes).substr(0, 12);
}

}  // namespace winnow::site
