#include "discover/api/tuned.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

class TunedSource final : public Source {
public:
    TunedSource(std::unique_ptr<Source> inner, SourceTuning tuning, const Clock& clock)
        : inner_(std::move(inner)), tuning_(std::move(tuning)), clock_(clock) {}

    const std::string& name() const override { return inner_->name(); }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        auto tuned = query;
        if (tuning_.limit > 0) tuned.limit = tuning_.limit;
        if (tuning_.since) tuned.since = std::max(tuned.since, *tuning_.since);
        if (tuning_.age.count() > 0)
            tuned.since = std::max(tuned.since, clock_.now() - std::chrono::ceil<std::chrono::seconds>(tuning_.age));
        tuned.expansions.insert(tuned.expansions.begin(), tuning_.queries.begin(), tuning_.queries.end());
        return inner_->discover(tuned, deadline);
    }

private:
    std::unique_ptr<Source> inner_;
    SourceTuning tuning_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<Source> make_tuned_source(std::unique_ptr<Source> inner, SourceTuning tuning, const Clock& clock) {
    return std::make_unique<TunedSource>(std::move(inner), std::move(tuning), clock);
}

}  // namespace winnow
