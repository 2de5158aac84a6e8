#include <algorithm>
#include <cmath>

#include "http/retry.h"
#include "index/embed/remote/protocol.h"
#include "index/embed/remote/refusal.h"
#include "text/utf8.h"

namespace winnow::embed {
namespace {

/// At most, whatever the provider's vocabulary: English has about 4.5 bytes a token, Chinese 2 to 3.
std::size_t most_tokens(std::string_view text) {
    return text.size() / 2 + 1;
}

http::RetryOptions retry_options(std::size_t retries) {
    return {.retries = retries, .repeat_post = true, .is_final = is_quota_exhausted};
}

class RemoteEmbedder final : public Embedder {
public:
    RemoteEmbedder(const RemoteEmbedderOptions& options, std::unique_ptr<Protocol> protocol, http::Client& client)
        : model_(protocol->provider() + "/" + options.model),
          dimensions_(options.dimensions),
          timeout_(options.timeout),
          protocol_(std::move(protocol)),
          client_(http::make_retrying_client(client, retry_options(options.retries))),
          limits_(protocol_->limits()) {
        if (options.max_batch > 0) limits_.texts = std::min(limits_.texts, options.max_batch);
    }

    const std::string& model() const override { return model_; }
    std::size_t dimensions() const override { return dimensions_; }

    Result<std::vector<Vector>> embed(std::span<const std::string> texts, TextRole role,
                                      const Deadline& deadline) override {
        std::vector<Vector> vectors(texts.size());
        std::vector<std::string> batch;
        std::vector<std::size_t> places;  // of the batch's texts
        std::size_t tokens = 0;
        const auto send = [&]() -> Result<void> {
            if (batch.empty()) return {};
            TRY(auto found, ask(batch, role, deadline));
            for (std::size_t i = 0; i < found.size(); ++i) vectors[places[i]] = std::move(found[i]);
            batch.clear();
            places.clear();
            tokens = 0;
            return {};
        };
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (text::folded_white_space(texts[i]).empty()) {
                vectors[i].resize(dimensions_);
                continue;
            }
            const auto more = most_tokens(texts[i]);
            if (batch.size() == limits_.texts || tokens + more > limits_.tokens) TRY_OK(send());
            batch.push_back(texts[i]);
            places.push_back(i);
            tokens += more;
        }
        TRY_OK(send());
        return vectors;
    }

private:
    Result<std::vector<Vector>> ask(std::span<const std::string> texts, TextRole role, const Deadline& deadline) {
        if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "embedding was stopped");
        TRY(auto request, protocol_->request(texts, role, deadline));
        request.timeout = timeout_;
        auto response = client_->send(request, deadline);
        if (!response) return fail(std::move(response).error().in("embedding with " + model_));
        if (response->status < 200 || response->status > 299)
            return fail(refusal(protocol_->provider(), *response).in("embedding with " + model_));
        auto vectors = read(response->body, texts.size());
        if (!vectors) return fail(std::move(vectors).error().in("embedding with " + model_));
        return vectors;
    }

    Result<std::vector<Vector>> read(const std::string& body, std::size_t count) const {
        TRY(const auto answer, json::parse(body));
        TRY(auto vectors, protocol_->read(answer, count));
        for (auto& vector : vectors) TRY_OK(bring_to_unit_length(vector));
        return vectors;
    }

    Result<void> bring_to_unit_length(Vector& vector) const {
        if (vector.size() != dimensions_)
            return fail(ErrorKind::malformed, "a vector of " + std::to_string(vector.size()) + " components where " +
                                                  std::to_string(dimensions_) + " are configured");
        double square = 0;
        for (const auto component : vector) square += static_cast<double>(component) * component;
        if (!std::isfinite(square) || square <= 0) return fail(ErrorKind::malformed, "a vector without a direction");
        const auto scale = 1 / std::sqrt(square);
        for (auto& component : vector) component = static_cast<float>(component * scale);
        return {};
    }

    std::string model_;
    std::size_t dimensions_;
    std::chrono::milliseconds timeout_;
    std::unique_ptr<Protocol> protocol_;
    std::unique_ptr<http::Client> client_;
    Limits limits_;
};

}  // namespace

Result<std::unique_ptr<Embedder>> make_remote_embedder(const RemoteEmbedderOptions& options,
                                                       std::unique_ptr<Protocol> protocol, http::Client& client) {
    const auto refuse = [&](const std::string& why) {
        return fail(ErrorKind::invalid_config, "embedder " + protocol->provider() + ": " + why);
    };
    if (options.model.empty()) return refuse("a model must be named");
    if (options.dimensions == 0) return refuse("the number of dimensions must be given");
    if (!options.endpoint.empty() && !Url::parse_exact(options.endpoint))
        return refuse("the endpoint is no URL: " + options.endpoint);
    return std::make_unique<RemoteEmbedder>(options, std::move(protocol), client);
}

}  // namespace winnow::embed
