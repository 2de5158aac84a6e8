#include "index/embed/remote/protocol.h"

namespace winnow {
namespace {

/// OpenAI's form, which Voyage's follows with fields of its own.
class EmbeddingsProtocol : public embed::Protocol {
public:
    explicit EmbeddingsProtocol(RemoteEmbedderOptions options) : options_(std::move(options)) {}

    Result<http::Request> request(std::span<const std::string> texts, TextRole role,
                                  const Deadline& /*deadline*/) const final {
        TRY(auto request, embed::json_post(options_.endpoint, "/embeddings", body(texts, role)));
        embed::authorize(request, options_.key);
        return request;
    }
    Result<std::vector<Vector>> read(const json::Value& answer, std::size_t count) const final {
        return embed::read_indexed_vectors(answer["data"], count);
    }

protected:
    virtual json::Value body(std::span<const std::string> texts, TextRole role) const = 0;

    RemoteEmbedderOptions options_;
};

class OpenAiProtocol final : public EmbeddingsProtocol {
public:
    explicit OpenAiProtocol(RemoteEmbedderOptions options) : EmbeddingsProtocol(std::move(options)) {
        own_ = options_.endpoint.empty();
        if (own_) options_.endpoint = "https://api.openai.com/v1";
    }
    const std::string& provider() const override { return name_; }
    embed::Limits limits() const override { return {.texts = 2'048, .tokens = 300'000}; }

private:
    json::Value body(std::span<const std::string> texts, TextRole /*role*/) const override {
        auto body = json::object({{"model", options_.model}, {"input", embed::array_of(texts)}});
        if (options_.ask_for_dimensions) body.set("dimensions", options_.dimensions);
        // A third of the bytes; servers that only look like OpenAI's may refuse the field.
        if (own_) body.set("encoding_format", "base64");
        return body;
    }

    std::string name_ = "openai";
    bool own_ = false;
};

class VoyageProtocol final : public EmbeddingsProtocol {
public:
    explicit VoyageProtocol(RemoteEmbedderOptions options) : EmbeddingsProtocol(std::move(options)) {
        if (options_.endpoint.empty()) options_.endpoint = "https://api.voyageai.com/v1";
    }
    const std::string& provider() const override { return name_; }
    embed::Limits limits() const override { return {.texts = 1'000, .tokens = 120'000}; }

private:
    json::Value body(std::span<const std::string> texts, TextRole role) const override {
        auto body = json::object({{"model", options_.model},
                                  {"input", embed::array_of(texts)},
                                  {"input_type", role == TextRole::question ? "query" : "document"}});
        if (options_.ask_for_dimensions) body.set("output_dimension", options_.dimensions);
        return body;
    }

    std::string name_ = "voyage";
};

}  // namespace

Result<std::unique_ptr<Embedder>> make_openai_embedder(RemoteEmbedderOptions options, http::Client& client) {
    return embed::make_remote_embedder(options, std::make_unique<OpenAiProtocol>(options), client);
}

Result<std::unique_ptr<Embedder>> make_voyage_embedder(RemoteEmbedderOptions options, http::Client& client) {
    return embed::make_remote_embedder(options, std::make_unique<VoyageProtocol>(options), client);
}

}  // namespace winnow
