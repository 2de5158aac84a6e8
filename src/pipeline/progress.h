#pragma once

#include <cstddef>
#include <string_view>

#include "core/assessment.h"

namespace winnow {

/// Hears how a run goes on, for a terminal or a page. Called from several threads, one call at a time.
class Progress {
public:
    virtual ~Progress() = default;
    /// A stage begins; `total` is its number of items, 0 if not known.
    virtual void stage_started(std::string_view /*stage*/, std::size_t /*total*/) {}
    /// A source has answered: how many candidates, or why none.
    virtual void source_done(std::string_view /*source*/, std::size_t /*found*/, std::string_view /*problem*/) {}
    /// One URL has ended.
    virtual void item_done(const Evaluated& /*item*/) {}
};

}  // namespace winnow
