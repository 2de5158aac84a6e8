#pragma once
// app/server: the local page and its API, over the same memory that `winnow run` fills.

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/wiring/serve/settings.h"
#include "app/wiring/settings.h"
#include "core/result.h"

namespace winnow {

struct ServeOptions {
    ServeSettings serve;
    std::string archive;   ///< WARC file that stands for the network in runs; empty: none
    std::stop_token stop;  ///< ends what may take long: the filling of an index that was damaged
};

/// A server that answers until it goes.
class Server {
public:
    /// Opens memory, labels and port. Errors: invalid_config (an address that others reach, without a password; one
    /// that is too short), unavailable (the port), storage, and those of the secret's scheme.
    static Result<std::unique_ptr<Server>> start(const Settings& settings, const ServeOptions& options);
    virtual ~Server() = default;
    /// "http://127.0.0.1:8910/".
    virtual const std::string& address() const = 0;
    /// What the user should know.
    virtual const std::vector<std::string>& notes() const = 0;
};

}  // namespace winnow
