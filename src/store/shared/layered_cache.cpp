#include "store/shared/layered_cache.h"

#include <utility>

namespace winnow {
namespace {

class LayeredCache final : public Cache {
public:
    LayeredCache(Cache& near, std::unique_ptr<Cache> far, const Clock& clock)
        : near_(near), far_(std::move(far)), clock_(clock) {}

    Result<std::optional<CachedPage>> find_page(const Url& url) override {
        TRY(auto here, near_.find_page(url));
        if (here && here->fresh_until > clock_.now()) return here;
        TRY(auto there, far_->find_page(url));
        if (!there || (here && here->fetched_at >= there->fetched_at)) return here;
        TRY_OK(near_.save_page(*there));
        return there;
    }

    Result<void> save_page(const CachedPage& page) override {
        TRY_OK(near_.save_page(page));
        return far_->save_page(page);
    }

    Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) override {
        TRY_OK(near_.refresh_page(url, fetched_at, fresh_until));
        return far_->refresh_page(url, fetched_at, fresh_until);
    }

    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override {
        TRY(auto here, near_.find_assessment(key));
        if (here) return here;
        TRY(auto there, far_->find_assessment(key));
        if (there) TRY_OK(near_.save_assessment(key, *there, clock_.now()));
        return there;
    }

    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp when) override {
        TRY_OK(near_.save_assessment(key, assessment, when));
        return far_->save_assessment(key, assessment, when);
    }

private:
    Cache& near_;
    std::unique_ptr<Cache> far_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<Cache> make_layered_cache(Cache& near, std::unique_ptr<Cache> far, const Clock& clock) {
    return std::make_unique<LayeredCache>(near, std::move(far), clock);
}

}  // namespace winnow
