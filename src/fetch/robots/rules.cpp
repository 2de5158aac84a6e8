#include "fetch/robots/rules.h"

#include <algorithm>
#include <charconv>

#include "fetch/robots/pattern.h"

namespace winnow {
namespace {

constexpr double kLongestDelaySeconds = 86'400;  // more is a slip of the pen

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool iequals(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\v\f";
    const auto begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// What is read of the file: no byte order mark, and no line that the limit cuts in two.
std::string_view readable(std::string_view text) {
    if (text.size() > kMaxRobotsBytes) {
        text = text.substr(0, kMaxRobotsBytes);
        const auto end = text.find_last_of("\r\n");
        text = text.substr(0, end == std::string_view::npos ? 0 : end);
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
    double seconds = -1;
    std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
    if (!(seconds >= 0)) return std::nullopt;
    return std::chrono::milliseconds{static_cast<std::int64_t>(std::min(seconds, kLongestDelaySeconds) * 1000)};
}

}  // namespace

/// Reads line by line into two sets of rules: for those named, and for everybody else.
class RobotsParser {
public:
    explicit RobotsParser(std::string_view agent) : agent_(product_token(agent)) {}

    RobotsRules parse(std::string_view text) && {
        while (!text.empty()) {
            const auto end = std::min(text.find_first_of("\r\n"), text.size());
            read_line(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return std::move(named_ ? for_us_ : for_all_);
    }

private:
    void read_line(std::string_view line) {
        line = line.substr(0, line.find('#'));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return;
        const auto key = trimmed(line.substr(0, colon));
        const auto value = trimmed(line.substr(colon + 1));
        if (iequals(key, "user-agent")) {
            read_agent(value);
        } else if (iequals(key, "allow")) {
            read_rule(RobotsRules::Effect::allow, value);
        } else if (iequals(key, "disallow")) {
            read_rule(RobotsRules::Effect::disallow, value);
        } else if (iequals(key, "crawl-delay")) {
            read_delay(value);
        } else if (iequals(key, "content-signal")) {
            read_signal(value);
        }
    }

    /// Agent lines one after the other share what follows. Only rules end them: other records must not interfere with
    /// the groups (RFC 9309 section 2.2.4).
    void read_agent(std::string_view value) {
        if (had_rule_) group_is_ours_ = group_is_everybodys_ = had_rule_ = false;
        if (value == "*" || value.starts_with("* ") || value.starts_with("*\t")) {
            group_is_everybodys_ = true;
        } else if (const auto token = product_token(value); !token.empty() && token == agent_) {
            group_is_ours_ = named_ = true;
        }
    }

    template <typename Change>
    void change(Change apply) {
        if (group_is_ours_) apply(for_us_);
        if (group_is_everybodys_) apply(for_all_);
    }

    void read_rule(RobotsRules::Effect effect, std::string_view value) {
        had_rule_ = true;
        if (value.empty()) return;  // "Disallow:" forbids nothing
        auto pattern = normalised_pattern(value);
        if (pattern.front() != '/' && pattern.front() != '*') pattern.insert(0, 1, '/');  // what they must have meant
        change([&](RobotsRules& rules) { rules.rules_.push_back({pattern, effect}); });
    }

    void read_delay(std::string_view value) {
        const auto delay = parse_delay(value);
        if (!delay) return;
        change([&](RobotsRules& rules) { rules.crawl_delay_ = std::max(*delay, rules.crawl_delay_.value_or(*delay)); });
    }

    /// "[/path] search=yes, ai-input=no".
    void read_signal(std::string_view value) {
        std::string pattern = "/";
        if (value.starts_with('/') || value.starts_with('*')) {
            const auto end = std::min(value.find_first_of(" \t"), value.size());
            pattern = normalised_pattern(value.substr(0, end));
            value.remove_prefix(end);
        }
        while (!value.empty()) {
            const auto end = std::min(value.find_first_of(",;"), value.size());
            const auto signal = value.substr(0, end);
            value.remove_prefix(std::min(end + 1, value.size()));
            const auto equals = signal.find('=');
            if (equals == std::string_view::npos || !iequals(trimmed(signal.substr(0, equals)), "ai-input")) continue;
            const auto effect = iequals(trimmed(signal.substr(equals + 1)), "no") ? RobotsRules::Effect::disallow
                                                                                  : RobotsRules::Effect::allow;
            change([&](RobotsRules& rules) { rules.ai_input_.push_back({pattern, effect}); });
        }
    }

    std::string agent_;
    RobotsRules for_us_, for_all_;
    bool named_ = false;  // some group names us
    bool group_is_ours_ = false;
    bool group_is_everybodys_ = false;
    bool had_rule_ = false;
};

RobotsRules RobotsRules::parse(std::string_view text, std::string_view agent) {
    return RobotsParser(agent).parse(readable(text));
}

bool RobotsRules::allows(std::string_view target) const {
    if (target == "/robots.txt" || rules_.empty()) return true;
    const auto normal = normalised_target(target);
    std::size_t longest = 0;
    auto effect = Effect::allow;
    for (const auto& rule : rules_) {
        const auto length = rule.pattern.size();
        if (length < longest || (length == longest && rule.effect == Effect::disallow && longest > 0)) continue;
        if (!matches_pattern(rule.pattern, normal)) continue;
        longest = length;
        effect = rule.effect;
    }
    return effect == Effect::allow;
}

bool RobotsRules::refuses_ai_input(std::string_view target) const {
    if (ai_input_.empty()) return false;
    const auto normal = normalised_target(target);
    std::size_t longest = 0;
    bool refused = false;
    for (const auto& rule : ai_input_) {
        const auto length = rule.pattern.size();
        if (length < longest || !matches_pattern(rule.pattern, normal)) continue;
        const bool refuses = rule.effect == Effect::disallow;
        refused = refuses || (refused && length == longest);  // of two signals for one path the careful one counts
        longest = length;
    }
    return refused;
}

std::size_t RobotsRules::bytes() const {
    std::size_t total = sizeof(*this);
    for (const auto* rules : {&rules_, &ai_input_})
        for (const auto& rule : *rules) total += sizeof(rule) + rule.pattern.capacity();
    return total;
}

std::string product_token(std::string_view agent) {
    std::string token;
    for (const char c : trimmed(agent)) {
        const char low = lower(c);
        const bool belongs = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '-' || low == '_';
        if (!belongs) break;
        token += low;
    }
    return token;
}

}  // namespace winnow
