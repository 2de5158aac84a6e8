#include "core/url.h"

#include <utility>

#include "core/url/amp.h"
#include "core/url/parser.h"
#include "core/url/tracking.h"

namespace winnow {

class UrlBuilder {
public:
    enum class Parameters { canonical, as_written };

    static Result<Url> build(std::string_view text, const Url* base, Parameters parameters) {
        const auto known = base ? base_of(*base) : url::Base();
        TRY(auto parts, url::parse(text, known.href.empty() ? nullptr : &known));
        if (parameters == Parameters::canonical) {
            if (const auto inner = address_in_amp_cache(parts); !inner.empty())
                if (auto publisher = url::parse(inner, nullptr)) parts = std::move(*publisher);
            url::remove_tracking(parts.href, parts.path_end);
        }
        Url url;
        url.href_ = std::move(parts.href);
        url.host_begin_ = parts.host_begin;
        url.host_end_ = parts.host_end;
        url.path_begin_ = parts.path_begin;
        url.path_end_ = parts.path_end;
        url.port_ = parts.port;
        return url;
    }

private:
    static std::string address_in_amp_cache(const url::Parts& parts) {
        const std::string_view href = parts.href;
        return url::address_in_amp_cache(href.substr(parts.host_begin, parts.host_end - parts.host_begin),
                                         href.substr(parts.path_begin));
    }
    static url::Base base_of(const Url& url) {
        return {url.href_, url.host_begin_, url.host_end_, url.path_begin_, url.path_end_, url.port_};
    }
};

Result<Url> Url::parse(std::string_view text) {
    return UrlBuilder::build(text, nullptr, UrlBuilder::Parameters::canonical);
}
Result<Url> Url::parse(std::string_view text, const Url& base) {
    return UrlBuilder::build(text, &base, UrlBuilder::Parameters::canonical);
}
Result<Url> Url::parse_exact(std::string_view text) {
    return UrlBuilder::build(text, nullptr, UrlBuilder::Parameters::as_written);
}
Result<Url> Url::parse_exact(std::string_view text, const Url& base) {
    return UrlBuilder::build(text, &base, UrlBuilder::Parameters::as_written);
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
