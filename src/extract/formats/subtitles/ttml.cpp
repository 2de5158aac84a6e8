#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "extract/formats/compose.h"
#include "extract/formats/subtitles/cues.h"
#include "markup/reader.h"

namespace winnow::extract {
namespace {

/// What the times of a document count in.
struct Rates {
    double frames = 30;
    double ticks = 1;
};

double number(std::string_view text, double fallback) {
    double value = fallback;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::chrono::milliseconds seconds(double value) {
    constexpr double kMostSeconds = 3.6e6;
    if (!(value >= 0)) value = 0;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(value, kMostSeconds) * 1000));
}

/// "12.5s", "500ms", "3m", "1h", "90f", "1000t", "00:00:12.5", "00:00:12:15" (frames).
std::optional<std::chrono::milliseconds> time_of(std::string_view text, const Rates& rates) {
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    const auto colons = std::count(text.begin(), text.end(), ':');
    if (colons == 3) {
        const auto frames = text.rfind(':');
        const auto base = clock_time(text.substr(0, frames));
        if (!base) return std::nullopt;
        return *base + seconds(number(text.substr(frames + 1), 0) / rates.frames);
    }
    if (colons > 0) return clock_time(text);
    const double value = number(text, -1);
    if (value < 0) return std::nullopt;
    if (text.ends_with("ms")) return seconds(value / 1000);
    switch (text.back()) {
        case 'h': return seconds(value * 3600);
        case 'm': return seconds(value * 60);
        case 'f': return seconds(value / rates.frames);
        case 't': return seconds(value / rates.ticks);
        default: return seconds(value);
    }
}

class TtmlReader {
public:
    explicit TtmlReader(std::string_view text) : xml_(text, {}) {}

    Result<Cues> read() {
        while (xml_.next(event_)) {
            switch (event_.kind) {
                case markup::Event::Kind::start: begin(); break;
                case markup::Event::Kind::end: end(); break;
                case markup::Event::Kind::text: add_text(); break;
            }
        }
        if (in_paragraph_) end_paragraph();
        if (!is_ttml_) return fail(ErrorKind::malformed, "no TTML: the root is not <tt>");
        return std::move(result_);
    }

private:
    void begin() {
        const auto& name = event_.name;
        if (name == "tt") {
            is_ttml_ = true;
            result_.language = attribute("lang");
            rates_.frames = std::max(number(attribute("frameRate"), 30), 1.0);
            rates_.ticks = std::max(number(attribute("tickRate"), 1), 1.0);
        } else if (name == "p" && is_ttml_) {
            if (in_paragraph_) end_paragraph();
            in_paragraph_ = true;
            read_times();
            cue_.speaker = speaker_of(attribute("agent"));
        } else if (name == "br") {
            text_ += '\n';
        } else if (name == "span" && cue_.speaker.empty()) {
            cue_.speaker = speaker_of(attribute("agent"));
        } else if (name == "agent") {
            agent_ = attribute("id");
        }
        in_title_ = name == "title";
        in_name_ = name == "name";
    }
    void end() {
        if (event_.name == "p" && in_paragraph_) end_paragraph();
        in_title_ = in_name_ = false;
    }
    void add_text() {
        if (in_paragraph_) {
            // Line breaks of the file are blanks; only <br/> divides.
            for (const char c : event_.text) text_ += c == '\n' || c == '\r' ? ' ' : c;
        } else if (in_title_) {
            result_.title += event_.text;
        } else if (in_name_ && !agent_.empty()) {
            agents_[agent_] = std::string(trimmed(event_.text));
        }
    }
    void read_times() {
        cue_ = {};
        text_.clear();
        const auto begin = time_of(attribute("begin"), rates_);
        const auto end = time_of(attribute("end"), rates_);
        const auto duration = time_of(attribute("dur"), rates_);
        cue_.begin = begin.value_or(last_end_);
        cue_.end = std::max(cue_.begin, end.value_or(cue_.begin + duration.value_or(std::chrono::seconds(0))));
    }
    void end_paragraph() {
        in_paragraph_ = false;
        add_lines(text_, cue_);
        last_end_ = cue_.end;
        if (!cue_.lines.empty()) result_.cues.push_back(std::move(cue_));
        cue_ = {};
    }
    std::string speaker_of(const std::string& agent) const {
        const auto found = agents_.find(agent);
        return found == agents_.end() ? std::string() : found->second;
    }

    std::string attribute(std::string_view name) { return xml_.attribute(event_, name); }

    markup::Reader xml_;
    markup::Event event_;
    Cues result_;
    Cue cue_;
    std::string text_;
    std::string agent_;
    std::unordered_map<std::string, std::string> agents_;
    Rates rates_;
    std::chrono::milliseconds last_end_{0};
    bool is_ttml_ = false;
    bool in_paragraph_ = false;
    bool in_title_ = false;
    bool in_name_ = false;
};

}  // namespace

Result<Cues> read_ttml(std::string_view text) {
    return TtmlReader(text).read();
}

}  // namespace winnow::extract
