#include "app/wiring/cloud/secrets.h"
#include "app/wiring/search/open.h"
#include "config/secrets.h"
#include "files/files.h"
#include "index/embedders.h"

namespace winnow {
namespace {

constexpr std::string_view kVectorsFile = "vectors.sqlite";

Result<std::unique_ptr<Embedder>> remote(const EmbedSettings& embed, http::Client& client) {
    RemoteEmbedderOptions options{.endpoint = embed.endpoint, .model = embed.model, .dimensions = embed.dimensions};
    TRY(options.key, config::resolve(embed.api_key, process_secret_schemes()));
    if (embed.kind == "voyage") return make_voyage_embedder(std::move(options), client);
    if (embed.kind == "ollama") return make_ollama_embedder(std::move(options), client);
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
