#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "extract/formats/subtitles/cues.h"

namespace winnow::extract {

struct SpokenParagraph {
    std::chrono::milliseconds begin{0};
    std::string speaker;  ///< if known
    std::string text;
};

/// Joins cues to paragraphs: a new one at a long pause, when another speaks, or when one is long enough. Lines that
/// roll up through several cues count once; what is no speech ("[Music]") goes.
std::vector<SpokenParagraph> spoken_paragraphs(const std::vector<Cue>& cues);

}  // namespace winnow::extract
