#include "app/server/library/finder.h"

#include "log/log.h"

namespace winnow::site {

Result<Finder::Opened> Finder::opened(const Deadline& deadline) {
    const std::scoped_lock lock(mutex_);
    if (!settings_.search.index.enabled)
        return fail(ErrorKind::invalid_config, "There is nothing to search: index.enabled is false.");
    if (!search_) {
        TRY(search_, SearchAssembly::open(settings_, deadline, IndexUse::asking));
        mended_ = mend(*search_, store_, {std::chrono::steady_clock::time_point::max(), stop_});
    }
    return search_;
}

template <typename T>
Result<T> Finder::checked(const Opened& search, Result<T> result) {
    if (result || result.error().kind() != ErrorKind::storage) return result;
    const std::scoped_lock lock(mutex_);
    if (search_ == search) {
        log::warn("the index is opened anew, for it cannot be read", {{"error", result.error()}});
        search_.reset();
    }
    return result;
}

std::string Finder::prepare() {
    constexpr std::chrono::seconds kPatience{20};
    if (!settings_.search.index.enabled || settings_.search.index.kind != "sqlite") return {};
    if (!opened(Deadline::after(kPatience, stop_))) return {};
    const std::scoped_lock lock(mutex_);
    return mended_;
}

Result<IndexAnswer> Finder::ask(SearchRequest request, const Deadline& deadline) {
    TRY(const auto search, opened(deadline));
    const auto limit = request.limit;
    request.limit = 2 * limit;  // copies are left out
    TRY(auto answer, checked(search, ask_index(*search, request, deadline)));
    if (answer.hits.size() > limit) answer.hits.resize(limit);
    return answer;
}

Result<IndexAnswer> Finder::ask_like(const Url& url, SearchRequest request, const Deadline& deadline) {
    TRY(const auto search, opened(deadline));
    TRY_OK(checked(search, be_like(*search, store_, url, request, deadline)));
    return ask(std::move(request), deadline);
}

Result<std::optional<IndexedDocument>> Finder::find(const DocumentId& id, const Deadline& deadline) {
    TRY(const auto search, opened(deadline));
    return checked(search, search->index().find(id, deadline));
}

Result<IndexStats> Finder::stats(const Deadline& deadline) {
    TRY(const auto search, opened(deadline));
    return checked(search, search->index().stats(deadline));
}

}  // namespace winnow::site
