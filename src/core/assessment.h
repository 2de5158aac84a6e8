#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/result.h"
#include "core/rubric.h"
#include "core/values/boxed.h"

namespace winnow {

/// How a URL ended. Every URL of a run ends in exactly one state, which the report counts and explains.
enum class UrlState {
    judged,
    cached,  ///< judged in an earlier run; nothing changed since
    not_read,
    blocked_by_robots,
    no_ai,
    error_page,
    login_wall,
    paywalled,
    too_short,
    off_topic,
    duplicate,
    budget_exhausted,
    failed,
};

constexpr UrlState kUrlStates[] = {
    UrlState::judged,    UrlState::cached,     UrlState::not_read,   UrlState::blocked_by_robots,
    UrlState::no_ai,     UrlState::error_page, UrlState::login_wall, UrlState::paywalled,
    UrlState::too_short, UrlState::off_topic,  UrlState::duplicate,  UrlState::budget_exhausted,
    UrlState::failed};

std::string_view to_string(UrlState state);
Result<UrlState> url_state_from(std::string_view text);

/// Words that really stand in the document: `text` is document text [offset, offset + text.size()) after
/// normalisation of white space, quotation marks and dashes.
struct Quote {
    std::string text;
    std::size_t offset = 0;  ///< byte offset in Document::text
    friend bool operator==(const Quote&, const Quote&) = default;
};

struct CriterionScore {
    std::string criterion;
    double score = kLowestScore;  ///< 1 to 10
    std::string explanation;
    std::vector<Quote> quotes;
    friend bool operator==(const CriterionScore&, const CriterionScore&) = default;
};

struct Usage {
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    double cost_usd = 0;
    Usage& operator+=(const Usage& other);
    friend bool operator==(const Usage&, const Usage&) = default;
};

/// One point of view of a judgement that was asked for from several.
struct Perspective {
    std::string name;                   ///< of its rubric: "engineering_manager"
    double overall = 0;                 ///< over its own criteria, 1 to 10
    std::vector<std::string> criteria;  ///< names; their scores are among those of the assessment
    std::string verdict;
    friend bool operator==(const Perspective&, const Perspective&) = default;
};

/// A judgement with its proof. It exists only if the document was read; a failure has no Assessment.
struct Assessment {
    std::vector<CriterionScore> scores;  ///< one per criterion of the rubric, in its order
    double overall = 0;                  ///< weighted mean of the scores, 1 to 10
    std::vector<std::string> tags;
    std::string summary;
    std::string verdict;             ///< one sentence: read it or not, and why
    std::string evaluator;           ///< "local", "openai_browsing"…
    std::string model;               ///< model or version of the rules
    std::string proof;               ///< what shows that the page was read: content hash and size, or the tool call
    std::vector<std::string> flags;  ///< what makes the judgement less certain: "possible_injection", "partial_text"
    std::vector<Perspective> perspectives;  ///< each has its part of `scores`; empty if there is one view only
    std::vector<std::string> insights;      ///< what the perspectives say together, and where they disagree
    Usage usage;
    friend bool operator==(const Assessment&, const Assessment&) = default;
};

/// Weighted mean of `scores` by the weights of `rubric`, over the criteria present. Precondition: at least one.
double overall_score(const std::vector<CriterionScore>& scores, const Rubric& rubric);

/// How often one word (stem) of the question occurs in a document, by field.
struct TermMatch {
    std::uint32_t in_title = 0;
    std::uint32_t in_headings = 0;
    std::uint32_t in_body = 0;
    friend bool operator==(const TermMatch&, const TermMatch&) = default;
};

/// What ranking needs to know of a document, small enough to travel between the steps of a state machine.
struct Features {
    std::vector<TermMatch> terms;   ///< per distinct term of the question, in its order
    std::uint32_t title_terms = 0;  ///< lengths in terms
    std::uint32_t heading_terms = 0;
    std::uint32_t body_terms = 0;
    std::uint32_t phrase_matches = 0;      ///< adjacent pairs of question terms found adjacent in the document
    std::vector<std::uint32_t> signature;  ///< MinHash of word shingles; empty for an empty text
    friend bool operator==(const Features&, const Features&) = default;
};

/// One URL after the steps that treat one item: what it says, how it was judged, or why not.
struct Evaluated {
    Candidate candidate;
    UrlState state = UrlState::failed;
    std::string reason;          ///< a sentence for people when there is no assessment
    bool is_gone = false;        ///< its server says that there is no such page (404, 410)
    std::optional<Error> error;  ///< when state is `failed`
    Boxed<Document> document;    ///< as soon as there is one; may travel without texts and links
    Boxed<Assessment> assessment;
    std::string fingerprint;  ///< of a page that was judged: the beginning of its document's content hash
    Usage lost;               ///< what was paid for a judgement that did not come about
    Features features;
};

}  // namespace winnow
