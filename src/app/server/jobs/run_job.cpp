#include "app/server/jobs/run_job.h"

#include "app/wiring/assembly.h"
#include "app/wiring/since.h"
#include "json/codec/parts.h"
#include "pipeline/run.h"

namespace winnow::site {
namespace {

constexpr std::size_t kAll = 1'000'000;  // a list of URLs, or an archive, is looked at whole

/// What --resume takes over.
std::string settings_text(const RunWish& wish, const Settings& settings, const std::string& archive) {
    return json::dump(json::object({{"archive", archive},
                                    {"method", settings.evaluate.method},
                                    {"rubric", settings.evaluate.rubric},
                                    {"only", json::encode(wish.sources)}}));
}

Result<RunOptions> options_of(const RunWish& wish, const Settings& settings, const std::string& archive,
                              const Components& components) {
    auto options = run_options(settings);
    options.question = wish.question;
    options.paced = archive.empty();
    if (!archive.empty()) options.pages = PageMemory::ignored;
    if (wish.refresh) options.pages = PageMemory::refreshed;
    if (wish.since == "last") {
        TRY(options.since_of, high_water_marks(*components.store, options.question));
    } else {
        TRY(options.since, parse_since(wish.since, components.clock->now()));
    }
    if (wish.per_source > 0) options.per_source = wish.per_source;
    if (wish.per_source == 0 && (!wish.urls.empty() || !archive.empty())) options.per_source = kAll;
    if (wish.max_urls > 0) options.max_urls = wish.max_urls;
    options.settings = settings_text(wish, settings, archive);
    return options;
}

}  // namespace

JobQueue::Work run_by(const Settings& configured, const std::string& archive) {
    return [configured, archive](const RunWish& wish, JobReporter& reporter,
                                 const Deadline& deadline) -> Result<std::string> {
        auto settings = configured;
        if (!wish.method.empty()) settings.evaluate.method = wish.method;
        if (!wish.rubric.empty()) settings.evaluate.rubric = wish.rubric;
        AssemblyOptions parts{.archive = archive, .record = {}, .sources = {}, .only = wish.sources, .indexed = true};
        TRY(parts.sources, named_sources({.urls = wish.urls}));
        TRY(auto assembly, Assembly::make(settings, parts));
        for (const auto& note : assembly->notes()) reporter.note(note);
        if (!assembly->judge_note().empty()) reporter.note(assembly->judge_note());
        settings.evaluate.method = assembly->method();
        TRY(const auto options, options_of(wish, settings, archive, assembly->components()));
        TRY(const auto result, run(assembly->components(), options, reporter, deadline));
        return result.report.run_id;
    };
}

}  // namespace winnow::site
