#include "index/embed/remote/protocol.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMostCharactersOfCohere3 = 2'048;  // more is an error there, whatever `truncate` says

std::string first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) text::next_code_point(text, end);
    return std::string(text.substr(0, end));
}

/// InvokeModel, whose body is each model's own.
class BedrockProtocol : public embed::Protocol {
public:
    explicit BedrockProtocol(BedrockEmbedderOptions options) : options_(std::move(options)) {
        if (options_.remote.endpoint.empty())
            options_.remote.endpoint = "https://bedrock-runtime." + options_.region + ".amazonaws.com";
    }
    const std::string& provider() const override { return name_; }

    Result<http::Request> request(std::span<const std::string> texts, TextRole role,
                                  const Deadline& deadline) const override {
        // The colon of a model's id is encoded in the path, and once more in what is signed.
        const auto path = "/model/" + aws::uri_encode(options_.remote.model, false) + "/invoke";
        TRY(auto request, embed::json_post(options_.remote.endpoint, path, body(texts, role)));
        request.headers.push_back({"Accept", "application/json"});
        if (!options_.remote.key.empty()) {
            embed::authorize(request, options_.remote.key);
            return request;
        }
        TRY(const auto credentials, options_.credentials(deadline));
        aws::sign(request, credentials,
                  {.region = options_.region, .service = "bedrock", .time = options_.clock->now()});
        return request;
    }

protected:
    virtual json::Value body(std::span<const std::string> texts, TextRole role) const = 0;
    const RemoteEmbedderOptions& options() const { return options_.remote; }

private:
    std::string name_ = "bedrock";
    BedrockEmbedderOptions options_;
};

class TitanProtocol final : public BedrockProtocol {
public:
    using BedrockProtocol::BedrockProtocol;
    embed::Limits limits() const override { return {.texts = 1}; }
    Result<std::vector<Vector>> read(const json::Value& answer, std::size_t /*count*/) const override {
        TRY(auto vector, embed::read_vector(answer["embedding"]));
        return std::vector<Vector>{std::move(vector)};
    }

private:
    json::Value body(std::span<const std::string> texts, TextRole /*role*/) const override {
        auto body = json::object({{"inputText", texts.front()}});
        if (options().ask_for_dimensions) body.set("dimensions", options().dimensions);
        return body;
    }
};

class CohereProtocol final : public BedrockProtocol {
public:
    using BedrockProtocol::BedrockProtocol;
    embed::Limits limits() const override { return {.texts = 96, .tokens = 300'000}; }
    Result<std::vector<Vector>> read(const json::Value& answer, std::size_t count) const override {
        const auto& embeddings = answer["embeddings"];
        return embed::read_vectors(embeddings.is_object() ? embeddings["float"] : embeddings, count);
    }

private:
    json::Value body(std::span<const std::string> texts, TextRole role) const override {
        const bool is_third = options().model.find("-v3") != std::string::npos;
        json::Value list = json::Array{};
        for (const auto& text : texts) list.push(is_third ? first_characters(text, kMostCharactersOfCohere3) : text);
        auto body = json::object({{"texts", std::move(list)},
                                  {"input_type", role == TextRole::question ? "search_query" : "search_document"},
                                  {"embedding_types", json::Array{"float"}}});
        if (is_third) body.set("truncate", "END");
        if (options().ask_for_dimensions) body.set("output_dimension", options().dimensions);
        return body;
    }
};

}  // namespace

Result<std::unique_ptr<Embedder>> make_bedrock_embedder(BedrockEmbedderOptions options, http::Client& client) {
    const auto remote = options.remote;
    if (remote.endpoint.empty() && options.region.empty())
        return fail(ErrorKind::invalid_config, "embedder bedrock: a region must be named");
    if (remote.key.empty() && !options.credentials)
        return fail(ErrorKind::invalid_config, "embedder bedrock: neither a key nor credentials");
    std::unique_ptr<embed::Protocol> protocol;
    if (remote.model.find("titan-embed-text") != std::string::npos)
        protocol = std::make_unique<TitanProtocol>(std::move(options));
    else if (remote.model.find("cohere.embed") != std::string::npos)
        protocol = std::make_unique<CohereProtocol>(std::move(options));
    else
        return fail(ErrorKind::invalid_config,
                    "embedder bedrock: \"" + remote.model + "\" is neither Titan Text Embeddings nor Cohere Embed");
    return embed::make_remote_embedder(remote, std::move(protocol), client);
}

}  // namespace winnow
