#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "llm/batch.h"

namespace winnow::evaluate {

/// An answer as it came, or why there is none.
struct KeptAnswer {
    Result<llm::ChatReply> reply;
    Usage lost;  ///< what an answer that is no good took
};

/// A batch that was ordered.
struct SentBatch {
    std::string id;  ///< as the provider calls it; empty: the order was begun, and nobody knows whether it arrived
    std::vector<std::string> keys;
    Usage expected;  ///< what it will have used, by estimate
};

/// What is kept of the batches of one run: all that another process needs to go on.
struct BatchRecord {
    std::string model;
    std::string number;  ///< BatchedAnswers::run_number(), in decimal
    Usage spent;         ///< by all answers, those that were no good included
    std::vector<SentBatch> under_way;
    std::map<std::string, KeptAnswer> answers;  ///< by key of the request
};

/// Errors: storage, malformed (not such a file), and not_found if there is none.
Result<BatchRecord> read_batch_record(const std::filesystem::path& file);
/// Replaces the file in one step. Error: storage.
Result<void> write_batch_record(const std::filesystem::path& file, const BatchRecord& record);

}  // namespace winnow::evaluate
