#pragma once

#include <string>

#include "config/section.h"
#include "index/chunk.h"

namespace winnow {

struct IndexSettings {
    bool enabled = true;
    std::string kind = "sqlite";
    std::string url;
    config::SecretReference api_key;
    std::string collection = "winnow";
    ChunkOptions chunks;
};

struct EmbedSettings {
    std::string kind = "static";
    std::string endpoint;
    std::string model;
    std::string region;  ///< of Bedrock
    std::size_t dimensions = 0;
    config::SecretReference api_key;
};

struct RerankSettings {
    std::string kind = "none";
    std::string endpoint;
    std::string model;
    config::SecretReference api_key;
};

/// What findable means: where passages lie, how they are cut and embedded, who orders an answer anew.
struct SearchSettings {
    IndexSettings index;
    EmbedSettings embed;
    RerankSettings rerank;
};

/// Reads the sections index, embed and rerank; the caller's finish() reports problems.
void read_search(config::Section& root, SearchSettings& settings);

}  // namespace winnow
