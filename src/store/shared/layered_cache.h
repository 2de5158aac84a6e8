#pragma once

#include <memory>

#include "core/time.h"
#include "stages/cache.h"

namespace winnow {

/// What this computer remembers, and behind it what several share. Found is what is near; what is missing there, or is
/// no longer fresh and was fetched later elsewhere, comes from afar and is remembered here, too. Saving reaches both.
/// An error of either is an error: wrap `far` in make_fault_tolerant_cache. Borrows `near` and `clock`. Safe to call
/// from several threads.
std::unique_ptr<Cache> make_layered_cache(Cache& near, std::unique_ptr<Cache> far, const Clock& clock);

}  // namespace winnow
