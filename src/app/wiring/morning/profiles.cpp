#include "app/wiring/morning/profiles.h"

#include <algorithm>

#include "config/values.h"

namespace winnow {

Result<Profile> find_profile(const Settings& settings, const std::string& name) {
    const auto found = std::ranges::find(settings.profiles, name, &Profile::name);
    if (found != settings.profiles.end()) return *found;
    if (settings.profiles.empty())
        return fail(
            ErrorKind::invalid_argument,
            "there is no profile '" + name + "': the configuration has no profiles; see docs/getting-started.md");
    std::vector<std::string> names;
    std::string text;
    for (const auto& profile : settings.profiles) {
        names.push_back(profile.name);
        text += (text.empty() ? "" : ", ") + profile.name;
    }
    const auto* const meant = config::nearest(name, names);
    return fail(ErrorKind::invalid_argument, "there is no profile '" + name + "'; " +
                                                 (meant != nullptr ? "did you mean " + *meant + "? " : "") +
                                                 "There are: " + text);
}

void apply_profile(const Profile& profile, const std::map<std::string, std::string>& flags, Settings& settings) {
    const auto apply = [&](const char* key, const auto& value, auto& setting) {
        if (value != std::remove_cvref_t<decltype(value)>() && !flags.contains(key)) setting = value;
    };
    apply("question", profile.question, settings.question);
    apply("evaluate.method", profile.method, settings.evaluate.method);
    apply("evaluate.rubric", profile.rubric, settings.evaluate.rubric);
    apply("evaluate.min_score", profile.min_score, settings.evaluate.min_score);
    apply("budget.cost_usd", profile.budget_usd, settings.budget_usd);
    apply("budget.tokens", profile.budget_tokens, settings.budget_tokens);
    apply("rank.limit", profile.limit, settings.rank.limit);
    apply("run.per_source", profile.per_source, settings.per_source);
    apply("run.max_urls", profile.max_urls, settings.max_urls);
    apply("output.folder", profile.output, settings.output);
}

}  // namespace winnow
