#include "core/url.h"

#include <algorithm>
#include <cctype>

namespace winnow {

class UrlBuilder {
public:
    static Result<Url> build(std::string_view text) {
        Url url;
        const auto colon = text.find("://");
        if (colon == std::string_view::npos)
            return fail(ErrorKind::malformed, "not an absolute URL: " + std::string(text));
        const auto scheme = text.substr(0, colon);
        if (scheme != "http" && scheme != "https")
            return fail(ErrorKind::unsupported, "not http or https: " + std::string(text));
        text = text.substr(0, text.find('#'));
        url.href_ = std::string(text);
        const auto begin = colon + 3;
        auto end = text.find_first_of("/?", begin);
        if (end == std::string_view::npos) end = text.size();
        if (end == begin) return fail(ErrorKind::malformed, "no host: " + std::string(text));
        if (end == text.size() || text[end] == '?') url.href_.insert(end, "/");
        const auto port = url.href_.find(':', begin);
        url.host_begin_ = static_cast<std::uint32_t>(begin);
        url.host_end_ = static_cast<std::uint32_t>(std::min(port, end));
        url.path_begin_ = static_cast<std::uint32_t>(end);
        url.path_end_ = static_cast<std::uint32_t>(std::min(url.href_.find('?', end), url.href_.size()));
        url.port_ = port < end ? static_cast<std::uint16_t>(std::stoi(url.href_.substr(port + 1, end - port - 1)))
                               : static_cast<std::uint16_t>(scheme == "https" ? 443 : 80);
        std::transform(url.href_.begin(), url.href_.begin() + static_cast<std::ptrdiff_t>(end), url.href_.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return url;
    }
};

Result<Url> Url::parse(std::string_view text) {
    return UrlBuilder::build(text);
}
Result<Url> Url::parse(std::string_view text, const Url& base) {
    if (text.starts_with('/')) return UrlBuilder::build(base.origin() + std::string(text));
    return UrlBuilder::build(text);
}
Result<Url> Url::parse_exact(std::string_view text) {
    return UrlBuilder::build(text);
}
Result<Url> Url::parse_exact(std::string_view text, const Url& base) {
    return parse(text, base);
}

std::string_view Url::scheme() const {
    return std::string_view(href_).substr(0, href_.find(':'));
}
std::string_view Url::host() const {
    return std::string_view(href_).substr(host_begin_, host_end_ - host_begin_);
}
std::uint16_t Url::port() const {
    return port_;
}
std::string_view Url::path() const {
    return std::string_view(href_).substr(path_begin_, path_end_ - path_begin_);
}
std::string_view Url::query() const {
    return path_end_ < href_.size() ? std::string_view(href_).substr(path_end_ + 1) : std::string_view();
}
std::string Url::origin() const {
    return href_.substr(0, path_begin_);
}
std::string Url::path_and_query() const {
    return href_.substr(path_begin_);
}

}  // namespace winnow
