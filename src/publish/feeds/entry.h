#pragma once

#include <string>

#include "core/report.h"
#include "publish/wording.h"

namespace winnow {

/// A URN (RFC 4122, version 5) that stays the same for a question, so that readers know the feed again.
std::string feed_urn(const Report& report);
/// "8.1 of 10. Read it: …", the same for both feeds.
std::string feed_summary(const ReportItem& item);
/// The entry as HTML: verdict, scores with their reasons and quotes. Foreign text is text.
std::string feed_content(const ReportItem& item, const Criteria& criteria);

}  // namespace winnow
