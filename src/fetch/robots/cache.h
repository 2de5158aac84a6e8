#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/time.h"
#include "fetch/robots/rules.h"
#include "http/client.h"

namespace winnow {

/// The rules of an origin, or why nothing of it may be asked.
struct OriginRules {
    RobotsRules rules;
    std::optional<Error> refusal;  ///< robots.txt could not be read, so everything is refused
};

struct RobotsCacheOptions {
    std::string agent = "winnow";
    std::chrono::milliseconds timeout{20'000};
    std::size_t max_origins = 4096;
    std::size_t max_bytes = 64u << 20;  ///< of rules held; an origin has at most about 1 MiB of them
};

/// Knows the robots.txt of every origin asked lately. A file counts for 24 hours (RFC 9309 section 2.4), a failure to
/// read it for 5 minutes, unless an older copy can stand in. Safe to call from several threads: those who want the same
/// origin at the same time wait for one request.
class RobotsCache {
public:
    /// `client` and `clock` outlive the cache.
    RobotsCache(RobotsCacheOptions options, http::Client& client, const Clock& clock);

    /// Asks for robots.txt if need be. Errors: cancelled, timed_out (the deadline, not the server).
    Result<std::shared_ptr<const OriginRules>> rules_for(const Url& url, const Deadline& deadline);
    /// What is known already, or none. Returns at once.
    std::shared_ptr<const OriginRules> known(const Url& url) const;

private:
    struct Entry {
        std::shared_ptr<const OriginRules> rules;
        Timestamp until{};
        bool is_asked = false;  // somebody is waiting for the server
        std::list<std::string>::iterator place;
    };

    Entry& touch(const std::string& origin);
    Result<OriginRules> ask(const std::string& origin, const Deadline& deadline) const;
    std::shared_ptr<const OriginRules> keep(const std::string& origin, OriginRules rules);
    void evict();

    RobotsCacheOptions options_;
    http::Client& client_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::condition_variable_any answered_;
    std::unordered_map<std::string, Entry> entries_;
    std::list<std::string> by_use_;  // the least lately used origin first
    std::size_t bytes_ = 0;
};

}  // namespace winnow
