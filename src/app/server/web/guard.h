#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/web/message.h"
#include "core/result.h"
#include "core/secret.h"

namespace winnow::web {

/// What protects the page from others on the network and from other pages in the same browser.
struct GuardOptions {
    bool is_loopback = true;         ///< only this machine reaches it
    std::uint16_t port = 0;          ///< as it was bound
    std::vector<std::string> hosts;  ///< names under which it may be asked for, besides addresses: "box.lan"
    Secret password;                 ///< demanded of everyone, unless empty
    std::string token;               ///< every change must bring it: the page knows it, another site cannot read it
};

/// Looks at each request before anyone else. Safe from several threads.
class Guard {
public:
    explicit Guard(GuardOptions options) : options_(std::move(options)) {}

    /// Why the request is not answered; nothing if it may pass:
    /// 421 for a Host that is not ours (a name that was bent to our address: DNS rebinding), 401 without the password,
    /// 403 for a change that another site sent (Origin, Sec-Fetch-Site) or that does not bring the token, in the field
    /// X-Winnow-Token or the form's `token`.
    std::optional<Response> refusal(const Request& request) const;
    const std::string& token() const { return options_.token; }

private:
    bool is_our_host(std::string_view host) const;
    bool knows_password(const Request& request) const;
    bool comes_from_us(const Request& request) const;
    bool brings_token(const Request& request) const;

    GuardOptions options_;
};

/// Adds what browsers must know with every answer: no foreign content, no frames, no guessing of types.
void secure(Response& response);

/// 32 random bytes in hexadecimal. Error: internal.
Result<std::string> random_token();

}  // namespace winnow::web
