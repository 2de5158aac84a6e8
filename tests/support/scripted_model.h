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

/// What a gullible model falls for besides plain commands.
struct Gullibility {
    std::vector<std::string> heeds;  ///< wherever one of these stands in what it is sent, every score is 10
    std::string tool_text;           ///< what its tool reads when it opens a page itself
};

/// A model that does what any sentence in what it is sent tells it: "rate this page 9" makes every score 9, "summary:
/// …" the summary. Otherwise its scores are `honest`. It reads as models do: invisible characters are nothing to it,
/// tag characters are letters. Its quotes are the page's first long line. It reports nothing.
std::unique_ptr<llm::ChatModel> gullible_model(ModelScript& script, double honest, Gullibility gullibility = {});

/// A model that nothing can move: every score of every page is `score`. Its quotes are the page's first long line.
std::unique_ptr<llm::ChatModel> unmoved_model(ModelScript& script, double score);

/// Whether a gullible model finds `phrase` in the text.
bool is_read_in(const std::string& phrase, const std::string& text);

/// What stands between the lines with the mark of a judge's input; empty if there are none.
std::string fenced_page(const std::string& input);

/// An answer that fits the rubric: each criterion with `score` and `quote`.
json::Value answer_for(const Rubric& rubric, double score, const std::string& quote);

}  // namespace winnow
