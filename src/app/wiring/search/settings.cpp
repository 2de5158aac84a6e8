#include "app/wiring/search/settings.h"

namespace winnow {
namespace {

void read_index(config::Section section, IndexSettings& index) {
    section.field("enabled", index.enabled, "Whether runs fill the index that winnow search reads.");
    section.choice("kind", index.kind, {"sqlite", "qdrant"},
                   "Where it lies: sqlite (a file in the data folder) or qdrant (a server).");
    section.field("url", index.url,
                  "Address of the Qdrant server, such as http://localhost:6333, or a reference to it.");
    section.field("api_key", index.api_key, "Its key.");
    section.field("collection", index.collection, "Name of the collection in it.");
    auto chunks = section.child("chunks", "How documents are cut into passages.");
    if (auto options = read_chunk_options(chunks)) index.chunks = *options;
}

void read_embed(config::Section section, EmbedSettings& embed) {
    section.choice("kind", embed.kind, {"static", "openai", "voyage", "ollama", "bedrock", "none"},
                   "Who makes vectors: static (built in, no network), a provider, or none (words alone find).");
    section.field("endpoint", embed.endpoint, "Base URL of the provider, if not its own.");
    section.field("model", embed.model, "Model, as the provider names it.");
    section.field("region", embed.region, "Bedrock's region of AWS; empty: that of AWS_REGION or the profile.");
    section.field("dimensions", embed.dimensions, "Components of its vectors.", {.least = 0, .most = 8192});
    section.field("api_key", embed.api_key, "Its key.");
}

void read_rerank(config::Section section, RerankSettings& rerank) {
    section.choice("kind", rerank.kind, {"none", "cohere", "voyage", "jina", "tei"},
                   "Whose model winnow search --rerank provider asks: cohere, voyage, jina and what speaks like it, or "
                   "tei (a Text Embeddings Inference server).");
    section.field("endpoint", rerank.endpoint, "Its address, if not the provider's own; tei needs one.");
    section.field("model", rerank.model, "Model, as the provider names it; tei serves one.");
    section.field("api_key", rerank.api_key, "Its key.");
}

}  // namespace

void read_search(config::Section& root, SearchSettings& settings) {
    read_index(root.child("index", "What was judged, findable."), settings.index);
    read_embed(root.child("embed", "Vectors of passages and questions."), settings.embed);
    read_rerank(root.child("rerank", "A model that orders an answer anew."), settings.rerank);
}

}  // namespace winnow
