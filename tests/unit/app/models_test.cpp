#include "app/wiring/models.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "app/wiring/models/catalog.h"
#include "support/fake_http.h"

namespace winnow {
namespace {

/// The environment without any keys, and settings from a text.
class Models : public testing::Test {
protected:
    void SetUp() override {
        for (const auto* const name : {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "AZURE_OPENAI_API_KEY",
                                       "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                                       "AWS_REGION", "AWS_DEFAULT_REGION"})
            unsetenv(name);
    }
    Settings settings(const std::string& yaml) {
        const auto path = testing::TempDir() + "winnow-models.yaml";
        std::ofstream(path) << yaml << "\nquestion: x\n";
        auto read = load_settings(path, {});
        EXPECT_TRUE(read) << read.error().message();
        return read ? *read : Settings{};
    }
    std::string error_of(const std::string& yaml, const std::string& provider) {
        const auto made = make_chat_model(settings(yaml), provider, http_, system_clock());
        EXPECT_FALSE(made);
        if (made) return {};
        EXPECT_EQ(made.error().kind(), ErrorKind::invalid_config);
        return made.error().message();
    }

    FakeHttp http_;
};

using Names = std::vector<std::string>;

TEST_F(Models, AreReadyWhenTheirKeyIsThere) {
    EXPECT_EQ(ready_providers(settings("")), Names{});
    setenv("ANTHROPIC_API_KEY", "secret-a", 1);
    EXPECT_EQ(ready_providers(settings("")), Names{"anthropic"});
    setenv("OPENAI_API_KEY", "secret-o", 1);
    EXPECT_EQ(ready_providers(settings("")), (Names{"openai", "anthropic"}));
    EXPECT_EQ(ready_providers(settings("models: {order: [anthropic, openai]}")), (Names{"anthropic", "openai"}));
    EXPECT_EQ(ready_providers(settings("models: {order: [anthropic]}")), Names{"anthropic"});
}

TEST_F(Models, OfOnesOwnAreReadyWhenTheyAreNamed) {
    EXPECT_EQ(ready_providers(settings("models: {ollama: {model: llama3}}")), Names{"ollama"});
    EXPECT_EQ(ready_providers(settings("models: {compatible: {model: m, endpoint: 'http://127.0.0.1:8000/v1'}}")),
              Names{"compatible"});
}

TEST_F(Models, OfBedrockNeedKeysRegionModelAndPrice) {
    const std::string yaml = "models: {bedrock: {model: eu.x, price_input: 1, price_output: 5}}";
    EXPECT_EQ(ready_providers(settings(yaml)), Names{});
    setenv("AWS_ACCESS_KEY_ID", "AKID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    EXPECT_NE(error_of(yaml, "bedrock").find("models.bedrock.region"), std::string::npos);
    setenv("AWS_REGION", "eu-west-1", 1);
    EXPECT_EQ(ready_providers(settings(yaml)), Names{"bedrock"});
}

TEST_F(Models, SayWhatToSet) {
    EXPECT_EQ(error_of("", "openai"),
              "openai: secret env:OPENAI_API_KEY: the environment variable OPENAI_API_KEY is not set; set "
              "models.openai.key");
    EXPECT_EQ(error_of("", "ollama"), "ollama: no model is named; set models.ollama.model");
    EXPECT_EQ(error_of("models: {compatible: {model: m}}", "compatible"),
              "compatible: no address is named; set models.compatible.endpoint");
    EXPECT_TRUE(error_of("", "antropic").starts_with("there is no provider 'antropic'; did you mean anthropic?"));
    setenv("OPENAI_API_KEY", "secret-o", 1);
    EXPECT_EQ(error_of("models: {openai: {model: gpt-99}}", "openai"),
              "openai: the price of 'gpt-99' is not known; set models.openai.price_input");
}

TEST_F(Models, CostWhatIsConfiguredElseWhatIsKnown) {
    setenv("OPENAI_API_KEY", "secret-o", 1);
    const auto known = provider_options(settings("models: {openai: {model: gpt-4.1-mini}}"), "openai");
    ASSERT_TRUE(known) << known.error().message();
    EXPECT_EQ(known->prices.input, find_known_model("gpt-4.1-mini")->prices.input);
    EXPECT_GT(known->context_tokens, 0);
    EXPECT_EQ(known->effort, "") << "what the usual model takes for an answer another may refuse";
    const auto own = provider_options(
        settings("models: {openai: {model: gpt-4.1-mini, price_input: 7, price_output: 8, temperature: 0.5}}"),
        "openai");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->prices.input, 7);
    EXPECT_EQ(own->prices.output, 8);
    EXPECT_FALSE(own->prices.cached_input) << "not that of another price";
    EXPECT_EQ(own->temperature, 0.5);
}

TEST_F(Models, TakeVariablesBeforeTheFile) {
    setenv("WINNOW_MODELS__OLLAMA__MODEL", "from-variable", 1);
    const auto options = provider_options(settings("models: {ollama: {model: from-file}}"), "ollama");
    unsetenv("WINNOW_MODELS__OLLAMA__MODEL");
    ASSERT_TRUE(options);
    EXPECT_EQ(options->model, "from-variable");
}

TEST_F(Models, RefuseAnOrderOfUnknownProviders) {
    const auto path = testing::TempDir() + "winnow-models-bad.yaml";
    std::ofstream(path) << "models: {order: [openai, mystery], openai: {temperature: warm}}\n";
    const auto read = load_settings(path, {});
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message().find("there is no provider 'mystery'"), std::string::npos);
    EXPECT_NE(read.error().message().find("models.openai.temperature"), std::string::npos);
}

TEST_F(Models, AskTheNextProviderWhenOneIsDown) {
    setenv("OPENAI_API_KEY", "secret-o", 1);
    setenv("ANTHROPIC_API_KEY", "secret-a", 1);
    http_.script("POST https://api.openai.com/v1/responses",
                 http::Response{.status = 401, .headers = {}, .body = "{}"});
    http_.script("POST https://api.anthropic.com/v1/messages",
                 http::Response{.status = 200,
                                .headers = {},
                                .body = R"({"stop_reason":"end_turn","content":[{"type":"text","text":"hello"}]})"});
    const auto all = settings("");
    const auto made = make_chat_models(all, ready_providers(all), http_, system_clock());
    ASSERT_TRUE(made) << made.error().message();
    const auto reply = (*made)->ask({.instructions = "i", .input = "x"}, {});
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->text, "hello");
    EXPECT_FALSE(make_chat_models(all, {}, http_, system_clock()));
}

TEST(ModelCatalog, IsSound) {
    const auto read = read_model_catalog(model_catalog_text());
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_GE(read->providers.size(), 7U);
    for (const auto& model : read->models) {
        EXPECT_TRUE(model.prices.input && model.prices.output) << model.name;
        EXPECT_GT(model.context_tokens, 0U) << model.name;
    }
    for (const auto& provider : read->providers) {
        if (provider.model.empty()) continue;
        EXPECT_NE(find_known_model(provider.model), nullptr) << provider.model;
    }
}

TEST(ModelCatalog, NamesTheLineOfAFault) {
    const auto read = read_model_catalog("providers:\n  x:\n    api: telepathy\n");
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message().find("providers.yaml:3"), std::string::npos) << read.error().message();
}

}  // namespace
}  // namespace winnow
