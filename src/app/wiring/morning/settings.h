#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/section.h"

namespace winnow {

/// A question with all that its runs need, so that `winnow run --profile NAME` says it in a word.
struct Profile {
    std::string name;
    std::string question;
    std::string method;  ///< empty, and 0 below: as the rest of the configuration has it
    std::string rubric;
    double min_score = 0;
    std::vector<std::string> sources;  ///< names or kinds; empty: all that are configured
    std::string since;
    std::size_t limit = 0;
    std::size_t per_source = 0;
    std::size_t max_urls = 0;
    double budget_usd = 0;
    std::size_t budget_tokens = 0;
    std::string output;
};

/// Where digests go; which fields count depends on the kind.
struct DestinationSetting {
    std::string name;
    std::string kind;
    bool enabled = true;
    std::vector<std::string> questions;              ///< questions or profiles; empty: all
    std::string host, tls = "starttls", user, from;  // mail
    std::size_t port = 0;
    config::SecretReference password;
    std::vector<std::string> to;
    config::SecretReference webhook;     // slack, teams, discord
    std::string file;                    // markdown
    std::string folder, title, address;  // site
};

struct DigestSettings {
    std::string title = "Reading list";
    std::size_t limit = 10;  ///< articles of each question
    double min_score = 0;    ///< 0: what the run called high quality
    std::size_t below = 3;   ///< articles of a question of which none is good enough
    std::vector<DestinationSetting> destinations;
};

void read_profiles(config::Section& root, std::vector<Profile>& profiles);
void read_digest(config::Section section, DigestSettings& digest);

}  // namespace winnow
