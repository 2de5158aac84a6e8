#include <algorithm>

#include "app/wiring/judges/judges.h"
#include "app/wiring/models.h"
#include "app/wiring/models/catalog.h"
#include "llm/batch.h"

namespace winnow {
namespace {

/// Why a method has no batches; empty if it has.
std::string obstacle(const std::string& method) {
    if (method == "standard") return {};
    if (method == "local") return "it asks no model";
    if (method == "openai_browsing" || method == "claude_browsing") return "its model opens each page while it judges";
    if (method == "bedrock") return "Converse answers one request at a time";
    return "each page is read anew while it is judged";
}

bool has_batches(llm::Api api) {
    return api == llm::Api::openai_responses || api == llm::Api::anthropic;
}

}  // namespace

Result<std::unique_ptr<BatchedAnswers>> make_batches(const Settings& settings, const std::string& method,
                                                     const std::filesystem::path& folder, http::Client& client,
                                                     const Clock& clock) {
    const auto inner = method.substr(method.find(':') + 1);  // of "dual_perspective:standard"; else all of it
    if (const auto why = obstacle(inner); !why.empty())
        return fail(ErrorKind::invalid_config, "--batch: " + inner + " does not judge in batches, for " + why +
                                                   "; use --method standard, or dual_perspective:standard");
    const auto providers = ready_providers(settings);
    if (providers.empty())
        return fail(ErrorKind::invalid_config,
                    "--batch: no provider of models is set up; set OPENAI_API_KEY or ANTHROPIC_API_KEY");
    TRY(auto options, provider_options(settings, providers.front()));
    if (!has_batches(options.api))
        return fail(ErrorKind::invalid_config,
                    "--batch: " + providers.front() + " has no batches; put openai or anthropic first in models.order");
    const BatchOptions batches{.folder = folder,
                               .prices = options.prices,
                               .answer_tokens = static_cast<std::int64_t>(model_catalog().assumed.output_tokens),
                               .poll = settings.evaluate.batch_poll};
    TRY(auto model, llm::make_batch_provider(std::move(options), {.client = client, .clock = clock}));
    return make_batched_answers(std::move(model), batches);
}

}  // namespace winnow
