#include <cstdlib>

#include "json/codec.h"
#include "log/log.h"
#include "store_contract.h"

namespace winnow {
namespace {

/// Many tests damage records on purpose; what is said of each would bury what matters.
class Silence : public testing::Environment {
    void SetUp() override { log::configure(log::Level::error, log::Format::human); }
};
[[maybe_unused]] const auto* const kSilence = testing::AddGlobalTestEnvironment(new Silence);

}  // namespace

ScratchFolder::ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "winnow-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
}

Url url(const std::string& text) {
    return *Url::parse_exact(text);
}

Timestamp at(std::int64_t seconds) {
    return Timestamp{std::chrono::seconds{seconds}};
}

CachedPage made_page(const std::string& name, std::int64_t fetched_at) {
    CachedPage page;
    page.url = url("https://example.org/" + name);
    page.etag = "W/\"" + name + "\"";
    page.last_modified = "Tue, 15 Nov 1994 12:45:26 GMT";
    page.fetched_at = at(fetched_at);
    page.fresh_until = at(fetched_at + 3600);
    auto& document = page.document;
    document.id.value = "0123456789abcdef0123456789abcdef";
    document.url = page.url;
    document.canonical = page.url;
    document.title = "Title of " + name;
    document.authors = {"Ada", "Grace"};
    document.published = Date{at(500), DatePrecision::month};
    document.language = "en";
    document.text = "A text with \"quotes\", \n lines, \u00E9 and a NUL [" + std::string(1, '\0') + "].";
    document.markdown = "# " + name;
    document.headings = {{2, "Heading", 3}};
    document.links = {{"https://example.com/", "there"}};
    document.words = 9;
    document.content_hash = "hash of " + name;
    document.fetched_at = at(fetched_at);
    return page;
}

EvaluationKey made_key(const std::string& content_hash) {
    return {.content_hash = content_hash, .rubric_hash = "r", .method = "local", .model = "1", .question = "how"};
}

Assessment made_assessment(double overall) {
    Assessment assessment;
    assessment.overall = overall;
    assessment.scores = {{"technical_depth", 8.25, "It explains why.", {{"because", 17}}}};
    assessment.tags = {"c++"};
    assessment.summary = "Says much.";
    assessment.verdict = "Read it.";
    assessment.evaluator = "local";
    assessment.model = "1";
    assessment.proof = "9 words";
    assessment.flags = {"partial_text"};
    return assessment;
}

RunRecord made_run(const std::string& id, std::int64_t started, RunState state) {
    return {.id = id,
            .query = "how to test",
            .method = "local",
            .started = at(started),
            .state = state,
            .settings = R"({"a":1})",
            .folder = "",
            .total_urls = 3,
            .judged = 2,
            .high_quality = 1};
}

Evaluated made_outcome(const std::string& name) {
    Evaluated outcome;
    outcome.candidate.url = url("https://example.org/" + name);
    outcome.candidate.title = name;
    outcome.candidate.source = "feed";
    outcome.candidate.found_at = at(900);
    outcome.state = UrlState::judged;
    outcome.document = made_page(name).document;
    outcome.assessment = made_assessment();
    outcome.features.terms = {{1, 2, 3}};
    outcome.features.signature = {1, 2, 3};
    return outcome;
}

}  // namespace winnow
