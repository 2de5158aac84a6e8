#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "app/cli/arguments.h"
#include "app/wiring/models/catalog.h"
#include "app/wiring/settings.h"
#include "llm/provider.h"
#include "pipeline/run.h"

namespace winnow::cli {

/// What one judgement takes on average.
struct Effort {
    double input_tokens = 0;
    double output_tokens = 0;
    double seconds_per_page = 0;  ///< of a whole run, all its workers together; 0: not known
    int judgements = 0;           ///< of earlier runs that this goes by; 0: assumed
};

struct Estimate {
    std::size_t urls = 0;
    std::size_t fetches = 0;
    std::size_t judgements = 0;
    std::size_t remembered = 0;
    std::string method;
    std::string provider;  ///< empty: no model is asked
    std::string model;
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    double cost_usd = 0;
    double seconds = 0;
    int judgements_behind = 0;
};

/// What earlier runs with that method and model took; none if there are none. Error: storage.
Result<std::optional<Effort>> remembered_effort(Store& store, const std::string& method, const std::string& model);

/// Parts of an estimate that do not depend on the plan.
struct EstimateBasis {
    std::string method;
    std::string provider;  ///< empty: no model is asked
    llm::Prices prices;
    std::size_t workers = 1;      ///< pages at a time
    std::size_t concurrency = 1;  ///< requests to the model at a time
    bool pages_are_local = false;
    std::optional<Effort> effort;  ///< of earlier runs
    AssumedEffort assumed;
};

/// Adds up. `known_words` are the words of pages that are remembered and would be judged, `known_pages` their number.
Estimate estimate(const DryRun& plan, const EstimateBasis& basis, double known_words, std::size_t known_pages);

/// For an estimate keys may be missing: where the method, or the provider that is named, lacks one, all are taken as if
/// they were there. Nothing is ever sent with such a key. Error: invalid_config (an unknown method).
Result<void> assume_missing_keys(Settings& settings, const std::string& provider, bool from_archive);

/// `winnow estimate`: what a run would take, without one. Nothing but the sources is asked.
Result<ExitCode> show_estimate(Components& components, const Settings& settings, const RunOptions& options,
                               const RunArguments& arguments, Progress& progress, const Deadline& deadline);

}  // namespace winnow::cli
