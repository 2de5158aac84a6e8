#include "store/fault_tolerant_cache.h"

#include <mutex>

#include "log/log.h"

namespace winnow {
namespace {

void warn(const Error& error) {
    log::warn("cache does not answer; going on without it", {{"error", error}});
}

class FaultTolerantCache final : public Cache {
public:
    FaultTolerantCache(std::unique_ptr<Cache> inner, FaultToleranceOptions options)
        : inner_(std::move(inner)), options_(std::move(options)) {
        if (!options_.report) options_.report = warn;
    }

    Result<std::optional<CachedPage>> find_page(const Url& url) override {
        return attempt<std::optional<CachedPage>>([&] { return inner_->find_page(url); });
    }
    Result<void> save_page(const CachedPage& page) override {
        return attempt<void>([&] { return inner_->save_page(page); });
    }
    Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) override {
        return attempt<void>([&] { return inner_->refresh_page(url, fetched_at, fresh_until); });
    }
    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override {
        return attempt<std::optional<Assessment>>([&] { return inner_->find_assessment(key); });
    }
    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp when) override {
        return attempt<void>([&] { return inner_->save_assessment(key, assessment, when); });
    }

private:
    template <typename T, typename Call>
    Result<T> attempt(Call call) {
        if (!is_admitted()) return {};
        auto result = call();
        if (result) {
            note_success();
            return result;
        }
        note_failure(result.error());
        return {};
    }

    bool is_admitted() {
        const std::scoped_lock lock(mutex_);
        if (failures_ < options_.failures_to_open) return true;
        const auto now = options_.now();
        if (now < closed_until_) return false;
        closed_until_ = now + options_.open_for;  // this call probes; the others stay away until it is back
        return true;
    }

    void note_success() {
        const std::scoped_lock lock(mutex_);
        failures_ = 0;
        if (!std::exchange(in_trouble_, false)) return;
        log::info("cache answers again");
    }

    void note_failure(const Error& error) {
        {
            const std::scoped_lock lock(mutex_);
            if (++failures_ >= options_.failures_to_open) closed_until_ = options_.now() + options_.open_for;
            if (std::exchange(in_trouble_, true)) return;
        }
        options_.report(error);
    }

    std::unique_ptr<Cache> inner_;
    FaultToleranceOptions options_;
    std::mutex mutex_;
    std::size_t failures_ = 0;  // in a row
    std::chrono::steady_clock::time_point closed_until_{};
    bool in_trouble_ = false;  // reported, and not over
};

}  // namespace

std::unique_ptr<Cache> make_fault_tolerant_cache(std::unique_ptr<Cache> inner, FaultToleranceOptions options) {
    return std::make_unique<FaultTolerantCache>(std::move(inner), std::move(options));
}

}  // namespace winnow
