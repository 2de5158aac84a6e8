#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"
#include "http/client.h"

namespace winnow {

/// A model that reads the question and a text together. Safe to call from several threads.
class Reranker {
public:
    virtual ~Reranker() = default;
    /// How well each text answers the question, 0 to 1, in the order of the texts; what the provider left out gets 0.
    /// Errors: unauthorized, rate_limited, quota_exhausted, unavailable, timed_out, malformed, invalid_config,
    /// cancelled.
    virtual Result<std::vector<double>> scores(const std::string& question, std::span<const std::string> texts,
                                               const Deadline& deadline) = 0;
};

enum class RerankerKind { cohere, voyage, jina, tei };
std::optional<RerankerKind> reranker_kind(std::string_view name);

struct RerankerOptions {
    RerankerKind kind = RerankerKind::cohere;
    std::string endpoint;  ///< whole address of the method; empty: the provider's own
    std::string model;     ///< TEI serves one, and is not told
    Secret key;
};

/// POST to Cohere's /v2/rerank, Voyage's or Jina's /v1/rerank, to the /rerank of Hugging Face's Text Embeddings
/// Inference (TEI), or to a server that speaks like one of them. `client` outlives the reranker. Error: invalid_config
/// (no model, an endpoint that is no URL or, for TEI, none).
Result<std::unique_ptr<Reranker>> make_reranker(RerankerOptions options, http::Client& client);

}  // namespace winnow
