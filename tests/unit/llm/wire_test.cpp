#include <gtest/gtest.h>

#include "llm/wire/dialect.h"
#include "llm/wire/schema.h"

namespace winnow::llm {
namespace {

json::Value parsed(std::string_view text) {
    auto value = json::parse(text);
    EXPECT_TRUE(value) << text;
    return value ? *value : json::Value();
}

std::string fitted(std::string_view schema, SchemaRules rules) {
    return json::dump(fit_schema(parsed(schema), rules));
}

TEST(FitSchema, ClosesObjectsAndRequiresEveryProperty) {
    EXPECT_EQ(
        fitted(R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a"]})",
               SchemaRules::openai),
        R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":["integer","null"]}},)"
        R"("required":["a","b"],"additionalProperties":false})");
}

TEST(FitSchema, ReachesObjectsInListsAlternativesAndDefinitions) {
    const auto schema = parsed(R"({"type":"object","required":["l","c"],"properties":{
        "l":{"type":"array","items":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}},
        "c":{"oneOf":[{"type":"object","properties":{}},{"type":"null"}]}},
        "$defs":{"d":{"type":"object","properties":{"y":{"type":"string"}},"required":["y"]}},
        "$schema":"https://json-schema.org/draft/2020-12/schema"})");
    const auto fit = fit_schema(schema, SchemaRules::free);
    EXPECT_FALSE(fit.contains("$schema"));
    EXPECT_FALSE(fit["properties"]["l"]["items"]["additionalProperties"].as_bool(true));
    EXPECT_FALSE(fit["properties"]["c"]["anyOf"][0]["additionalProperties"].as_bool(true));
    EXPECT_FALSE(fit["$defs"]["d"]["additionalProperties"].as_bool(true));
}

TEST(FitSchema, LetsChoicesThatMayBeMissingBeNull) {
    EXPECT_EQ(fitted(R"({"type":"object","properties":{"a":{"type":"string","enum":["x","y"]}}})", SchemaRules::openai),
              R"({"type":"object","properties":{"a":{"anyOf":[{"type":"string","enum":["x","y"]},{"type":"null"}]}},)"
              R"("required":["a"],"additionalProperties":false})");
}

TEST(FitSchema, SaysLimitsInWordsThatTheSubsetDoesNotKnow) {
    constexpr auto kSchema = R"({"type":"string","description":"Why.","minLength":1,"maxLength":80})";
    EXPECT_EQ(fitted(kSchema, SchemaRules::openai),
              R"x({"type":"string","description":"Why. (minLength 1, maxLength 80)"})x");
    EXPECT_EQ(fitted(kSchema, SchemaRules::free), kSchema);
    constexpr auto kNumber = R"({"type":"integer","minimum":1,"maximum":10})";
    EXPECT_EQ(fitted(kNumber, SchemaRules::openai), kNumber);
    EXPECT_EQ(fitted(kNumber, SchemaRules::anthropic),
              R"x({"type":"integer","description":"(minimum 1, maximum 10)"})x");
    constexpr auto kOne = R"({"type":"array","items":{"type":"string"},"minItems":1})";
    EXPECT_EQ(fitted(kOne, SchemaRules::anthropic), kOne);
    EXPECT_EQ(fitted(R"({"type":"array","items":{"type":"string"},"minItems":2})", SchemaRules::anthropic),
              R"x({"type":"array","items":{"type":"string"},"description":"(minItems 2)"})x");
}

TEST(CleanAnswer, LeavesFreeTextAlone) {
    EXPECT_EQ(*clean_answer("  ```x``` and more\n", {}), "```x``` and more");
    EXPECT_FALSE(clean_answer(" \n", {}));
}

TEST(CleanAnswer, TakesAwayWhatServersPutAroundJson) {
    const auto schema = parsed(R"({"type":"object"})");
    for (const auto* const text : {R"({"a":1})", "```json\n{\"a\":1}\n```", "```\n{\"a\":1}```",
                                   "<think>x</think>{\"a\":1}", "no opening mark</think>\n{\"a\":1}"}) {
        const auto answer = clean_answer(text, schema);
        ASSERT_TRUE(answer) << text;
        EXPECT_EQ(*answer, R"({"a":1})") << text;
    }
    for (const auto* const text : {"", "<think>{\"a\":1}", "{\"a\":1} and words", "[1]", "```json\n{\"a\":", "12"})
        EXPECT_FALSE(clean_answer(text, schema)) << text;
}

TEST(EndpointUrl, JoinsWithOneSlash) {
    for (const auto* const base : {"https://h/v1", "https://h/v1/", "https://h/v1//"})
        EXPECT_EQ(endpoint_url(*Url::parse_exact(base), "/x")->href(), "https://h/v1/x");
    EXPECT_EQ(endpoint_url(*Url::parse_exact("https://h:8443"), "/x")->href(), "https://h:8443/x");
    EXPECT_FALSE(endpoint_url({}, "/x"));
}

TEST(UsageOf, PricesCachesAsInputIfTheyHaveNoPrice) {
    const TokenCount tokens{.input = 1'000'000, .cached = 1'000'000, .cache_written = 1'000'000, .output = 1'000'000};
    EXPECT_DOUBLE_EQ(usage_of(tokens, {.input = 3, .output = 15}).cost_usd, 24);
    EXPECT_DOUBLE_EQ(usage_of(tokens, {.input = 3, .output = 15, .cached_input = 0.3, .cache_write = 3.75}).cost_usd,
                     22.05);
    EXPECT_EQ(usage_of(tokens, {}).input_tokens, 3'000'000);
}

TEST(UsageOf, BelievesNoServerThatWouldMakeABudgetGrow) {
    const TokenCount tokens{.input = -5'000'000, .cached = INT64_MIN, .output = INT64_MAX, .searches = -1};
    const auto usage = usage_of(tokens, {.input = 3, .output = 15, .searches = 10});
    EXPECT_EQ(usage.input_tokens, 0);
    EXPECT_GT(usage.output_tokens, 0);
    EXPECT_GT(usage.cost_usd, 0);
}

}  // namespace
}  // namespace winnow::llm
