#include "index/answer/reranker.h"

#include <algorithm>

#include "json/value.h"

namespace winnow {
namespace {

/// How the providers' requests and answers differ.
struct Shape {
    const char* endpoint;
    const char* texts;    ///< member of the request
    const char* count;    ///< member of the request that says how many to score; empty: all are, and no model is named
    const char* results;  ///< member of the answer; empty: the answer is the list
    const char* score;    ///< member of a result
    std::size_t most;     ///< texts of a request
};

constexpr std::size_t kMostOfProviders = 1'000;
constexpr std::size_t kMostOfTei = 32;  // its --max-client-batch-size, unless it is told another

Shape shape_of(RerankerKind kind) {
    switch (kind) {
        case RerankerKind::cohere:
            return {"https://api.cohere.com/v2/rerank",
                    "documents",
                    "top_n",
                    "results",
                    "relevance_score",
                    kMostOfProviders};
        case RerankerKind::voyage:
            return {"https://api.voyageai.com/v1/rerank",
                    "documents",
                    "top_k",
                    "data",
                    "relevance_score",
                    kMostOfProviders};
        case RerankerKind::jina:
            return {
                "https://api.jina.ai/v1/rerank", "documents", "top_n", "results", "relevance_score", kMostOfProviders};
        case RerankerKind::tei: return {"", "texts", "", "", "score", kMostOfTei};
    }
    return {"", "", "", "", "", 1};
}

ErrorKind kind_of(int status) {
    if (status == 401 || status == 403) return ErrorKind::unauthorized;
    if (status == 402) return ErrorKind::quota_exhausted;
    if (status == 429) return ErrorKind::rate_limited;
    return status >= 500 ? ErrorKind::unavailable : ErrorKind::invalid_config;
}

class HttpReranker final : public Reranker {
public:
    HttpReranker(RerankerOptions options, Url url, http::Client& client)
        : options_(std::move(options)), shape_(shape_of(options_.kind)), url_(std::move(url)), client_(client) {}

    Result<std::vector<double>> scores(const std::string& question, std::span<const std::string> texts,
                                       const Deadline& deadline) override {
        std::vector<double> all;
        while (!texts.empty()) {
            const auto some = texts.first(std::min(texts.size(), shape_.most));
            TRY(const auto scores, scores_of_some(question, some, deadline));
            all.insert(all.end(), scores.begin(), scores.end());
            texts = texts.subspan(some.size());
        }
        return all;
    }

private:
    json::Value body(const std::string& question, std::span<const std::string> texts) const {
        json::Array list;
        for (const auto& text : texts) list.emplace_back(text);
        auto body = json::object({{"query", question}, {shape_.texts, std::move(list)}});
        if (*shape_.count == '\0') {
            body.set("truncate", true);  // what is longer than the model reads is else refused
            body.set("raw_scores", false);
        } else {
            body.set("model", options_.model);
            body.set(shape_.count, texts.size());
        }
        return body;
    }

    Result<std::vector<double>> scores_of_some(const std::string& question, std::span<const std::string> texts,
                                               const Deadline& deadline) {
        http::Request request{.method = "POST", .url = url_, .body = json::dump(body(question, texts))};
        request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
        if (!options_.key.empty()) request.headers.push_back({"Authorization", "Bearer " + options_.key.reveal()});
        auto response = client_.send(request, deadline);
        if (!response) return fail(std::move(response).error().in("the reranker"));
        if (response->status != 200)
            return fail(kind_of(response->status),
                        "the reranker at " + url_.origin() + " answered " + std::to_string(response->status));
        auto value = json::parse(response->body);
        if (!value) return fail(std::move(value).error().in("the reranker's answer"));
        return filled(texts.size(), *shape_.results == '\0' ? *value : (*value)[shape_.results]);
    }

    Result<std::vector<double>> filled(std::size_t count, const json::Value& results) const {
        std::vector<double> scores(count, 0);
        if (!results.is_array()) return fail(ErrorKind::malformed, "the reranker's answer has no list of results");
        for (const auto& result : results.items()) {
            const auto index = result["index"].as_int(-1);
            if (index < 0 || static_cast<std::size_t>(index) >= scores.size() || !result[shape_.score].is_number())
                return fail(ErrorKind::malformed, "the reranker names a text that it was not given");
            scores[static_cast<std::size_t>(index)] = std::clamp(result[shape_.score].as_double(), 0.0, 1.0);
        }
        return scores;
    }

    RerankerOptions options_;
    Shape shape_;
    Url url_;
    http::Client& client_;
};

}  // namespace

std::optional<RerankerKind> reranker_kind(std::string_view name) {
    if (name == "cohere") return RerankerKind::cohere;
    if (name == "voyage") return RerankerKind::voyage;
    if (name == "jina") return RerankerKind::jina;
    if (name == "tei") return RerankerKind::tei;
    return std::nullopt;
}

Result<std::unique_ptr<Reranker>> make_reranker(RerankerOptions options, http::Client& client) {
    if (options.kind == RerankerKind::tei && options.endpoint.empty())
        return fail(ErrorKind::invalid_config, "rerank.endpoint is missing: http://localhost:8080/rerank, for example");
    if (options.kind != RerankerKind::tei && options.model.empty())
        return fail(ErrorKind::invalid_config, "rerank.model is missing");
    auto url = Url::parse_exact(options.endpoint.empty() ? shape_of(options.kind).endpoint : options.endpoint);
    if (!url) return fail(ErrorKind::invalid_config, "rerank.endpoint: " + url.error().message());
    return std::make_unique<HttpReranker>(std::move(options), std::move(*url), client);
}

}  // namespace winnow
