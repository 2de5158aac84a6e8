#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "stages/source.h"

namespace winnow {

/// Changes what another source found, or drops it (false).
using Adjust = std::function<bool(Candidate&)>;

/// A source whose candidates go through `adjust`; if two become the same page, the first stays.
std::unique_ptr<Source> make_adjusted_source(std::unique_ptr<Source> inner, Adjust adjust);

/// Several sources as one: side by side in merit, one failing is a warning.
std::unique_ptr<Source> make_joined_source(std::string name,
                                           std::vector<std::pair<std::string, std::unique_ptr<Source>>> parts,
                                           const Clock& clock);

}  // namespace winnow
