#pragma once

#include <memory>
#include <string>

#include "support/scripted_server.h"

namespace winnow {

/// A certificate that signs itself, with its key, and the server side of TLS that shows it.
class TestAuthority {
public:
    /// `name` is what the certificate is for: "IP:127.0.0.1" or "DNS:name.example".
    explicit TestAuthority(const std::string& name, long valid_from_now_seconds = 3600);

    const std::string& certificate_pem() const { return pem_; }
    ScriptedServer::Wrap wrap() const;

private:
    struct Context;
    std::shared_ptr<Context> context_;  // shared with the wraps, which may outlive this
    std::string pem_;
};

}  // namespace winnow
