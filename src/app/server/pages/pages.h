#pragma once
// app/server/pages: what is known as HTML. Pure functions; foreign text is text.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/server/jobs/job.h"
#include "app/server/library/evidence.h"
#include "app/server/library/figures.h"
#include "core/exchange/exchange.h"
#include "core/report.h"
#include "core/rubric.h"
#include "evaluate/agreement/thumbs.h"
#include "publish/html/markup.h"
#include "stages/search_index.h"
#include "stages/store.h"
#include "store/labels/label_book.h"

namespace winnow::site {

/// The latest run of a question; no report if it cannot be read, and then why.
struct LatestRun {
    RunRecord run;
    std::shared_ptr<const Report> report;
    std::string problem;
};
Markup today_html(const std::vector<LatestRun>& runs);

/// What the list of a run is narrowed to.
struct ListFilter {
    std::string words;
    std::string source;
    std::string tag;
    double least = 1;  ///< overall score
    bool only_good = false;
    std::size_t page = 1;

    bool narrows() const { return !words.empty() || !source.empty() || !tag.empty() || least > 1 || only_good; }
};
/// The entries that pass, in their order.
std::vector<const ReportItem*> filtered(const Report& report, const ListFilter& filter);
Markup list_html(const Report& report, const ListFilter& filter, const std::map<std::string, Label>& labels,
                 const std::string& token);
/// What is not on the list and why, the sources, the facts of the run.
Markup left_out_html(const Report& report);

/// What is known of one entry.
struct Article {
    std::shared_ptr<const Report> report;
    const ReportItem* item = nullptr;
    std::map<std::string, std::vector<std::optional<QuoteInContext>>> quotes;  ///< by criterion, as in its score
    std::string why_no_context;                                                ///< when the text is not kept
    std::optional<Label> label;
    std::vector<Exchange> exchanges;  ///< with the models that judged it; empty if none were asked or kept
};
Markup article_html(const Article& article, const std::string& token);
/// What was sent to models and came back, shortened; and all of it, on a page of its own.
Markup exchanges_html(const Article& article);
Markup sent_html(const Article& article);
/// Why there are none; empty if there are.
std::string_view why_no_exchanges(const Article& article);
/// Thumbs, scores and a note; `back` is where the form leads afterwards.
Markup label_form_html(const ReportItem& item, const Report& report, const std::optional<Label>& label,
                       const std::string& back, const std::string& token);
Markup thumbs_html(const ReportItem& item, const Report& report, const std::optional<Label>& label,
                   const std::string& back, const std::string& token);

struct History {
    std::vector<RunFigures> figures;  ///< the oldest first
    std::vector<RunRecord> runs;      ///< the latest first, whatever became of them
    std::vector<std::string> questions;
    std::string question;  ///< that the page is narrowed to; empty: all
};
Markup history_html(const History& history);

/// A question to the index, as the form has it.
struct SearchAsked {
    std::string question;
    std::string mode = "hybrid";
    std::string source;
    std::string language;
    std::string tag;
    double min_score = 0;
    std::size_t limit = 20;
};
struct SearchAnswered {
    SearchAsked asked;
    std::vector<SearchHit> hits;
    std::string note;  ///< what limits the answer
    std::string problem;
    std::int64_t documents = 0;  ///< that there are to find
};
Markup search_html(const SearchAnswered& answer);
/// The part that changes while somebody types.
Markup hits_html(const SearchAnswered& answer);

/// A kind of source, and how its last use went.
struct SourceRow {
    std::string name;
    std::string summary;
    std::string state;  ///< "in use", "needs a key"…
    std::string key;    ///< "BRAVE_API_KEY is not set"; empty if it needs none
    struct Use {
        int found = 0;
        int listed = 0;
        std::string error;
        std::string run_id;
        Timestamp when{};
    };
    std::optional<Use> last;
};
Markup sources_html(const std::vector<SourceRow>& rows, std::size_t feeds);

/// What may be chosen for a run.
struct RunChoices {
    std::vector<std::pair<std::string, std::string>> methods;  ///< name → what it does; ready ones only
    std::vector<std::string> rubrics;
    std::vector<std::string> sources;
    std::string archive;  ///< that stands for the network; empty: none
};
Markup jobs_html(const std::vector<Job>& jobs, const RunChoices& choices, const RunWish& wish,
                 const std::string& token);
Markup job_html(const Job& job, const std::string& token);

/// How far a judge agrees with the thumbs.
struct JudgeThumbs {
    std::string judge;
    ThumbsAgreement agreement;
};
Markup labels_html(const std::vector<Label>& labels, const std::vector<JudgeThumbs>& thumbs, const std::string& token);

/// The address of an entry's own page, and of a run's list.
std::string article_path(const std::string& run_id, int position);
std::string run_path(const std::string& run_id);
std::string sent_path(const Article& article);
/// The address of a question's feed: "/feeds/….xml". The name depends on the question alone.
std::string feed_path(const std::string& question, std::string_view ending);

}  // namespace winnow::site
