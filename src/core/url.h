#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace winnow {

/// An absolute http or https URL as the WHATWG URL Standard parses and serialises it, without a fragment.
/// Equal URLs are the same page.
class Url {
public:
    /// Empty: no URL. `empty()` is true and every part is "".
    Url() = default;

    /// Parses `text` and brings it into canonical form: fragment, credentials and tracking parameters (utm_*, gclid,
    /// fbclid…; docs/urls.md lists them) are removed, the order of the others is kept.
    /// Errors: malformed (not a URL), unsupported (a scheme other than http and https).
    static Result<Url> parse(std::string_view text);
    /// The same for a reference found on the page `base`.
    static Result<Url> parse(std::string_view text, const Url& base);
    /// Only what the standard says, for requests to APIs whose parameters must arrive as written: no parameter is
    /// removed. Fragment and credentials still are.
    static Result<Url> parse_exact(std::string_view text);
    static Result<Url> parse_exact(std::string_view text, const Url& base);

    bool empty() const { return href_.empty(); }
    const std::string& href() const { return href_; }
    std::string_view scheme() const;     ///< "https"
    std::string_view host() const;       ///< lower case, punycode; an IPv6 address in brackets
    std::uint16_t port() const;          ///< the explicit or the default one; 0 for an empty URL
    std::string_view path() const;       ///< starts with '/', percent-encoded
    std::string_view query() const;      ///< without '?', percent-encoded; empty if none
    std::string origin() const;          ///< "https://example.org:8443", without the default port
    std::string path_and_query() const;  ///< what goes into a request line

    friend auto operator<=>(const Url& a, const Url& b) { return a.href_ <=> b.href_; }
    friend bool operator==(const Url& a, const Url& b) { return a.href_ == b.href_; }

private:
    std::string href_;
    std::uint32_t host_begin_ = 0, host_end_ = 0;  // in href_
    std::uint32_t path_begin_ = 0, path_end_ = 0;
    std::uint16_t port_ = 0;
    friend class UrlBuilder;
};

}  // namespace winnow
