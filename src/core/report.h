#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/assessment.h"

namespace winnow {

/// A document that stands for others that say nearly the same.
struct Similar {
    Url url;
    std::string title;
    double resemblance = 0;  ///< 0 to 1
};

/// How an entry of the list stands to what earlier runs of the question know of its page.
enum class Novelty {
    fresh,      ///< they do not know it
    changed,    ///< its text is another one
    unchanged,  ///< its text is the same
};

/// Why a page that an earlier run judged is there no more.
enum class Disappearance {
    removed,        ///< its server says so: 404 or 410
    not_suggested,  ///< its source, asked for everything and without trouble, names it no more
};

std::string_view to_string(Novelty novelty);  ///< "new", "changed", "unchanged"
std::string_view to_string(Disappearance disappearance);

/// One entry of the reading list.
struct ReportItem {
    int position = 0;  ///< from 1
    Url url;
    std::string title;
    std::string source;
    std::vector<std::string> authors;
    std::string site;
    std::optional<Date> published;
    std::string language;
    std::string excerpt;
    std::uint32_t words = 0;
    UrlState state = UrlState::judged;  ///< judged or cached
    double relevance = 0;               ///< to the question, 0 to 1
    double rank_score = 0;              ///< what the list is ordered by
    bool high_quality = false;          ///< overall ≥ the rubric's min_score
    std::optional<Novelty> novelty;     ///< nothing in the first run of a question
    Assessment assessment;
    std::vector<Similar> similar;
};

/// A URL that is not on the list, and why.
struct ReportOmission {
    Url url;
    std::string title;
    std::string source;
    UrlState state = UrlState::failed;
    std::string reason;
    std::string error_kind;  ///< for `failed`
};

/// A page that an earlier run judged, and that is gone.
struct ReportGone {
    Url url;
    std::string title;
    std::string source;
    Disappearance why = Disappearance::removed;
    double last_score = 0;    ///< overall, 1 to 10
    Timestamp last_judged{};  ///< start of the last run that had it
};

/// The run that a report is compared with.
struct PreviousRun {
    std::string run_id;
    Timestamp started{};
};

struct StageTime {
    std::string stage;
    double seconds = 0;
};

/// What a source gave, or why it gave nothing.
struct SourceReport {
    std::string source;
    int found = 0;
    std::string error;  ///< empty if it worked
};

/// What the sources of a run gave together: each URL once, the first source that named it keeps it.
struct Discovered {
    std::vector<Candidate> candidates;
    std::vector<SourceReport> sources;  ///< in the order of the configuration
    int left_out = 0;                   ///< how many more there were than a run may have (run.max_urls)
};

/// A criterion of the rubric, as a report names it.
struct ReportCriterion {
    std::string name;
    std::string title;
    double weight = 0;  ///< share of the overall score
    friend bool operator==(const ReportCriterion&, const ReportCriterion&) = default;
};

/// The result of a run: the published digest in all its forms is made from this alone.
struct Report {
    std::string run_id;
    std::string query;
    std::string evaluation_method;
    std::string rubric;
    std::vector<ReportCriterion> criteria;  ///< of the rubric, in its order
    double min_score = 7.0;
    Timestamp started{};
    double runtime_seconds = 0;
    int total_urls = 0;
    int evaluated_urls = 0;    ///< judged in this run
    int cached_urls_used = 0;  ///< judged in an earlier one
    int failed_urls = 0;
    int high_quality_count = 0;
    double quality_ratio = 0;           ///< high_quality_count / (evaluated_urls + cached_urls_used); 0 if none
    double average_score = 0;           ///< over evaluated and cached; failures excluded; 0 if none
    Usage usage;                        ///< of this run, judgements that did not come about included
    std::map<std::string, int> states;  ///< how many URLs ended in each state; every state is present
    std::vector<SourceReport> sources;
    std::vector<StageTime> stages;
    std::vector<ReportItem> results;  ///< best first
    std::vector<ReportOmission> omissions;
    std::optional<PreviousRun> previous;  ///< the last finished run of the question; nothing in the first
    std::vector<ReportGone> gone;         ///< in the order of their URLs
    std::vector<std::string> warnings;    ///< what went wrong beside the list: "the index could not be filled: …"
    std::string explanation;              ///< why there is nothing to read, when `results` is empty
};

}  // namespace winnow
