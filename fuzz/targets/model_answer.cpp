// What model APIs answer, in each of their forms, and what a model itself says of a page; the last byte chooses the
// API.
#include <array>

#include "check.h"
#include "evaluate/model/answer.h"
#include "json/value.h"
#include "llm/wire/dialect.h"

using namespace winnow;

namespace {

constexpr std::string_view kPage =
    "Code review finds defects before they are shipped. In a study of 300 reviews, those of fewer than 400 lines found "
    "seven of ten defects. Reviewers who took an hour found more than those who took ten minutes.";

std::unique_ptr<llm::Dialect> dialect_of(std::size_t which) {
    constexpr std::array kApis{llm::Api::openai_responses, llm::Api::openai_chat, llm::Api::anthropic,
                               llm::Api::bedrock, llm::Api::ollama};
    llm::ProviderOptions options{.name = "fuzzed", .api = kApis[which], .model = "model", .key = Secret("SECRETKEY")};
    options.endpoint = *Url::parse_exact("https://models.example.org/v1");
    options.region = "us-east-1";
    options.api_version = "2023-06-01";
    auto dialect = llm::make_dialect(options, system_clock());
    fuzz::check(dialect.has_value(), "every API has its form");
    return std::move(*dialect);
}

/// What a model says of a page holds only with quotes that stand in it.
void check_judgement(std::string_view text) {
    const evaluate::QuotableText page(kPage);
    const auto rubric = default_rubric();
    const auto answer = evaluate::read_answer(text, rubric, {.ours = page});
    if (!answer) {
        fuzz::check(answer.error().kind() == ErrorKind::malformed, "what does not hold is malformed");
        return;
    }
    fuzz::check(answer->scores.size() == rubric.criteria.size(), "each criterion has a score");
    for (const auto& score : answer->scores) {
        fuzz::check(score.score >= kLowestScore && score.score <= kHighestScore, "scores lie between 1 and 10");
        fuzz::check(!score.quotes.empty(), "each score has its proof");
        for (const auto& quote : score.quotes)
            fuzz::check(kPage.substr(std::min(quote.offset, kPage.size()), quote.text.size()) == quote.text,
                        "quotes stand in the page");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto dialect = dialect_of(input.choice(5));
    check_judgement(input.rest());
    const auto value = json::parse(input.rest());
    if (!value) return 0;
    static_cast<void>(dialect->tokens(*value));
    const auto answer = dialect->read(*value);
    if (!answer) {
        fuzz::check(!answer.error().message().empty(), "an error says what is wrong");
        fuzz::check(!answer.error().message().contains("SECRETKEY"), "the key is not shown");
        return 0;
    }
    if (answer->is_paused) static_cast<void>(dialect->resumed(json::object({{"messages", json::Array()}}), *value));
    check_judgement(answer->text);
    return 0;
}
