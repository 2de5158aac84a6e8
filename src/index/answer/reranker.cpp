#include "index/answer/reranker.h"

#include <algorithm>

#include "json/value.h"

namespace winnow {
namespace {

/// How the providers' requests and answers differ.
struct Shape {
    const char* endpoint;
    const char* count;    ///< member of the request
    const char* results;  ///< member of the answer
};

Shape shape_of(RerankerKind kind) {
    switch (kind) {
        case RerankerKind::cohere: return {"https://api.cohere.com/v2/rerank", "top_n", "results"};
        case RerankerKind::voyage: return {"https://api.voyageai.com/v1/rerank", "top_k", "data"};
        case RerankerKind::jina: return {"https://api.jina.ai/v1/rerank", "top_n", "results"};
    }
    return {"", "", ""};
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
        : options_(std::move(options)), url_(std::move(url)), client_(client) {}

    Result<std::vector<double>> scores(const std::string& question, std::span<const std::string> texts,
                                       const Deadline& deadline) override {
        std::vector<double> scores(texts.size(), 0);
        if (texts.empty()) return scores;
        const auto shape = shape_of(options_.kind);
        json::Array documents;
        for (const auto& text : texts) documents.emplace_back(text);
        const auto body = json::object({{"model", options_.model},
                                        {"query", question},
                                        {"documents", std::move(documents)},
                                        {shape.count, texts.size()}});
        http::Request request{.method = "POST", .url = url_, .body = json::dump(body)};
        request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
        if (!options_.key.empty()) request.headers.push_back({"Authorization", "Bearer " + options_.key.reveal()});
        auto response = client_.send(request, deadline);
        if (!response) return fail(std::move(response).error().in("the reranker"));
        if (response->status != 200)
            return fail(kind_of(response->status),
                        "the reranker at " + url_.origin() + " answered " + std::to_string(response->status));
        auto value = json::parse(response->body);
        if (!value) return fail(std::move(value).error().in("the reranker's answer"));
        return filled(std::move(scores), (*value)[shape.results]);
    }

private:
    static Result<std::vector<double>> filled(std::vector<double> scores, const json::Value& results) {
        if (!results.is_array()) return fail(ErrorKind::malformed, "the reranker's answer has no list of results");
        for (const auto& result : results.items()) {
            const auto index = result["index"].as_int(-1);
            if (index < 0 || static_cast<std::size_t>(index) >= scores.size() || !result["relevance_score"].is_number())
                return fail(ErrorKind::malformed, "the reranker names a text that it was not given");
            scores[static_cast<std::size_t>(index)] = std::clamp(result["relevance_score"].as_double(), 0.0, 1.0);
        }
        return scores;
    }

    RerankerOptions options_;
    Url url_;
    http::Client& client_;
};

}  // namespace

std::optional<RerankerKind> reranker_kind(std::string_view name) {
    if (name == "cohere") return RerankerKind::cohere;
    if (name == "voyage") return RerankerKind::voyage;
    if (name == "jina") return RerankerKind::jina;
    return std::nullopt;
}

Result<std::unique_ptr<Reranker>> make_reranker(RerankerOptions options, http::Client& client) {
    if (options.model.empty()) return fail(ErrorKind::invalid_config, "rerank.model is missing");
    auto url = Url::parse_exact(options.endpoint.empty() ? shape_of(options.kind).endpoint : options.endpoint);
    if (!url) return fail(ErrorKind::invalid_config, "rerank.endpoint: " + url.error().message());
    return std::make_unique<HttpReranker>(std::move(options), std::move(*url), client);
}

}  // namespace winnow
