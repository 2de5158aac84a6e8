#include <algorithm>
#include <cctype>

#include "extract/formats/compose.h"
#include "extract/formats/subtitles/cues.h"
#include "markup/entities.h"
#include "text/utf8.h"

namespace winnow::extract {
namespace {

constexpr std::chrono::milliseconds kLongest{std::chrono::hours(1000)};

/// Lines of a text, whatever ends them.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}
    bool at_end() const { return rest_.empty(); }
    std::string_view next() {
        const auto end = rest_.find_first_of("\r\n");
        const auto line = rest_.substr(0, end);
        if (end == std::string_view::npos)
            rest_ = {};
        else
            rest_.remove_prefix(rest_.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
        return line;
    }

private:
    std::string_view rest_;
};

/// The times of a line "begin --> end settings".
bool read_times(std::string_view line, Cue& cue) {
    const auto arrow = line.find("-->");
    if (arrow == std::string_view::npos) return false;
    const auto begin = clock_time(trimmed(line.substr(0, arrow)));
    auto rest = trimmed(line.substr(arrow + 3));
    const auto end = clock_time(rest.substr(0, rest.find_first_of(" \t")));
    if (!begin || !end) return false;
    cue.begin = *begin;
    cue.end = std::max(*begin, *end);
    return true;
}

/// Without tags, but with the speaker that a tag "<v Name>" tells.
std::string without_tags(std::string_view text, std::string& speaker) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool opens = text[i] == '<' && i + 1 < text.size() &&
                           (std::isalnum(static_cast<unsigned char>(text[i + 1])) != 0 || text[i + 1] == '/');
        const bool styles = text[i] == '{' && i + 1 < text.size() && text[i + 1] == '\\';
        if (!opens && !styles) {
            result += text[i];
            continue;
        }
        const auto end = text.find(opens ? '>' : '}', i);
        if (end == std::string_view::npos) break;
        const auto tag = text.substr(i + 1, end - i - 1);
        if (speaker.empty() && (tag.starts_with("v ") || tag.starts_with("v.")))
            if (const auto blank = tag.find(' '); blank != std::string_view::npos)
                speaker = markup::decoded(trimmed(tag.substr(blank)));
        i = end;
    }
    return markup::decoded(result);
}

/// Reads one cue's lines up to the blank one. Two speakers in one cue make two cues.
void read_payload(Lines& lines, Cue cue, std::vector<Cue>& cues) {
    std::string speaker;
    while (!lines.at_end()) {
        const auto line = lines.next();
        if (trimmed(line).empty()) break;
        std::string here;
        const auto text = without_tags(line, here);
        if (!here.empty() && here != speaker) {
            if (!cue.lines.empty()) cues.push_back(cue);
            cue.lines.clear();
            speaker = here;
        }
        cue.speaker = speaker;
        add_lines(text, cue);
    }
    if (!cue.lines.empty()) cues.push_back(std::move(cue));
}

void skip_block(Lines& lines) {
    while (!lines.at_end() && !trimmed(lines.next()).empty()) {
    }
}

void read_header(Lines& lines, Cues& result) {
    result.title = std::string(trimmed(lines.next().substr(std::string_view("WEBVTT").size())));
    while (!result.title.empty() && (result.title.front() == '-' || result.title.front() == ' '))
        result.title.erase(0, 1);
    while (!lines.at_end()) {
        const auto line = trimmed(lines.next());
        if (line.empty()) return;
        if (line.starts_with("Language:")) result.language = std::string(trimmed(line.substr(9)));
    }
}

void read_cues(Lines& lines, std::vector<Cue>& cues) {
    while (!lines.at_end()) {
        const auto line = trimmed(lines.next());
        const bool other = line.starts_with("NOTE") || line == "STYLE" || line == "REGION";
        Cue cue;
        if (other && !line.contains("-->"))
            skip_block(lines);
        else if (read_times(line, cue))
            read_payload(lines, std::move(cue), cues);
    }
}

}  // namespace

std::optional<std::chrono::milliseconds> clock_time(std::string_view text) {
    std::int64_t total = 0;
    std::int64_t field = 0;
    std::size_t colons = 0;
    std::size_t at = 0;
    bool digits = false;
    for (; at < text.size() && text[at] != '.' && text[at] != ','; ++at) {
        if (text[at] == ':') {
            if (!digits || ++colons > 2) return std::nullopt;
            total = (total + field) * 60;
            field = 0;
            digits = false;
        } else if (std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
            field = std::min<std::int64_t>(field * 10 + (text[at] - '0'), 1'000'000'000);
            digits = true;
        } else {
            return std::nullopt;
        }
    }
    if (!digits) return std::nullopt;
    std::int64_t thousandths = 0;
    std::int64_t weight = 100;
    for (std::size_t i = at + 1; i < text.size(); ++i, weight /= 10) {
        if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) return std::nullopt;
        thousandths += (text[i] - '0') * weight;
    }
    return std::min(std::chrono::milliseconds((total + field) * 1000 + thousandths), kLongest);
}

void add_lines(std::string_view text, Cue& cue) {
    for (;;) {
        const auto end = text.find_first_of("\r\n");
        auto line = text::folded_white_space(text.substr(0, end));
        if (!line.empty()) cue.lines.push_back(std::move(line));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

Result<Cues> read_vtt(std::string_view text) {
    Cues result;
    Lines lines(text);
    const bool signed_as_vtt = text.starts_with("WEBVTT");
    if (signed_as_vtt) read_header(lines, result);
    read_cues(lines, result.cues);
    if (!signed_as_vtt && result.cues.empty())
        return fail(ErrorKind::malformed, "no WebVTT: neither signature nor cue");
    return result;
}

Result<Cues> read_srt(std::string_view text) {
    Cues result;
    Lines lines(text);
    read_cues(lines, result.cues);
    if (result.cues.empty() && has_word(text)) return fail(ErrorKind::malformed, "no SubRip: not a single cue");
    return result;
}

}  // namespace winnow::extract
