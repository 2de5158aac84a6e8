#pragma once
// What the tests of the sources share: a web in memory and a clock that stands still.

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "discover/keyless.h"
#include "support/fake_http.h"

namespace winnow {

struct SourceFixture {
    FakeHttp http;
    FakeClock clock;
    std::map<std::string, std::string, std::less<>> variables;  ///< what env: finds; the real ones do not count
    config::SecretSchemes secrets{{"env", [this](std::string_view name) -> Result<Secret> {
                                       const auto found = variables.find(name);
                                       if (found == variables.end())
                                           return fail(ErrorKind::invalid_config, std::string(name) + " is not set");
                                       return Secret(found->second);
                                   }}};
    SourceContext context(std::string name = "source") { return {std::move(name), http, clock, &secrets}; }
    /// The URLs that were asked for, in order, with their methods.
    std::vector<std::string> asked() const {
        std::vector<std::string> all;
        for (const auto& request : http.requests) all.push_back(request.method + " " + request.url.href());
        return all;
    }
    std::string sent(std::size_t request, std::string_view field) const {
        return std::string(http::find_header(http.requests.at(request).headers, field).value_or(""));
    }
};

/// The source, or a failure of the test.
inline std::unique_ptr<Source> need(Result<std::unique_ptr<Source>> made) {
    if (!made) throw std::runtime_error(made.error().message());
    return std::move(*made);
}

inline Query query(std::string question = "anything", std::size_t limit = 50) {
    return {.question = std::move(question), .expansions = {}, .since = {}, .limit = limit};
}

inline Timestamp at(std::string_view text) {
    return parse_rfc3339(text).value();
}

inline Deadline stopped() {
    std::stop_source stop;
    stop.request_stop();
    return {std::chrono::steady_clock::time_point::max(), stop.get_token()};
}

inline Deadline passed() {
    return {std::chrono::steady_clock::time_point::min(), {}};
}

/// The addresses, one a line, or the error: what a test compares.
inline std::string urls_of(const Result<Discovery>& found) {
    if (!found) return std::string(to_string(found.error().kind())) + ": " + found.error().message();
    std::string result;
    for (const auto& candidate : found->candidates) result += (result.empty() ? "" : "\n") + candidate.url.href();
    return result;
}

}  // namespace winnow
