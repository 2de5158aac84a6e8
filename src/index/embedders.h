#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "aws/sign.h"
#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"
#include "http/client.h"
#include "stages/embedder.h"

namespace winnow {

/// The default: a table of token vectors built into the program (decision 0054), 256 components. Needs no network, no
/// key, no file, and does not fail. Questions and documents are embedded alike. Not a model of context: a text is the
/// weighted mean of its words.
std::unique_ptr<Embedder> make_static_embedder();

/// What embedders over HTTP share. `client` sends each request once: retries are made here.
struct RemoteEmbedderOptions {
    std::string endpoint;                       ///< base URL without the method's path; empty: the provider's own
    std::string model;                          ///< as the provider names it; never empty
    std::size_t dimensions = 0;                 ///< of each vector; an answer of another size is `malformed`; never 0
    bool ask_for_dimensions = false;            ///< sends `dimensions` to models that can shorten their vectors
    std::size_t max_batch = 0;                  ///< texts of one request; 0: the provider's limit
    std::size_t retries = 4;                    ///< of one request, of failures that pass
    std::chrono::milliseconds timeout{60'000};  ///< of one request
    Secret key;                                 ///< empty: none is sent
};

/// POST /v1/embeddings, as OpenAI and the many servers that speak like it. At most 2,048 texts and 300,000 tokens a
/// request. Errors of all makers: invalid_config (no model, no dimensions, an endpoint that is no URL).
Result<std::unique_ptr<Embedder>> make_openai_embedder(RemoteEmbedderOptions options, http::Client& client);
/// POST /v1/embeddings of Voyage AI: tells questions from documents; at most 1,000 texts and 120,000 tokens a request.
Result<std::unique_ptr<Embedder>> make_voyage_embedder(RemoteEmbedderOptions options, http::Client& client);
/// POST /api/embed of Ollama, by default on this machine.
Result<std::unique_ptr<Embedder>> make_ollama_embedder(RemoteEmbedderOptions options, http::Client& client);

/// Amazon Bedrock's InvokeModel with Titan Text Embeddings ("amazon.titan-embed-…", one text a request) or Cohere Embed
/// ("cohere.embed-…", 96 texts); inference profiles ("eu.cohere.embed-v4:0") and ARNs that name them, too.
struct BedrockEmbedderOptions {
    RemoteEmbedderOptions remote;  ///< `key`, if given, is a Bedrock API key, sent instead of a signature
    std::string region;
    /// Current credentials, asked for before each request.
    std::function<Result<aws::Credentials>(const Deadline&)> credentials;
    const Clock* clock = &system_clock();  ///< outlives the embedder
};
Result<std::unique_ptr<Embedder>> make_bedrock_embedder(BedrockEmbedderOptions options, http::Client& client);

/// Remembers vectors in one SQLite file by model, dimensions, role and SHA-256 of the text, so that nothing is paid for
/// twice, not in later runs either. A file that cannot be used (corrupt, full, read-only, locked) costs the memory and
/// not the run: the inner embedder answers, a warning is logged once. Its folder must exist. Errors of the maker:
/// storage, for a file that cannot be opened or made.
Result<std::unique_ptr<Embedder>> make_remembering_embedder(std::unique_ptr<Embedder> inner,
                                                            const std::filesystem::path& file);

}  // namespace winnow
