#include <charconv>

#include "store/redis_options.h"

namespace winnow {
namespace {

Result<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error == std::errc() && end == text.data() + text.size() && port > 0) return port;
    return fail(ErrorKind::invalid_config, "Redis: no port in its address");
}

}  // namespace

Result<RedisEndpoint> parse_redis_endpoint(std::string_view text) {
    RedisEndpoint endpoint;
    auto rest = std::string_view();
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return fail(ErrorKind::invalid_config, "Redis: a '[' without its ']'");
        endpoint.host = text.substr(1, end - 1);
        rest = text.substr(end + 1);
    } else {
        const auto colon = std::min(text.find(':'), text.size());
        endpoint.host = text.substr(0, colon);
        rest = text.substr(colon);
    }
    if (endpoint.host.empty() || endpoint.host.find_first_of("/ @?#") != std::string::npos)
        return fail(ErrorKind::invalid_config, "Redis: no host in its address");
    if (rest.empty()) return endpoint;
    if (!rest.starts_with(':')) return fail(ErrorKind::invalid_config, "Redis: no port in its address");
    TRY(endpoint.port, port_of(rest.substr(1)));
    return endpoint;
}

Result<RedisUrl> parse_redis_url(std::string_view url) {
    RedisUrl result;
    const bool is_plain = url.starts_with("redis://");
    if (!is_plain && !url.starts_with("rediss://"))
        return fail(ErrorKind::invalid_config, "Redis: an address begins with rediss:// or redis://");
    result.options.encrypted = is_plain ? Encrypted::no : Encrypted::yes;
    url.remove_prefix(url.find("://") + 3);
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        const auto login = url.substr(0, at);
        const auto colon = login.find(':');
        if (colon == std::string_view::npos)
            return fail(ErrorKind::invalid_config,
                        "Redis: a user without a reference to the password (user:env:NAME@…)");
        result.options.user = login.substr(0, colon);
        result.password_reference = login.substr(colon + 1);
        url.remove_prefix(at + 1);
    }
    if (url.ends_with('/')) url.remove_suffix(1);
    TRY(const auto endpoint, parse_redis_endpoint(url));
    result.options.host = endpoint.host;
    result.options.port = endpoint.port;
    return result;
}

}  // namespace winnow
