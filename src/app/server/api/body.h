#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/web/message.h"
#include "core/result.h"
#include "json/value.h"

namespace winnow::site {

/// The JSON object of a request, read member by member. Problems are collected; finish() reports the first.
class Body {
public:
    /// Errors: unsupported (another content type), malformed (no JSON), invalid_argument (no object).
    static Result<Body> of(const web::Request& request);

    bool has(std::string_view name) const;
    /// Empty if missing. A text has at most `most` characters.
    std::string text(std::string_view name, std::size_t most);
    std::vector<std::string> texts(std::string_view name, std::size_t most);
    std::size_t count(std::string_view name, std::size_t most);  ///< 0 if missing
    bool flag(std::string_view name);                            ///< false if missing
    std::optional<bool> maybe_flag(std::string_view name);       ///< none if missing or null
    std::vector<std::pair<std::string, double>> numbers(std::string_view name);
    /// Notes a problem of the reader's own.
    void refuse(std::string_view name, const std::string& expected);

    /// Error: invalid_argument, naming the member: of the wrong type, too long, or not known here.
    Result<void> finish() const;

private:
    explicit Body(json::Value value) : value_(std::move(value)) {}
    const json::Value& member(std::string_view name);

    json::Value value_;
    std::set<std::string, std::less<>> read_;
    std::string problem_;
};

}  // namespace winnow::site
