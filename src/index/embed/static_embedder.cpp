#include <array>
#include <cmath>

#include "index/embed/table.h"
#include "index/embedders.h"

namespace winnow {
namespace {

class StaticEmbedder final : public Embedder {
public:
    const std::string& model() const override { return model_; }
    std::size_t dimensions() const override { return table_.dimensions(); }

    Result<std::vector<Vector>> embed(std::span<const std::string> texts, TextRole /*role*/,
                                      const Deadline& deadline) override {
        std::vector<Vector> vectors;
        vectors.reserve(texts.size());
        std::vector<wordpiece::Token> tokens;
        for (const auto& text : texts) {
            if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "embedding was stopped");
            tokens.clear();
            wordpiece::tokenize(text, tokens);
            vectors.push_back(vector_of(tokens));
        }
        return vectors;
    }

private:
    Vector vector_of(std::span<const wordpiece::Token> tokens) const {
        std::vector<double> total(dimensions());
        std::vector<std::int32_t> sums(dimensions());
        while (!tokens.empty()) {
            const auto part = tokens.first(std::min(tokens.size(), embed::TokenTable::kMostTokensAtOnce));
            tokens = tokens.subspan(part.size());
            std::ranges::fill(sums, 0);
            table_.add(part, sums);
            for (std::size_t i = 0; i < sums.size(); ++i) total[i] += sums[i];
        }
        double square = 0;
        for (const auto value : total) square += value * value;
        const auto scale = square > 0 ? 1 / std::sqrt(square) : 0;
        Vector vector(total.size());
        for (std::size_t i = 0; i < total.size(); ++i) vector[i] = static_cast<float>(total[i] * scale);
        return vector;
    }

    std::string model_ = "winnow-static-256-v1";
    const embed::TokenTable& table_ = embed::TokenTable::instance();
};

}  // namespace

std::unique_ptr<Embedder> make_static_embedder() {
    return std::make_unique<StaticEmbedder>();
}

}  // namespace winnow
