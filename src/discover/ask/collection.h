#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/result.h"
#include "stages/source.h"

namespace winnow {

/// Gathers candidates as the contract of Source wants them: each URL once, nothing older than `since`, at most `limit`.
class Collection {
public:
    Collection(std::string source, const Query& query, Timestamp now)
        : source_(std::move(source)), since_(query.since), limit_(query.limit), now_(now) {}

    bool is_full() const { return discovery_.candidates.size() >= limit_; }
    std::size_t size() const { return discovery_.candidates.size(); }
    /// False if the candidate is a repetition, too old or one too many. Its source and found_at are set here.
    bool add(Candidate candidate);
    void warn(std::string warning) { discovery_.warnings.push_back(std::move(warning)); }
    Discovery take() { return std::move(discovery_); }

private:
    std::string source_;
    Timestamp since_;
    std::size_t limit_;
    Timestamp now_;
    std::unordered_set<std::string> seen_;
    Discovery discovery_;
};

/// Keeps account of a source that asks several places: some failing is a warning, all failing an error.
class Parts {
public:
    void succeeded() { ++succeeded_; }
    void failed(std::string_view part, Error error);
    std::size_t asked() const { return succeeded_ + failures_.size(); }

    /// Adds "2 of 5 feeds failed: …" (`many` is "feeds") to the collection. Error: when nothing succeeded, that of the
    /// first part; cancelled when that is why a part failed.
    Result<void> settle(std::string_view many, Collection& collection) &&;

private:
    std::size_t succeeded_ = 0;
    std::vector<std::pair<std::string, Error>> failures_;
};

}  // namespace winnow
