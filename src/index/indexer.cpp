#include "index/indexer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <tuple>

#include "log/log.h"
#include "text/shingles.h"

namespace winnow {
namespace {

constexpr std::size_t kMostCandidates = 32;
constexpr std::size_t kMostTags = 32;

/// Whether an index that answers so will answer the next document better.
bool is_fatal(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid_argument:
        case ErrorKind::malformed:
        case ErrorKind::too_large:
        case ErrorKind::cancelled:
        case ErrorKind::rate_limited:
        case ErrorKind::conflict: return false;
        default: return true;
    }
}

Vector mean_of(const std::vector<Vector>& vectors) {
    Vector mean;
    for (const auto& vector : vectors) {
        mean.resize(std::max(mean.size(), vector.size()), 0);
        for (std::size_t i = 0; i < vector.size(); ++i) mean[i] += vector[i];
    }
    return mean;
}

double cosine(const Vector& a, const Vector& b) {
    if (a.empty() || a.size() != b.size()) return 0;
    double product = 0;
    double of_a = 0;
    double of_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += static_cast<double>(a[i]) * b[i];
        of_a += static_cast<double>(a[i]) * a[i];
        of_b += static_cast<double>(b[i]) * b[i];
    }
    return of_a > 0 && of_b > 0 ? product / std::sqrt(of_a * of_b) : 0;
}

/// The smaller, the more original.
auto originality(const IndexedDocument& document) {
    return std::tuple(document.published.value_or(Timestamp::max()), document.indexed, document.url.href());
}

class DefaultIndexer final : public Indexer {
public:
    explicit DefaultIndexer(const IndexerContext& context) : context_(context) {}

    Result<void> add(const Document& document, const IndexingNotes& notes, const Deadline& deadline) override {
        if (const auto error = dead_error()) return fail(*error);
        auto added = add_one(document, notes, deadline);
        if (!added) record(added.error(), is_fatal(added.error().kind()));
        return added;
    }

    IndexingSummary summary() const override {
        const std::scoped_lock lock(mutex_);
        return summary_;
    }

private:
    std::optional<Error> dead_error() {
        const std::scoped_lock lock(mutex_);
        if (dead_) ++summary_.failed;
        return dead_;
    }

    void record(const Error& error, bool is_final) {
        const std::scoped_lock lock(mutex_);
        ++summary_.failed;
        if (!summary_.error) {
            summary_.error = error;
            log::warn("document not indexed as it should be", {{"error", error}});
        }
        if (is_final) dead_ = error;
    }

    IndexedDocument described(const Document& document, const IndexingNotes& notes) const {
        IndexedDocument entry{.id = document.id,
                              .url = document.canonical.empty() ? document.url : document.canonical,
                              .title = document.title,
                              .source = notes.source,
                              .site = document.site,
                              .language = document.language,
                              .tags = notes.tags,
                              .indexed = context_.clock.now(),
                              .score = notes.score,
                              .content_hash = document.content_hash};
        for (const auto& tag : document.tags)
            if (entry.tags.size() < kMostTags && std::ranges::find(entry.tags, tag) == entry.tags.end())
                entry.tags.push_back(tag);
        if (document.published) entry.published = document.published->time;
        if (!notes.run_id.empty()) entry.runs.push_back(notes.run_id);
        return entry;
    }

    Result<void> add_one(const Document& document, const IndexingNotes& notes, const Deadline& deadline) {
        auto entry = described(document, notes);
        TRY(auto known, context_.index.find(entry.id, deadline));
        const bool is_unchanged = known && known->content_hash == entry.content_hash &&
                                  (context_.embedder == nullptr || known->vectors.size() == known->passages.size());
        if (is_unchanged) {
            entry.indexed = known->indexed;
            entry.original = std::move(known->original);
            entry.signature = std::move(known->signature);
            entry.passages = std::move(known->passages);
            entry.vectors = std::move(known->vectors);
        } else {
            entry.signature = text::signature(document.text);
            entry.passages = make_passages(document, context_.chunks);
            embed(entry, deadline);
        }
        const std::scoped_lock lock(adding_);  // two copies that come at once see each other
        if (!is_unchanged) TRY_OK(find_original(entry, deadline));
        TRY_OK(context_.index.add(std::span(&entry, 1), deadline));
        const std::scoped_lock counting(mutex_);
        ++summary_.added;
        if (!entry.original.empty()) ++summary_.copies;
        return {};
    }

    /// Without vectors words still find the document.
    void embed(IndexedDocument& entry, const Deadline& deadline) {
        if (context_.embedder == nullptr || embedder_is_dead_ || entry.passages.empty()) return;
        std::vector<std::string> texts;
        texts.reserve(entry.passages.size());
        for (const auto& passage : entry.passages) texts.push_back(text_to_embed(passage, entry.title));
        auto vectors = context_.embedder->embed(texts, TextRole::document, deadline);
        if (vectors) {
            entry.vectors = std::move(*vectors);
            return;
        }
        embedder_is_dead_ = is_fatal(vectors.error().kind());
        record(std::move(vectors).error().in("embedding " + entry.url.href()), false);
    }

    Result<bool> is_copy(const IndexedDocument& entry, const IndexedDocument& other, const Deadline& deadline) {
        const double resemblance = text::resemblance(entry.signature, other.signature);
        if (resemblance >= kCopyResemblance) return true;
        if (resemblance < kCopyResemblanceWithVectors || entry.vectors.empty()) return false;
        TRY(const auto whole, context_.index.find(other.id, deadline));
        return whole && cosine(mean_of(entry.vectors), mean_of(whole->vectors)) >= kCopyCosine;
    }

    /// Sets `original` of the entry, and of those in the index that turn out to be its copies.
    Result<void> find_original(IndexedDocument& entry, const Deadline& deadline) {
        TRY(const auto candidates, context_.index.resembling(entry.signature, kMostCandidates, deadline));
        std::vector<IndexedDocument> same;
        for (const auto& candidate : candidates) {
            if (candidate.id == entry.id) continue;
            TRY(const bool copies, is_copy(entry, candidate, deadline));
            if (copies) same.push_back(candidate);
        }
        if (same.empty()) return {};
        const auto first = std::ranges::min_element(same, {}, originality);
        if (originality(*first) < originality(entry)) {
            entry.original = first->original.empty() ? first->url.href() : first->original;
            return {};
        }
        for (const auto& copy : same) {
            TRY(auto whole, context_.index.find(copy.id, deadline));
            if (!whole) continue;
            whole->original = entry.url.href();
            TRY_OK(context_.index.add(std::span(&*whole, 1), deadline));
        }
        return {};
    }

    IndexerContext context_;
    std::mutex adding_;
    std::atomic<bool> embedder_is_dead_ = false;
    mutable std::mutex mutex_;  // guards what follows
    IndexingSummary summary_;
    std::optional<Error> dead_;
};

class DeadIndexer final : public Indexer {
public:
    explicit DeadIndexer(Error error) : error_(std::move(error)) {}
    Result<void> add(const Document&, const IndexingNotes&, const Deadline&) override {
        ++failed_;
        return fail(error_);
    }
    IndexingSummary summary() const override { return {.failed = failed_, .error = error_}; }

private:
    Error error_;
    std::atomic<std::size_t> failed_ = 0;
};

}  // namespace

std::unique_ptr<Indexer> make_dead_indexer(Error error) {
    return std::make_unique<DeadIndexer>(std::move(error));
}

std::unique_ptr<Indexer> make_indexer(const IndexerContext& context) {
    return std::make_unique<DefaultIndexer>(context);
}

}  // namespace winnow
