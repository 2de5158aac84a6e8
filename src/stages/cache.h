#pragma once

#include <optional>
#include <string>

#include "core/assessment.h"
#include "core/document.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// What the URL cache knows of a page. The document's texts are stored with it.
struct CachedPage {
    Url url;  ///< as asked for
    Document document;
    std::string etag;
    std::string last_modified;
    Timestamp fetched_at{};
    Timestamp fresh_until{};  ///< before this it need not be asked for again
};

/// What a judgement depends on; it is remembered under exactly this.
struct EvaluationKey {
    std::string content_hash;
    std::string rubric_hash;
    std::string method;
    std::string model;
    std::string question;  ///< normalised: lower case, single blanks
    friend auto operator<=>(const EvaluationKey&, const EvaluationKey&) = default;
};

/// What is known of pages and judgements from earlier runs. Writes are idempotent and safe from several threads and
/// processes. Errors: storage (disk full, read-only, corrupt), conflict (locked for too long), unavailable and
/// timed_out (a remote one).
class Cache {
public:
    virtual ~Cache() = default;
    virtual Result<std::optional<CachedPage>> find_page(const Url& url) = 0;
    virtual Result<void> save_page(const CachedPage& page) = 0;
    /// The same page did not change: only its freshness moves.
    virtual Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) = 0;

    virtual Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) = 0;
    virtual Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp when) = 0;
};

}  // namespace winnow
