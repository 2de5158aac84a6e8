#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::extract {

/// What is shown at one time.
struct Cue {
    std::chrono::milliseconds begin{0};
    std::chrono::milliseconds end{0};
    std::string speaker;             ///< if the format names one
    std::vector<std::string> lines;  ///< without markup, none empty
};

struct Cues {
    std::string title;
    std::string language;
    std::vector<Cue> cues;  ///< in the order of the file
};

// Each fails with `malformed` for a text that is not of its form. A cut-off text gives the cues before the cut.

/// WebVTT, https://www.w3.org/TR/webvtt1/
Result<Cues> read_vtt(std::string_view text);
/// SubRip, which is nowhere written down: number, times, lines, blank line.
Result<Cues> read_srt(std::string_view text);
/// Timed Text Markup Language, https://www.w3.org/TR/ttml1/
Result<Cues> read_ttml(std::string_view text);
/// "timedtext" as YouTube's player loads it with fmt=json3.
Result<Cues> read_youtube(std::string_view text);

/// "01:02:03.500", "02:03,5" and "3.5" as a time; nothing for anything else.
std::optional<std::chrono::milliseconds> clock_time(std::string_view text);
/// Divides a text at its line breaks, folds white space, and adds the lines that are not empty.
void add_lines(std::string_view text, Cue& cue);

}  // namespace winnow::extract
