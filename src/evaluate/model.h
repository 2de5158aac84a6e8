#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "llm/chat.h"
#include "stages/evaluator.h"

namespace winnow {

/// A text of a page that another service read for us, and what shows that it did.
struct PageText {
    std::string text;
    std::string proof;
};

/// Brings the text of a page. Safe to call from several threads. Errors: not_found (the service could not read it),
/// and those of asking it.
using PageReader = std::function<Result<PageText>(const Url& url, const Deadline& deadline)>;

/// Whether the model opens the page with a tool of its own. No proof that it did: no score.
enum class Browsing {
    none,                      ///< it reads the text that we send
    checked_against_our_copy,  ///< the tool does not tell what it read: quotes must stand in Document::text
    checked_against_its_text,  ///< quotes must stand in what the tool read, or in Document::text
};

struct ModelEvaluatorOptions {
    std::string method = "standard";
    Browsing browsing = Browsing::none;
    PageReader read_page;  ///< empty: Document::text is what is judged
    std::size_t page_tokens =
        12'000;                   ///< longer texts are reduced to what touches the question (about 45 KB of English)
    bool check_by_halves = true;  ///< what would be recommended although signals do not speak for it
    const Clock* clock = &system_clock();   ///< dates what was asked; outlives the judge
    std::function<std::uint64_t()> random;  ///< makes the marks around the page; empty: the system's random device
};

/// Judges with a language model: the rubric as trusted instructions, the page as fenced data. An answer holds only if
/// every criterion has a score on the scale and at least one quote that stands in the page; else the model is told once
/// what was wrong. A text with passages that address its judge is flagged "possible_injection" and judged a second time
/// without them, and no criterion scores above that second look. What would be recommended (rubric.min_score), although
/// the local judge counts two points less in it, is lowered to what both halves of the text bear out, and flagged
/// "not_borne_out_by_parts" if that is less.
///
/// Where the judge read another text than Document::text (a tool's, a service's), a quote that stands in both gets its
/// offset in Document::text; one that stands in the other text alone counts as evidence, is repeated in the
/// explanation, and the assessment is flagged "read_another_text". Documents with no_ai are refused.
std::unique_ptr<Evaluator> make_model_evaluator(std::unique_ptr<llm::ChatModel> model, ModelEvaluatorOptions options);

}  // namespace winnow
