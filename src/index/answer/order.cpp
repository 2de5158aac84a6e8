#include "index/answer/order.h"

#include <algorithm>
#include <tuple>

#include "text/shingles.h"

namespace winnow {

void in_order(std::vector<SearchHit>& hits, const SearchRequest& request) {
    std::ranges::stable_sort(hits, [](const SearchHit& a, const SearchHit& b) {
        return a.score != b.score ? a.score > b.score : a.document.url.href() < b.document.url.href();
    });
    if (hits.size() > request.limit) hits.resize(request.limit);
}

void closest_first(std::vector<IndexedDocument>& documents, std::span<const std::uint32_t> signature,
                   std::size_t limit) {
    const auto key = [&](const IndexedDocument& document) {
        return std::tuple(-text::resemblance(signature, document.signature), document.url.href());
    };
    std::ranges::sort(documents, {}, key);
    if (documents.size() > limit) documents.resize(limit);
}

Result<void> check_vectors(const IndexedDocument& document, std::size_t dimensions) {
    if (document.vectors.empty()) return {};
    if (document.vectors.size() != document.passages.size())
        return fail(ErrorKind::invalid_argument, document.url.href() + " has " +
                                                     std::to_string(document.passages.size()) + " passages and " +
                                                     std::to_string(document.vectors.size()) + " vectors");
    for (const auto& vector : document.vectors)
        if (vector.size() != dimensions)
            return fail(ErrorKind::invalid_config, "a vector of " + document.url.href() + " has " +
                                                       std::to_string(vector.size()) + " components, the index has " +
                                                       std::to_string(dimensions));
    return {};
}

Error other_model(const std::string& of_index, std::size_t its_dimensions, const std::string& wanted,
                  std::size_t wanted_dimensions) {
    return {ErrorKind::invalid_config, "the index was made with the embedding model " + of_index + " (" +
                                           std::to_string(its_dimensions) + " dimensions), the configuration names " +
                                           wanted + " (" + std::to_string(wanted_dimensions) +
                                           "); winnow index rebuild makes it anew with the configured one"};
}

}  // namespace winnow
