#pragma once

#include <string_view>

#include "core/report.h"
#include "publish/html/markup.h"
#include "publish/wording.h"

namespace winnow {

/// The head of a page that loads nothing from anywhere; our style sheet is in it.
Markup page_head(std::string_view title);
/// A link that gives nothing away to where it leads; only the words if there is no address.
Markup link_to(const Url& url, std::string_view words);

/// A ring, filled as far as the score goes, with the number inside.
Markup dial_html(const ReportItem& item, const Report& report);
/// Site, authors, date, reading time, language, relevance.
Markup meta_html(const ReportItem& item);
/// A bar for each criterion.
Markup bars_html(const ReportItem& item, const Report& report, const Criteria& criteria);
/// What each point of view says, and what they say together; empty if there is one view only.
Markup perspectives_html(const Assessment& assessment);
/// Cautions and tags.
Markup tags_html(const Assessment& assessment);
/// The pages that say nearly the same, folded.
Markup similar_html(const ReportItem& item);
/// Whether it has the form of a language tag as BCP 47 has it: letters, digits and hyphens only.
bool is_language_tag(std::string_view text);

/// An entry of the reading list.
Markup entry_html(const ReportItem& item, const Report& report, const Criteria& criteria);
/// How the pages dwindled, and the figures of the run.
Markup summary_html(const Report& report);
/// What is not on the list and why, the sources, and the facts of the run.
Markup appendix_html(const Report& report);

}  // namespace winnow
