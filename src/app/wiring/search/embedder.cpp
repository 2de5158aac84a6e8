#include "app/wiring/cloud/credentials.h"
#include "app/wiring/cloud/secrets.h"
#include "app/wiring/search/open.h"
#include "config/secrets.h"
#include "files/files.h"
#include "index/embedders.h"

namespace winnow {
namespace {

constexpr std::string_view kVectorsFile = "vectors.sqlite";

/// Knows the name of its model, and makes no vectors, for it has no key.
class LockedEmbedder final : public Embedder {
public:
    LockedEmbedder(std::unique_ptr<Embedder> inner, std::string why) : inner_(std::move(inner)), why_(std::move(why)) {}
    const std::string& model() const override { return inner_->model(); }
    std::size_t dimensions() const override { return inner_->dimensions(); }
    Result<std::vector<Vector>> embed(std::span<const std::string>, TextRole, const Deadline&) override {
        return fail(ErrorKind::unauthorized, why_);
    }

private:
    std::unique_ptr<Embedder> inner_;
    std::string why_;
};

/// With a key of Bedrock's own if there is one, else signed with the credentials of AWS.
Result<std::unique_ptr<Embedder>> bedrock(const EmbedSettings& embed, RemoteEmbedderOptions remote, std::string& lack,
                                          http::Client& client) {
    const auto environment = aws::process_environment();
    // These can shorten their vectors, and must be told to.
    remote.ask_for_dimensions = embed.model.contains("titan-embed-text-v2") || embed.model.contains("cohere.embed-v4");
    BedrockEmbedderOptions options{.remote = std::move(remote), .region = embed.region, .credentials = {}};
    if (options.region.empty()) options.region = aws_region(environment);
    if (options.remote.key.empty()) {
        if (auto none = lack_of_aws_credentials(environment); !none.empty() && lack.empty())
            lack = "embedder bedrock: " + none + "; set embed.api_key";
        options.credentials = process_aws_credentials;
    }
    return make_bedrock_embedder(std::move(options), client);
}

/// `lack` becomes what keeps it from making vectors: a key that is not to be had.
Result<std::unique_ptr<Embedder>> remote(const EmbedSettings& embed, std::string& lack, http::Client& client) {
    RemoteEmbedderOptions options{.endpoint = embed.endpoint, .model = embed.model, .dimensions = embed.dimensions};
    if (auto key = config::resolve(embed.api_key, process_secret_schemes()))
        options.key = std::move(*key);
    else
        lack = "embed.api_key: " + key.error().message();
    if (embed.kind == "voyage") return make_voyage_embedder(std::move(options), client);
    if (embed.kind == "ollama") return make_ollama_embedder(std::move(options), client);
    if (embed.kind == "bedrock") return bedrock(embed, std::move(options), lack, client);
    return make_openai_embedder(std::move(options), client);
}

}  // namespace

/// What a provider made is remembered, so that a text is paid for once.
Result<void> SearchAssembly::open_embedder(const std::filesystem::path& data, IndexUse use) {
    if (settings_.embed.kind == "none") return {};
    if (settings_.embed.kind == "static") {
        embedder_ = make_static_embedder();
        return {};
    }
    std::string lack;
    TRY(auto inner, remote(settings_.embed, lack, *clients_.front()));  // tries again by itself
    if (!lack.empty() && use == IndexUse::filling) return fail(ErrorKind::invalid_config, lack);
    if (!lack.empty()) inner = std::make_unique<LockedEmbedder>(std::move(inner), std::move(lack));
    TRY_OK(files::make_folders(data));
    TRY(embedder_, make_remembering_embedder(std::move(inner), data / kVectorsFile));
    return {};
}

}  // namespace winnow
