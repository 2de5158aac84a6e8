#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/result.h"

namespace winnow::lambda {

/// A part of an invocation's work, as X-Ray shows it.
struct Subsegment {
    std::string name;        ///< of the service, the host or the step
    std::string name_space;  ///< "aws", "remote", or empty for work of our own
    std::string method;      ///< of HTTP; empty if it is no request
    std::string url;         ///< without query
    int status = 0;
    std::optional<ErrorKind> error;
    std::map<std::string, std::string> annotations;  ///< by which traces are searched
};

/// The X-Ray trace of the invocation that runs: sends subsegments to the daemon beside the function, as "segment
/// documents" of version 1 over UDP. What the daemon does not take is lost, and nobody waits for it. Safe to use from
/// several threads.
class Tracer {
public:
    /// `daemon`: AWS_XRAY_DAEMON_ADDRESS, "169.254.79.129:2000"; anything else that is no address: nothing is sent.
    explicit Tracer(const std::string& daemon);
    ~Tracer();
    Tracer(const Tracer&) = delete;
    Tracer& operator=(const Tracer&) = delete;

    /// An invocation begins; the header is Lambda's ("Root=…;Parent=…;Sampled=1"), or empty.
    void begin(const std::string& header);
    bool is_sampled() const;
    /// A subsegment's id for header_of() and end().
    static std::string new_id();
    /// The header that makes what a called service says part of the subsegment; Lambda's own if none is sampled.
    std::string header_of(const std::string& id) const;
    /// Sends the subsegment, which began at `begin` and ends now.
    void end(const std::string& id, const Subsegment& part, std::chrono::system_clock::time_point begin) const;

private:
    int socket_ = -1;
    mutable std::mutex mutex_;  // guards what follows
    std::string header_;
    std::string root_;
    std::string parent_;
    bool sampled_ = false;
};

}  // namespace winnow::lambda
