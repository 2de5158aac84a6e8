#pragma once

#include <functional>
#include <vector>

#include "http/client.h"

namespace winnow::http {

struct Followed {
    Url final_url;
    Response response;
    std::vector<Url> hops;  ///< the URLs asked, the first one included
};

/// Asked before each request of a chain; an error ends it (robots rules).
using BeforeHop = std::function<Result<void>(const Url&)>;

/// Sends a request and follows its redirects (301, 302, 303, 307, 308) as the Fetch standard does: 303, and 301 and 302
/// after a POST, turn into GET. Authorization, cookies and keys are not sent to another origin. From https to http is
/// refused. Errors: those of the client and of `before_hop`; malformed for a missing or unusable Location, a loop, or
/// more than `max_redirects`; blocked for a downgrade.
Result<Followed> get_following(Client& client, Request request, std::size_t max_redirects, const Deadline& deadline,
                               const BeforeHop& before_hop = {});

}  // namespace winnow::http
