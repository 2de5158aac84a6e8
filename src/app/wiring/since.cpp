#include "app/wiring/since.h"

#include <charconv>
#include <string>

namespace winnow {

Result<Timestamp> parse_since(std::string_view text, Timestamp now) {
    if (text.empty()) return Timestamp{};
    if (const auto date = parse_rfc3339(text)) return *date;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error == std::errc() && number > 0) {
        if (unit == "m") return now - std::chrono::minutes{number};
        if (unit == "h") return now - std::chrono::hours{number};
        if (unit == "d") return now - std::chrono::days{number};
        if (unit == "w") return now - std::chrono::weeks{number};
    }
    return fail(ErrorKind::invalid_argument,
                "'" + std::string(text) + "' is neither a date (2026-11-23) nor an age (7d, 36h)");
}

}  // namespace winnow
