#include "app/server/jobs/job.h"

#include <array>

#include "json/codec/parts.h"

namespace winnow::site {

std::string_view to_string(JobState state) {
    constexpr std::array<std::string_view, 5> kNames{"queued", "running", "finished", "failed", "stopped"};
    return kNames.at(static_cast<std::size_t>(state));
}

json::Value encode(const Job& job) {
    return json::object({{"id", job.id},
                         {"question", job.wish.question},
                         {"method", job.wish.method},
                         {"state", to_string(job.state)},
                         {"asked", to_rfc3339(job.asked)},
                         {"stage", job.stage},
                         {"total", job.total},
                         {"done", job.done},
                         {"judged", job.judged},
                         {"failed", job.failed},
                         {"sources", json::array_of(job.sources,
                                                    [](const Job::SourceAnswer& each) {
                                                        return json::object({{"source", each.source},
                                                                             {"found", each.found},
                                                                             {"problem", each.problem}});
                                                    })},
                         {"best", json::array_of(job.best,
                                                 [](const Job::Best& each) {
                                                     return json::object({{"title", each.title},
                                                                          {"url", each.url},
                                                                          {"score", each.score}});
                                                 })},
                         {"notes", json::encode(job.notes)},
                         {"run_id", job.run_id},
                         {"error", job.error}});
}

}  // namespace winnow::site
