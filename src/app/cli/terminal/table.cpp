#include "app/cli/terminal/table.h"

#include <algorithm>
#include <cmath>

#include "publish/terminal.h"
#include "publish/terminal/columns.h"
#include "publish/wording.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kBest = 3;
constexpr std::size_t kLabel = 10;  // columns of the names at the left
constexpr std::size_t kMostBar = 30;
constexpr std::size_t kTitleBytes = 1'000;  // more than any terminal is wide

std::string number(std::size_t count) {
    return grouped(static_cast<std::int64_t>(count));
}

std::string bar(double share, std::size_t columns) {
    const auto full = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(columns)));
    std::string text;
    for (std::size_t i = 0; i < columns; ++i) text += i < full ? "\u2588" : "\u2591";
    return text;
}

/// Lines under construction; what does not fit is cut, so that no line becomes two.
class Lines {
public:
    Lines(std::size_t width, bool colour) : width_(width > 1 ? width - 1 : 1), colour_(colour) {}

    void add(std::string_view label, std::string_view text) {
        auto head = std::string(label);
        head.resize(std::max(kLabel, head.size() + 1), ' ');
        const auto rest = head.size() < width_ ? fitted(text, width_ - head.size()) : std::string();
        lines_.push_back((colour_ ? "\x1b[2m" : "") + fitted(head, width_) + (colour_ ? "\x1b[0m" : "") + rest);
    }
    std::size_t room() const { return width_ > kLabel ? width_ - kLabel : 0; }
    std::vector<std::string> take(std::size_t height) && {
        if (lines_.size() > height) lines_.resize(height);
        return std::move(lines_);
    }

private:
    std::size_t width_;
    bool colour_;
    std::vector<std::string> lines_;
};

std::string counts(const RunView& view) {
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, const char* what) {
        if (count > 0) parts.push_back(number(count) + " " + what);
    };
    add(view.judged, "judged");
    add(view.remembered, "from memory");
    add(view.unread, "not judged");
    add(view.failed, "failed");
    return joined(parts, " · ");
}

/// "120/312  41/s  5 s left", with a bar before it where there is room.
std::string pace(const RunView& view, std::size_t room) {
    if (view.total == 0) return duration_text(view.stage_seconds);
    auto text = number(view.done) + "/" + number(view.total);
    if (view.done > 0 && view.stage_seconds > 0.5) {
        const double rate = static_cast<double>(view.done) / view.stage_seconds;
        text += "  " + (rate < 10 ? one_decimal(rate) : number(static_cast<std::size_t>(std::lround(rate)))) + "/s";
        if (view.done < view.total)
            text += "  " + duration_text(static_cast<double>(view.total - view.done) / rate) + " left";
    }
    const auto used = columns_of(text) + 2;
    if (room < used + 5) return text;
    return bar(static_cast<double>(view.done) / static_cast<double>(view.total), std::min(kMostBar, room - used)) +
           "  " + text;
}

}  // namespace

void RunView::count(const Evaluated& item) {
    ++done;
    usage += item.lost;
    if (!item.assessment) {
        ++(item.state == UrlState::failed ? failed : unread);
        return;
    }
    ++(item.state == UrlState::cached ? remembered : judged);
    if (item.state != UrlState::cached) usage += item.assessment->usage;
    const auto& title = item.document && !item.document->title.empty() ? item.document->title : item.candidate.title;
    const auto shown = plain_terminal_text(title.empty() ? item.candidate.url.href() : title);
    const auto place = std::ranges::upper_bound(best, item.assessment->overall, std::greater(),
                                                &std::pair<double, std::string>::first);
    best.insert(place, {item.assessment->overall, shortened(shown, kTitleBytes)});
    if (best.size() > kBest) best.pop_back();
}

std::vector<std::string> table_lines(const RunView& view, std::size_t width, std::size_t height, bool colour) {
    Lines lines(width, colour);
    if (view.sources + view.silent_sources > 0)
        lines.add("discover", number(view.found) + " found in " +
                                  counted(static_cast<std::int64_t>(view.sources), "source", "sources") +
                                  (view.silent_sources > 0 ? ", " + number(view.silent_sources) + " silent" : ""));
    lines.add(view.stage, pace(view, lines.room()));
    if (const auto text = counts(view); !text.empty()) lines.add("", text);
    if (view.usage.cost_usd > 0 || view.usage.input_tokens > 0)
        lines.add("cost", money_text(view.usage.cost_usd) + "  " +
                              grouped(view.usage.input_tokens + view.usage.output_tokens) + " tokens");
    for (std::size_t i = 0; i < view.best.size(); ++i)
        lines.add(i == 0 ? "best" : "", one_decimal(view.best[i].first) + "  " + view.best[i].second);
    lines.add("time", duration_text(view.seconds));
    return std::move(lines).take(height > 2 ? height - 1 : 1);
}

std::string closing_line(const RunView& view) {
    std::vector<std::string> parts{number(view.found) + " found"};
    if (const auto text = counts(view); !text.empty()) parts.push_back(text);
    if (view.usage.cost_usd > 0) parts.push_back(money_text(view.usage.cost_usd));
    parts.push_back(duration_text(view.seconds));
    return joined(parts, " · ");
}

}  // namespace winnow::cli
