#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "http/retry.h"
#include "llm/batch.h"
#include "llm/chat.h"
#include "stages/batches/answer_batches.h"

namespace winnow {

struct BatchOptions {
    std::filesystem::path folder;        ///< gets a file per run; made when it is needed
    llm::Prices prices;                  ///< without the discount of batches; to see what the budget still allows
    std::int64_t answer_tokens = 1'000;  ///< that an answer is expected to have
    std::chrono::milliseconds poll{30'000};
    std::size_t most_requests = 10'000;  ///< of one batch: each provider takes more, but a part is there sooner
    http::RetryOptions waits = {};       ///< `sleep` alone is used; tests replace it
};

/// Batches with what a judge needs of them.
class BatchedAnswers : public AnswerBatches {
public:
    /// A model whose answers come in batches. It borrows from this object. Errors of asking it, besides those of the
    /// provider's answers: unavailable (put off: the message says so).
    virtual std::unique_ptr<llm::ChatModel> chat_model() = 0;
    /// The same number for all processes that work on the run, so that requests are the same in each: for the marks
    /// around pages. Not to be foreseen by a page that was written before the run began.
    virtual std::uint64_t run_number() = 0;
};

std::unique_ptr<BatchedAnswers> make_batched_answers(std::unique_ptr<llm::BatchModel> model, BatchOptions options);

}  // namespace winnow
