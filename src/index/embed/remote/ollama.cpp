#include "index/embed/remote/protocol.h"

namespace winnow {
namespace {

class OllamaProtocol final : public embed::Protocol {
public:
    explicit OllamaProtocol(RemoteEmbedderOptions options) : options_(std::move(options)) {
        if (options_.endpoint.empty()) options_.endpoint = "http://localhost:11434";
    }
    const std::string& provider() const override { return name_; }
    /// Of our own: the model works on this machine, and a batch should end before its time is up.
    embed::Limits limits() const override { return {.texts = 64, .tokens = 64'000}; }

    Result<http::Request> request(std::span<const std::string> texts, TextRole /*role*/,
                                  const Deadline& /*deadline*/) const override {
        auto body = json::object({{"model", options_.model}, {"input", embed::array_of(texts)}});
        if (options_.ask_for_dimensions) body.set("dimensions", options_.dimensions);
        TRY(auto request, embed::json_post(options_.endpoint, "/api/embed", body));
        embed::authorize(request, options_.key);
        return request;
    }
    Result<std::vector<Vector>> read(const json::Value& answer, std::size_t count) const override {
        return embed::read_vectors(answer["embeddings"], count);
    }

private:
    std::string name_ = "ollama";
    RemoteEmbedderOptions options_;
};

}  // namespace

Result<std::unique_ptr<Embedder>> make_ollama_embedder(RemoteEmbedderOptions options, http::Client& client) {
    return embed::make_remote_embedder(options, std::make_unique<OllamaProtocol>(options), client);
}

}  // namespace winnow
