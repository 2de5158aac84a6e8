#pragma once
// community: places where people show each other what they wrote and found.

#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "discover/api/api.h"
#include "stages/source.h"

namespace winnow {

/// Reddit: with an app's id and secret its API, else its feeds, which answer fewer and are refused in data centres.
struct RedditOptions {
    RedditOptions();
    ApiOptions api;  ///< its key is the app's secret
    KeyOptions client_id;
    std::string token_endpoint = "https://www.reddit.com/api/v1/access_token";
    std::string feed_endpoint = "https://www.reddit.com";
    std::vector<std::string> subreddits;  ///< all if empty
    std::string sort = "relevance";
    std::string user_agent;  ///< as Reddit wants it: "linux:app:1.0 (by /u/you)"
    int min_score = 5;
};
Result<RedditOptions> read_reddit_options(config::Section& section);
Result<std::unique_ptr<Source>> make_reddit_source(RedditOptions options, SourceContext context);

/// dev.to, or another Forem. It is asked by tags; when none are configured, the question's words are tried as such.
struct DevtoOptions {
    DevtoOptions();
    ApiOptions api;
    std::vector<std::string> tags;
    int top_days = 365;  ///< the best of so many days, unless the run says since when
    int min_reactions = 10;
};
Result<DevtoOptions> read_devto_options(config::Section& section);
Result<std::unique_ptr<Source>> make_devto_source(DevtoOptions options, SourceContext context);

/// Lobsters. Its robots.txt forbids programs to read it, so it stays silent unless the configuration says `permitted`.
struct LobstersOptions {
    LobstersOptions();
    ApiOptions api;
    bool permitted = false;
    std::vector<std::string> tags;  ///< the newest of all if empty
    int min_score = 5;
};
Result<LobstersOptions> read_lobsters_options(config::Section& section);
Result<std::unique_ptr<Source>> make_lobsters_source(LobstersOptions options, SourceContext context);

/// GitHub's search: repositories, and Markdown documents, for which it wants a token.
struct GithubOptions {
    GithubOptions();
    ApiOptions api;
    std::vector<std::string> search{"repositories"};  ///< and "documents"
    int min_stars = 50;
    std::string sort = "best-match";  ///< or "stars", "updated"
};
Result<GithubOptions> read_github_options(config::Section& section);
Result<std::unique_ptr<Source>> make_github_source(GithubOptions options, SourceContext context);

/// Questions on the sites of Stack Exchange.
struct StackExchangeOptions {
    StackExchangeOptions();
    ApiOptions api;
    std::vector<std::string> sites{"stackoverflow", "softwareengineering"};
    bool accepted = true;  ///< only those with an accepted answer
    int min_score = 3;
};
Result<StackExchangeOptions> read_stackexchange_options(config::Section& section);
Result<std::unique_ptr<Source>> make_stackexchange_source(StackExchangeOptions options, SourceContext context);

}  // namespace winnow
