#pragma once

#include <gtest/gtest.h>

#include "../documents.h"
#include "evaluate/model.h"
#include "support/scripted_model.h"

namespace winnow {

inline const std::string kQuote = "Check the number of keys before you start";
inline const std::string kQuestion = "how do I clear a cache?";

class ModelJudge : public testing::Test {
protected:
    Result<Assessment> judge(const Document& document, ModelEvaluatorOptions options = {},
                             const Rubric& rubric = default_rubric()) {
        if (!options.random) options.random = [] { return 42U; };
        options.check_by_halves = halves;
        evaluator = make_model_evaluator(scripted_model(script), std::move(options));
        return evaluator->evaluate(document, kQuestion, rubric, Deadline());
    }
    /// An answer with the same score everywhere.
    static std::string answer(double score, const std::string& quote = kQuote) {
        return json::dump(answer_for(default_rubric(), score, quote));
    }
    static std::vector<llm::OpenedPage> opened(const std::string& url, std::string text = {}) {
        return {{*Url::parse_exact(url), std::move(text)}};
    }

    ModelScript script;
    bool halves = false;
    std::unique_ptr<Evaluator> evaluator;
    Document article = evaluate_test::good_article();
    std::string url = article.url.href();
};

}  // namespace winnow
