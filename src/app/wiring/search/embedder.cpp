#include "app/wiring/cloud/credentials.h"
#include "app/wiring/cloud/secrets.h"
#include "app/wiring/search/open.h"
#include "config/secrets.h"
#include "files/files.h"
#include "index/embedders.h"

namespace winnow {
namespace {

constexpr std::string_view kVectorsFile = "vectors.sqlite";

/// With a key of Bedrock's own if there is one, else signed with the credentials of AWS.
Result<std::unique_ptr<Embedder>> bedrock(const EmbedSettings& embed, RemoteEmbedderOptions remote,
                                          http::Client& client) {
    const auto environment = aws::process_environment();
    // These can shorten their vectors, and must be told to.
    remote.ask_for_dimensions = embed.model.contains("titan-embed-text-v2") || embed.model.contains("cohere.embed-v4");
    BedrockEmbedderOptions options{.remote = std::move(remote), .region = embed.region, .credentials = {}};
    if (options.region.empty()) options.region = aws_region(environment);
    if (options.remote.key.empty()) {
        if (const auto lack = lack_of_aws_credentials(environment); !lack.empty())
            return fail(ErrorKind::invalid_config, "embedder bedrock: " + lack + "; set embed.api_key");
        options.credentials = process_aws_credentials;
    }
    return make_bedrock_embedder(std::move(options), client);
}

Result<std::unique_ptr<Embedder>> remote(const EmbedSettings& embed, http::Client& client) {
    RemoteEmbedderOptions options{.endpoint = embed.endpoint, .model = embed.model, .dimensions = embed.dimensions};
    TRY(options.key, config::resolve(embed.api_key, process_secret_schemes()));
    if (embed.kind == "voyage") return make_voyage_embedder(std::move(options), client);
    if (embed.kind == "ollama") return make_ollama_embedder(std::move(options), client);
    if (embed.kind == "bedrock") return bedrock(embed, std::move(options), client);
    return make_openai_embedder(std::move(options), client);
}

}  // namespace

/// What a provider made is remembered, so that a text is paid for once.
Result<void> SearchAssembly::open_embedder(const std::filesystem::path& data) {
    if (settings_.embed.kind == "none") return {};
    if (settings_.embed.kind == "static") {
        embedder_ = make_static_embedder();
        return {};
    }
    TRY(auto inner, remote(settings_.embed, *clients_.front()));  // tries again by itself
    TRY_OK(files::make_folders(data));
    TRY(embedder_, make_remembering_embedder(std::move(inner), data / kVectorsFile));
    return {};
}

}  // namespace winnow
