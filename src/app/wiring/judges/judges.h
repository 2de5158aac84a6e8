#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/wiring/builtins.h"
#include "app/wiring/settings.h"
#include "core/result.h"
#include "core/rubric.h"
#include "evaluate/batches.h"
#include "http/client.h"

namespace winnow {

/// What the kinds of builtins.cpp consist of. Each pair says whether a judge can be made ("" or what is missing), and
/// makes it. `standard` asks every provider of models that is ready, in the configured order.
struct JudgeParts {
    std::string (*lacks)(const Settings& settings);
    Result<std::unique_ptr<Evaluator>> (*make)(const EvaluatorContext& context);
};
JudgeParts local_judge();
JudgeParts standard_judge();
JudgeParts bedrock_judge();
JudgeParts openai_browsing_judge();
JudgeParts claude_browsing_judge();
JudgeParts tavily_content_judge();
JudgeParts dual_perspective_judge();

/// How pages of one run are judged.
struct JudgeChoice {
    std::string method;  ///< a name of evaluator_kinds(), for dual_perspective with ":" and the method that it asks
    std::string note;    ///< what the user should know: what `auto` chose, and why
    Rubric rubric;
};

/// Resolves `auto`, the best that the present keys allow, and finds the rubric. With an archive `auto` judges locally,
/// for an archive stands for the network. Errors: invalid_config (an unknown method, a rubric that cannot be read).
Result<JudgeChoice> choose_judge(const Settings& settings, bool from_archive);
/// Error: invalid_config, with what the method lacks.
Result<std::unique_ptr<Evaluator>> make_judge(const std::string& method, const EvaluatorContext& context);

/// Batches for a method that choose_judge() chose, by the first provider that is ready. What is kept of them goes into
/// `folder`. `client` and `clock` outlive them. Error: invalid_config, for a method or provider without batches.
Result<std::unique_ptr<BatchedAnswers>> make_batches(const Settings& settings, const std::string& method,
                                                     const std::filesystem::path& folder, http::Client& client,
                                                     const Clock& clock);

/// What a method lacks to judge, and how to set it; empty if it is ready, or is to be chosen yet.
std::string lack_of_method(const Settings& settings, const std::string& method);

/// Every method in one line each, for people: whether it is ready, by what, or what it lacks.
struct MethodState {
    std::string name;
    bool is_ready = false;
    std::string text;
};
std::vector<MethodState> method_states(const Settings& settings);

/// Asks `recorded`, and `live` for what is not in it: models for the pages of an archive. Both outlive the client.
std::unique_ptr<http::Client> make_recorded_else_live_client(http::Client& recorded, http::Client& live);

}  // namespace winnow
