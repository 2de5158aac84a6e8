// What search APIs answer: every request of a source is answered with the input; the last byte chooses the source.
#include <array>
#include <cstdlib>
#include <memory>
#include <set>

#include "check.h"
#include "discover/community/community.h"
#include "discover/keyless.h"
#include "discover/media/media.h"
#include "discover/papers/papers.h"
#include "discover/search/search.h"
#include "text/utf8.h"

using namespace winnow;

namespace {

/// Says the same to everybody, but not without end.
class Parrot final : public http::Client {
public:
    explicit Parrot(std::string_view body) : body_(body) {}
    Result<http::Response> send(const http::Request&, const Deadline&) override {
        fuzz::check(++requests_ < 1'000, "a source ends, whatever it is told");
        return http::Response{.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body_};
    }

private:
    std::string body_;
    int requests_ = 0;
};

struct Made {
    const SourceContext& context;
    Pacer& pacer;

    template <typename Options>
    Result<std::unique_ptr<Source>> by(Result<std::unique_ptr<Source>> (*make)(Options, SourceContext),
                                       Options options = {}) const {
        if constexpr (requires { options.api; }) {
            options.api.pause = std::chrono::milliseconds{0};
            options.api.pacer = &pacer;
            if (!options.api.key.usual.empty()) setenv(options.api.key.usual.c_str(), "a-key", 1);
        }
        if constexpr (requires { options.client_id; }) setenv(options.client_id.usual.c_str(), "an-app", 1);
        return make(std::move(options), context);
    }
};

Result<std::unique_ptr<Source>> make_source(std::size_t which, const Made& made) {
    switch (which) {
        case 0: return made.by(make_hackernews_source);
        case 1: return made.by(make_semantic_scholar_source);
        case 2: return made.by(make_openalex_source);
        case 3: return made.by(make_crossref_source);
        case 4: return made.by(make_wikipedia_source);
        case 5: return made.by(make_devto_source);
        case 6: {
            LobstersOptions options;
            options.permitted = true;
            return made.by(make_lobsters_source, options);
        }
        case 7: return made.by(make_github_source);
        case 8: return made.by(make_stackexchange_source);
        case 9: return made.by(make_reddit_source);
        case 10: return made.by(make_tavily_source);
        case 11: return made.by(make_brave_source);
        case 12: {
            SearxngOptions options;
            options.api.endpoint = "https://search.example.org";
            return made.by(make_searxng_source, options);
        }
        case 13: return made.by(make_exa_source);
        default: return made.by(make_youtube_source);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto which = input.choice(15);
    Parrot client(input.rest());
    Pacer pacer(std::chrono::milliseconds{0}, [](std::chrono::milliseconds, const Deadline&) {});
    const SourceContext context{.name = "fuzzed", .client = client, .clock = system_clock()};
    const auto source = make_source(which, {.context = context, .pacer = pacer});
    fuzz::check(source.has_value(), "every source can be made");
    const Query query{.question = "how do teams review code", .expansions = {"code review"}, .limit = 30};
    const auto found = (*source)->discover(query, Deadline::after(std::chrono::seconds{5}));
    if (!found) {
        fuzz::check(!found.error().message().empty(), "an error says what is wrong");
        return 0;
    }
    std::set<std::string> urls;
    for (const auto& candidate : found->candidates) {
        fuzz::check(!candidate.url.empty(), "a candidate has an address");
        fuzz::check(urls.insert(candidate.url.href()).second, "each address once");
        fuzz::check(text::is_valid_utf8(candidate.title), "titles are valid UTF-8");
        fuzz::check(text::is_valid_utf8(candidate.inline_html), "texts are valid UTF-8");
    }
    return 0;
}
