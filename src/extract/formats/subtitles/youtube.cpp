#include <algorithm>

#include "extract/formats/subtitles/cues.h"
#include "json/value.h"

namespace winnow::extract {

Result<Cues> read_youtube(std::string_view text) {
    auto value = json::parse(text);
    if (!value) return fail(std::move(value).error().in("reading timed text"));
    if (!(*value)["events"].is_array()) return fail(ErrorKind::malformed, "no timed text: it has no events");
    constexpr std::int64_t kMostMilliseconds = 3'600'000'000;
    Cues result;
    for (const auto& event : (*value)["events"].items()) {
        Cue cue;
        cue.begin =
            std::chrono::milliseconds(std::clamp<std::int64_t>(event["tStartMs"].as_int(), 0, kMostMilliseconds));
        const auto duration = std::clamp<std::int64_t>(event["dDurationMs"].as_int(), 0, kMostMilliseconds);
        cue.end = cue.begin + std::chrono::milliseconds(duration);
        std::string words;
        for (const auto& segment : event["segs"].items()) words += segment["utf8"].as_string();
        add_lines(words, cue);
        if (!cue.lines.empty()) result.cues.push_back(std::move(cue));
    }
    // The window of one line stays until the next has come: it ends where the next begins.
    for (std::size_t i = 0; i + 1 < result.cues.size(); ++i)
        result.cues[i].end = std::clamp(result.cues[i + 1].begin, result.cues[i].begin, result.cues[i].end);
    return result;
}

}  // namespace winnow::extract
