#include "app/wiring/morning/settings.h"

#include <algorithm>
#include <array>

#include "text/blank.h"

namespace winnow {
namespace {

using std::string_view_literals::operator""sv;

Profile read_profile(const std::string& name, config::Section& section) {
    Profile profile{.name = name};
    section.field("question", profile.question, "What you want to know.");
    section.field("method", profile.method, "As evaluate.method, for this profile.");
    section.field("rubric", profile.rubric, "As evaluate.rubric, for this profile.");
    section.field("min_score", profile.min_score, "As evaluate.min_score, for this profile.", {.least = 0, .most = 10});
    section.field("sources", profile.sources, "Names or kinds of the sources that are asked; all if empty.");
    section.field("since", profile.since,
                  "Nothing older: a date, an age such as 7d, or last, what is new since the last run.");
    section.field("limit", profile.limit, "As rank.limit, for this profile.");
    section.field("per_source", profile.per_source, "As run.per_source, for this profile.",
                  {.least = 0, .most = 10'000});
    section.field("max_urls", profile.max_urls, "As run.max_urls, for this profile.");
    section.field("budget_usd", profile.budget_usd, "As budget.cost_usd, for this profile.", {.least = 0, .most = 1e6});
    section.field("budget_tokens", profile.budget_tokens, "As budget.tokens, for this profile.");
    section.field("output", profile.output, "As output.folder, for this profile.");
    if (text::is_blank(profile.question) && !name.empty())
        section.refuse("question", "is missing; a profile is a question with its limits");
    return profile;
}

struct KeyOfKind {
    std::string_view key;
    std::string_view kinds;
};

constexpr std::array kKeysOfKinds{
    KeyOfKind{"host", "mail"},     KeyOfKind{"port", "mail"},
    KeyOfKind{"tls", "mail"},      KeyOfKind{"user", "mail"},
    KeyOfKind{"password", "mail"}, KeyOfKind{"from", "mail"},
    KeyOfKind{"to", "mail"},       KeyOfKind{"webhook", "slack teams discord"},
    KeyOfKind{"file", "markdown"}, KeyOfKind{"folder", "site"},
    KeyOfKind{"title", "site"},    KeyOfKind{"address", "site"},
};
constexpr std::array kNeeded{"host"sv, "from"sv, "to"sv, "webhook"sv, "file"sv, "folder"sv};

/// A key that the kind does not read is an error, as is one that it needs and that is missing.
void check_keys(config::Section& section, const DestinationSetting& setting) {
    for (const auto& [key, kinds] : kKeysOfKinds) {
        const bool belongs = kinds.contains(setting.kind);
        if (!belongs && section.has(key)) section.refuse(key, "is not for the kind " + setting.kind);
        if (belongs && !section.has(key) && std::ranges::find(kNeeded, key) != kNeeded.end())
            section.refuse(key, "is missing; the kind " + setting.kind + " needs it");
    }
}

DestinationSetting read_destination(config::Section& section) {
    DestinationSetting setting;
    section.choice("kind", setting.kind, {"mail", "slack", "teams", "discord", "markdown", "site"},
                   "What kind of place it is.");
    section.field("name", setting.name, "Name in messages and in the ledger of deliveries; the kind if not given.");
    section.field("enabled", setting.enabled, "Whether anything is delivered there.");
    section.field("questions", setting.questions, "Questions or names of profiles that go there; all if empty.");
    section.field("host", setting.host, "Mail: name of the server that takes it (SMTP).");
    section.field("port", setting.port, "Mail: its port; 0: 587, with tls 465, with none 25.",
                  {.least = 0, .most = 65'535});
    section.choice("tls", setting.tls, {"starttls", "tls", "none"},
                   "Mail: how the connection is protected; none for a server on this machine or in your own network.");
    section.field("user", setting.user, "Mail: user of the login; no login if empty.");
    section.field("password", setting.password, "Mail: where the password lies.");
    section.field("from", setting.from, "Mail: sender, such as winnow <me@example.org>.");
    section.field("to", setting.to, "Mail: receivers, one mail to all.");
    section.field("webhook", setting.webhook,
                  "Slack, Teams, Discord: where the webhook's address lies, which is a key.");
    section.field("file", setting.file, "Markdown: the file; {date} becomes the day.");
    section.field("folder", setting.folder, "Site: folder of the pages and feeds.");
    section.field("title", setting.title, "Site: its title; digest.title if not given.");
    section.field("address", setting.address, "Site: where the folder will lie, for the feeds.");
    if (setting.kind.empty()) {
        if (!section.has("kind")) section.refuse("kind", "is missing; mail, slack, teams, discord, markdown or site");
        return setting;
    }
    check_keys(section, setting);
    if (setting.name.empty()) setting.name = setting.kind;
    return setting;
}

}  // namespace

void read_profiles(config::Section& root, std::vector<Profile>& profiles) {
    for (auto& [name, section] : root.entries("profiles", "Questions with their limits, by name."))
        profiles.push_back(read_profile(name, section));
}

void read_digest(config::Section section, DigestSettings& digest) {
    section.field("title", digest.title, "What the digest is called.");
    section.field("limit", digest.limit, "Most articles of each question.", {.least = 1, .most = 1'000});
    section.field("min_score", digest.min_score,
                  "Least overall score of an article; 0: what its run called high quality.", {.least = 0, .most = 10});
    section.field("below", digest.below,
                  "How many of a question are listed, and said to be below, when none of its articles reaches that.",
                  {.least = 0, .most = 100});
    for (auto& child : section.children("destinations", "Where winnow digest delivers.")) {
        auto setting = read_destination(child);
        if (std::ranges::count(digest.destinations, setting.name, &DestinationSetting::name) > 0 &&
            !setting.name.empty())
            child.refuse("name", "'" + setting.name + "' is the name of another destination");
        digest.destinations.push_back(std::move(setting));
    }
}

}  // namespace winnow
