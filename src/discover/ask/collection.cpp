#include "discover/ask/collection.h"

#include <algorithm>

namespace winnow {
namespace {

constexpr std::size_t kNamedFailures = 5;  // more are counted, not named

}  // namespace

bool Collection::add(Candidate candidate) {
    if (is_full() || candidate.url.empty()) return false;
    if (candidate.published_at && *candidate.published_at < since_) return false;
    if (!seen_.insert(candidate.url.href()).second) return false;
    candidate.source = source_;
    candidate.found_at = now_;
    discovery_.candidates.push_back(std::move(candidate));
    return true;
}

void Parts::failed(std::string_view part, Error error) {
    failures_.emplace_back(std::string(part), std::move(error));
}

Result<void> Parts::settle(std::string_view many, Collection& collection) && {
    if (failures_.empty()) return {};
    for (auto& [part, error] : failures_)
        if (error.kind() == ErrorKind::cancelled) return fail(std::move(error));
    if (succeeded_ == 0) {
        auto context = asked() == 1 ? failures_.front().first
                                    : "all " + std::to_string(asked()) + " " + std::string(many) + " failed, first " +
                                          failures_.front().first;
        return fail(std::move(failures_.front().second).in(context));
    }
    auto warning =
        std::to_string(failures_.size()) + " of " + std::to_string(asked()) + " " + std::string(many) + " failed: ";
    for (std::size_t i = 0; i < std::min(failures_.size(), kNamedFailures); ++i)
        warning += (i == 0 ? "" : "; ") + failures_[i].first + ": " + failures_[i].second.message();
    if (failures_.size() > kNamedFailures)
        warning += "; and " + std::to_string(failures_.size() - kNamedFailures) + " more";
    collection.warn(std::move(warning));
    return {};
}

}  // namespace winnow
