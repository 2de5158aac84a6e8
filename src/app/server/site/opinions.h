#pragma once

#include <vector>

#include "app/server/pages/pages.h"
#include "app/server/site/site.h"

namespace winnow::site {

/// How far each judge agrees with the thumbs, by the scores of the latest run of each label's question. A judge is a
/// method with a rubric and its threshold; the one with most thumbs comes first. Error: storage.
Result<std::vector<JudgeThumbs>> thumbs_by_judge(const SiteParts& parts, const std::vector<Label>& labels);

}  // namespace winnow::site
