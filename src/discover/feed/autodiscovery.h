#pragma once

#include <optional>
#include <string_view>

#include "core/url.h"

namespace winnow::feeds {

constexpr std::size_t kMaxScannedBytes = 512u << 10;  // a page's head lies within, scripts and all

/// Whether the bytes are an HTML page, by type and by how they begin.
bool looks_like_html(std::string_view bytes, std::string_view content_type);

/// The feed that an HTML page links to (<link rel="alternate" type="application/rss+xml">, Atom and JSON Feed alike):
/// the first one that is not about comments. Nothing if there is none.
std::optional<Url> find_feed_link(std::string_view html, const Url& page);

}  // namespace winnow::feeds
