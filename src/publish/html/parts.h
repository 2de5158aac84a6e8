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

/// An entry of the reading list.
Markup entry_html(const ReportItem& item, const Report& report, const Criteria& criteria);
/// How the pages dwindled, and the figures of the run.
Markup summary_html(const Report& report);
/// What is not on the list and why, the sources, and the facts of the run.
Markup appendix_html(const Report& report);

}  // namespace winnow
