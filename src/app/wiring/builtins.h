#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "core/result.h"
#include "discover/keyless.h"
#include "llm/chat.h"
#include "stages/evaluator.h"
#include "stages/source.h"

namespace winnow {

/// Makes a source from options that were read and checked before.
using SourceMaker = std::function<Result<std::unique_ptr<Source>>(SourceContext)>;

/// One kind of source that can stand in the configuration.
struct SourceKind {
    std::string name;                         ///< "hackernews"
    std::string summary;                      ///< one line for `winnow sources`
    std::string needs;                        ///< "nothing", "a URL", "an API key"…
    bool needs_settings = false;              ///< of its own: without them there is nothing to ask
    std::string key_variable;                 ///< where its key is looked for if not configured; empty: it has none
    bool by_default = false;                  ///< used when the configuration names no sources …
    bool only_with_key = false;               ///< … and the variable is set
    std::chrono::milliseconds cache_time{0};  ///< how long its answers are good, unless the configuration says so
    std::function<Result<SourceMaker>(config::Section&)> read;
};

/// Every kind of source built in, in the order of the documentation.
const std::vector<SourceKind>& source_kinds();
const SourceKind* find_source_kind(const std::string& name);
/// Whether its variable is set.
bool has_key(const SourceKind& kind);
/// Whether it is used when the configuration names no sources: its key is there, if it needs one.
bool is_used_by_default(const SourceKind& kind);

struct Settings;

/// What a judge is made with.
struct EvaluatorContext {
    const Settings& settings;
    http::Client& client;                   ///< reaches the providers of models; need not retry; outlives the judge
    const Clock& clock;                     ///< outlives it too
    std::function<std::uint64_t()> random;  ///< for the marks around pages; empty: the system's
    std::string method;                     ///< as asked for: "dual_perspective:local"
    std::function<std::unique_ptr<llm::ChatModel>()> batched{};  ///< makes models whose answers come in batches
};

/// One way to judge.
struct EvaluatorKind {
    std::string name;                                   ///< as `--method` and `evaluation_method` call it
    std::string summary;                                ///< one line
    std::string needs;                                  ///< what it cannot do without, for people; empty: nothing
    std::string provider;                               ///< of models, if it works with one alone
    std::function<std::string(const Settings&)> lacks;  ///< what is missing and how to set it; empty when it is ready
    std::function<Result<std::unique_ptr<Evaluator>>(const EvaluatorContext&)> make;
};

const std::vector<EvaluatorKind>& evaluator_kinds();

}  // namespace winnow
