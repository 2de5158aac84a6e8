#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "json/value.h"
#include "log/log.h"
#include "stages/cache.h"
#include "store/packed.h"

namespace winnow::remote {

/// Names of records: the SHA-256 of what tells them apart, 64 hexadecimal digits.
std::string page_name(const Url& url);
std::string assessment_name(const EvaluationKey& key);

std::string as_text(Timestamp time);
std::optional<Timestamp> as_time(std::string_view text);

}  // namespace winnow::remote
