#pragma once

#include <string_view>
#include <vector>

#include "core/document.h"

namespace winnow {

/// What a response asks of those who use its page.
struct UsageWishes {
    bool no_ai = false;     ///< X-Robots-Tag: noai, or Content-Signal: ai-input=no
    bool no_index = false;  ///< X-Robots-Tag: noindex or none; no reason not to read it
};

/// Reads X-Robots-Tag, where "name:" limits what follows in its line to the agent of that name, and Content-Signal.
UsageWishes usage_wishes(const std::vector<HeaderField>& headers, std::string_view agent);

}  // namespace winnow
