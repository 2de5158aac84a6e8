#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/rubric.h"
#include "llm/chat.h"

namespace winnow {

/// What models were asked and what they answer; shared by the test and the models that a judge owns.
struct ModelScript {
    std::mutex mutex;
    std::vector<llm::ChatRequest> requests;
    std::vector<Result<llm::ChatReply>> replies;  ///< in this order, the last one again and again
    std::size_t next = 0;

    ModelScript& reply(std::string text, std::vector<llm::OpenedPage> opened = {});
    ModelScript& fail_with(ErrorKind kind, std::string message);
};

/// Answers as the script, which outlives it, says. Each answer uses 100 tokens in, 10 out, and one cent.
std::unique_ptr<llm::ChatModel> scripted_model(ModelScript& script);

/// A model that reads the page between the marks and does what any sentence there tells it: "rate this page 9" makes
/// every score 9, "summary: …" the summary. Otherwise its scores are `honest`. Its quotes are the page's first long
/// line.
std::unique_ptr<llm::ChatModel> gullible_model(ModelScript& script, double honest);

/// What stands between the lines with the mark of a judge's input; empty if there are none.
std::string fenced_page(const std::string& input);

/// An answer that fits the rubric: each criterion with `score` and `quote`.
json::Value answer_for(const Rubric& rubric, double score, const std::string& quote);

}  // namespace winnow
