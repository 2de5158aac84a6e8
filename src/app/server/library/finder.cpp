#include "app/server/library/finder.h"

namespace winnow::site {

Result<SearchAssembly*> Finder::opened(const Deadline& deadline) {
    const std::scoped_lock lock(mutex_);
    if (!settings_.search.index.enabled)
        return fail(ErrorKind::invalid_config, "There is nothing to search: index.enabled is false.");
    if (!search_) {
        TRY(search_, SearchAssembly::open(settings_, deadline, IndexUse::asking));
    }
    return search_.get();
}

Result<IndexAnswer> Finder::ask(SearchRequest request, const Deadline& deadline) {
    TRY(auto* const search, opened(deadline));
    const auto limit = request.limit;
    request.limit = 2 * limit;  // copies are left out
    TRY(auto answer, ask_index(*search, request, deadline));
    if (answer.hits.size() > limit) answer.hits.resize(limit);
    return answer;
}

Result<IndexAnswer> Finder::ask_like(const Url& url, Cache& memory, SearchRequest request,
                                     const Deadline& deadline) {
    TRY(auto* const search, opened(deadline));
    TRY_OK(be_like(*search, memory, url, request, deadline));
    return ask(std::move(request), deadline);
}

Result<std::optional<IndexedDocument>> Finder::find(const DocumentId& id, const Deadline& deadline) {
    TRY(auto* const search, opened(deadline));
    return search->index().find(id, deadline);
}

Result<IndexStats> Finder::stats(const Deadline& deadline) {
    TRY(auto* const search, opened(deadline));
    return search->index().stats(deadline);
}

}  // namespace winnow::site
