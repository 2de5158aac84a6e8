// The URL parser: what it makes is canonical, so reading it again changes nothing.
#include "core/url.h"

#include <algorithm>

#include "check.h"

using namespace winnow;

namespace {

void check_parts(const Url& url) {
    fuzz::check(url.scheme() == "http" || url.scheme() == "https", "only http and https are URLs");
    fuzz::check(!url.host().empty(), "a URL has a host");
    fuzz::check(url.path().starts_with('/'), "a path begins with a slash");
    fuzz::check(url.href().starts_with(url.origin()), "a URL begins with its origin");
    fuzz::check(std::ranges::all_of(url.href(), [](char c) { return c > ' ' && c < 0x7f && c != '#'; }),
                "a URL is printable ASCII without a fragment");
}

void check_round_trip(const Result<Url>& url, Result<Url> (*parse)(std::string_view)) {
    if (!url) {
        fuzz::check(!url.error().message().empty(), "an error says what is wrong");
        return;
    }
    check_parts(*url);
    const auto again = parse(url->href());
    fuzz::check(again && again->href() == url->href(), "a parsed URL reads back as itself");
    fuzz::check(again->host() == url->host() && again->path() == url->path() && again->query() == url->query() &&
                    again->port() == url->port(),
                "its parts do as well");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto base_text = input.line();  // a text without a line break is read alone
    const auto text = input.rest();
    check_round_trip(Url::parse(base_text), Url::parse);
    const auto base = Url::parse_exact(base_text);
    check_round_trip(base, Url::parse_exact);
    if (!base) return 0;
    check_round_trip(Url::parse(text, *base), Url::parse);
    check_round_trip(Url::parse_exact(text, *base), Url::parse_exact);
    return 0;
}
