#include "core/url/amp.h"

namespace winnow::url {
namespace {

constexpr std::string_view kCache = ".cdn.ampproject.org";

bool is_viewer(std::string_view host) {
    return host == "www.google.com" || host == "google.com" || host == "www.bing.com" || host == "bing.com";
}

/// The rest of the path behind the folder where publishers' addresses begin.
std::string_view behind_folder(std::string_view host, std::string_view path) {
    if (is_viewer(host) && path.starts_with("/amp/")) return path.substr(5);
    // "c" holds pages, "v" pages within a viewer; others hold images and fonts.
    if (host.ends_with(kCache) && (path.starts_with("/c/") || path.starts_with("/v/"))) return path.substr(3);
    return {};
}

/// A name with a dot, so that "/amp/help" stays what it is.
bool begins_with_host(std::string_view text) {
    const auto host = text.substr(0, text.find_first_of("/?"));
    const auto dot = host.find('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < host.size();
}

}  // namespace

std::string address_in_amp_cache(std::string_view host, std::string_view path) {
    auto rest = behind_folder(host, path);
    const bool is_secure = rest.starts_with("s/");  // the cache's mark for https
    if (is_secure) rest.remove_prefix(2);
    if (!begins_with_host(rest)) return {};
    return (is_secure ? "https://" : "http://") + std::string(rest);
}

}  // namespace winnow::url
