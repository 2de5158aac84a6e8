#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

/// What one robots.txt says to one agent (RFC 9309), with Crawl-delay and Content-Signal besides. Immutable once
/// parsed.
class RobotsRules {
public:
    /// Nothing is forbidden.
    RobotsRules() = default;
    /// Reads the first kMaxRobotsBytes. Groups that name `agent` (a product token, case ignored) are merged; if there
    /// are none, those for "*". Lines that cannot be read are passed over. Linear time.
    static RobotsRules parse(std::string_view text, std::string_view agent);

    /// Whether the target ("/path?query", percent-encoded or not) may be asked for: the longest matching rule decides,
    /// allow wins over disallow of the same length; "/robots.txt" always may.
    bool allows(std::string_view target) const;
    /// The longest Crawl-delay of our groups.
    std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }
    /// Whether "Content-Signal: ai-input=no" holds for the target; a signal may begin with a path it is limited to.
    bool refuses_ai_input(std::string_view target) const;
    /// Memory held, roughly.
    std::size_t bytes() const;

private:
    enum class Effect { allow, disallow };
    struct Rule {
        std::string pattern;  // normalised: '*' is the wildcard, a '$' at the end the anchor
        Effect effect = Effect::allow;
    };
    std::vector<Rule> rules_;
    std::vector<Rule> ai_input_;
    std::optional<std::chrono::milliseconds> crawl_delay_;
    friend class RobotsParser;
};

constexpr std::size_t kMaxRobotsBytes = 500u << 10;  // RFC 9309 section 2.5: at least 500 KiB

/// The product token at the beginning of a user agent: "winnow" of "winnow/1.0 (+https://…)", in lower case.
std::string product_token(std::string_view agent);

}  // namespace winnow
