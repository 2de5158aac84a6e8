#include "app/server/pages/charts/charts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/server/pages/pages.h"
#include "publish/wording.h"

namespace winnow::site {
namespace {

using namespace std::string_view_literals;

// All in units of the viewBox; the page scales it.
constexpr double kWidth = 640;
constexpr double kHeight = 170;
constexpr double kLeft = 76;
constexpr double kRight = 14;
constexpr double kTop = 12;
constexpr double kBottom = 24;
constexpr double kFloor = kHeight - kBottom;
constexpr double kRoom = kFloor - kTop;

std::string length(double value) {
    auto text = decimals(value, 1);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
}

/// The least of 1, 2, 5 × a power of ten that is not below.
double round_up(double value) {
    if (!(value > 0)) return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0})
        if (value <= step * power * 1.0000001) return step * power;
    return 10 * power;
}

Markup begin(const std::string& title) {
    Markup out;
    out << "<figure class=\"chart\"><figcaption>" << title << "</figcaption>\n<svg viewBox=\"0 0 " << length(kWidth)
        << " " << length(kHeight) << "\" role=\"group\" aria-label=\"" << title << "\">\n";
    return out;
}

/// The line in the middle goes without a number that, rounded, reads like the one at the top or at the floor.
Markup grid(double top, const std::function<std::string(double)>& text) {
    Markup out;
    for (const double part : {0.0, 0.5, 1.0}) {
        const auto y = length(kFloor - part * kRoom);
        const auto number = text(part * top);
        const bool is_said = part == 0.5 && (number == text(0) || number == text(top));
        out << "<line class=\"grid\" x1=\"" << length(kLeft) << "\" x2=\"" << length(kWidth - kRight) << "\" y1=\"" << y
            << "\" y2=\"" << y << "\"/><text class=\"tick\" x=\"" << length(kLeft - 8) << "\" y=\"" << y
            << "\" dy=\"6\" text-anchor=\"end\">" << (is_said ? std::string() : number) << "</text>\n";
    }
    return out;
}

/// Where column i of n stands, and how wide it is.
struct Column {
    double middle;
    double width;
};
Column column(std::size_t i, std::size_t n) {
    const double pitch = (kWidth - kLeft - kRight) / static_cast<double>(n);
    return {kLeft + (static_cast<double>(i) + 0.5) * pitch, std::min(34.0, pitch * 0.7)};
}

Markup bar(const Column& at, double from, double height, std::string_view style) {
    Markup out;
    if (height <= 0) return out;
    out << "<rect class=\"" << style << "\" x=\"" << length(at.middle - at.width / 2) << "\" y=\""
        << length(from - height) << "\" width=\"" << length(at.width) << "\" height=\"" << length(height) << "\"/>";
    return out;
}

/// A group that leads to the run, and says what it shows.
Markup linked(const std::string& run_id, const std::string& words, const Markup& shapes) {
    Markup out;
    out << "<a href=\"" << run_path(run_id) << "\" aria-label=\"" << words << "\"><title>" << words << "</title>"
        << shapes << "</a>\n";
    return out;
}

std::string name_of(const RunFigures& run) {
    return date_text({run.started, DatePrecision::day}) + ", " + shortened(run.query, 60);
}

Markup days(const std::string& first, const std::string& last) {
    Markup out;
    out << "<text class=\"tick\" x=\"" << length(kLeft) << "\" y=\"" << length(kHeight - 6) << "\">" << first
        << "</text>";
    if (last != first)
        out << "<text class=\"tick\" x=\"" << length(kWidth - kRight) << "\" y=\"" << length(kHeight - 6)
            << "\" text-anchor=\"end\">" << last << "</text>";
    out << "\n";
    return out;
}

Markup days(const std::vector<RunFigures>& figures) {
    if (figures.empty()) return {};
    return days(date_text({figures.front().started, DatePrecision::day}),
                date_text({figures.back().started, DatePrecision::day}));
}

Markup key(std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
    Markup out;
    out << "<ul class=\"key\">";
    for (const auto& [style, name] : entries)
        out << "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"" << style
            << "\" width=\"10\" height=\"10\" rx=\"2\"/></svg>" << name << "</li>";
    out << "</ul>";
    return out;
}

}  // namespace

Markup line_chart(const std::string& title, const std::vector<ChartPoint>& points,
                  const std::function<std::string(double)>& text) {
    double most = 0;
    for (const auto& point : points) most = std::max(most, point.value);
    const double top = round_up(most);
    Markup line;
    Markup dots;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto x = column(i, points.size()).middle;
        const auto y = kFloor - points[i].value / top * kRoom;
        line << length(x) << "," << length(y) << " ";
        Markup dot;
        dot << "<circle class=\"dot\" cx=\"" << length(x) << "\" cy=\"" << length(y) << "\" r=\"4\"/>";
        dots << linked(points[i].run_id, points[i].name + ": " + text(points[i].value), dot);
    }
    Markup out = begin(title);
    out << grid(top, text);
    if (points.size() > 1) out << "<polyline class=\"trace\" points=\"" << line << "\"/>\n";
    out << dots << "</svg></figure>\n";
    return out;
}

Markup funnel_chart(const std::vector<RunFigures>& figures) {
    int most = 0;
    for (const auto& run : figures)
        for (const auto& step : run.funnel) most = std::max(most, step.count);
    const double top = round_up(most);
    Markup out = begin("From found to worth reading, pages");
    out << grid(top, [](double value) { return grouped(std::llround(value)); });
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto& run = figures[i];
        const auto at = column(i, figures.size());
        const int found = run.funnel.empty() ? 0 : run.funnel.front().count;
        Markup bars;
        bars << bar(at, kFloor, found / top * kRoom, "rail"sv) << bar(at, kFloor, run.judged / top * kRoom, "fair"sv)
             << bar(at, kFloor, run.high_quality / top * kRoom, "good"sv);
        std::vector<std::string> words;
        for (const auto& step : run.funnel) words.push_back(step.label + " " + grouped(step.count));
        out << linked(run.id, name_of(run) + ": " + joined(words, ", "), bars);
    }
    out << days(figures) << "</svg>"
        << key({{"rail"sv, "found"sv}, {"fair"sv, "judged"sv}, {"good"sv, "of high quality"sv}}) << "</figure>\n";
    return out;
}

Markup share_chart(const std::vector<RunFigures>& figures) {
    Markup out = begin("How the judged pages scored, by run");
    out << grid(1, [](double value) { return percent(value); });
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto& run = figures[i];
        const auto sum = [&](std::size_t from, std::size_t to) {
            return std::accumulate(run.scores.begin() + static_cast<std::ptrdiff_t>(from),
                                   run.scores.begin() + static_cast<std::ptrdiff_t>(to), 0);
        };
        const int poor = sum(0, 4);
        const int fair = sum(4, 6);
        const int good = sum(6, 9);
        const double all = std::max(1, poor + fair + good);
        const auto at = column(i, figures.size());
        Markup bars;
        double floor = kFloor;
        for (const auto& [count, style] :
             {std::pair{good, "good"sv}, std::pair{fair, "fair"sv}, std::pair{poor, "poor"sv}}) {
            bars << bar(at, floor, count / all * kRoom, style);
            floor -= count / all * kRoom;
        }
        out << linked(
            run.id,
            name_of(run) + ": " + grouped(good) + " from 7, " + grouped(fair) + " from 5, " + grouped(poor) + " below",
            bars);
    }
    out << days(figures) << "</svg>" << key({{"good"sv, "7 to 10"sv}, {"fair"sv, "5 to 7"sv}, {"poor"sv, "1 to 5"sv}})
        << "</figure>\n";
    return out;
}

Markup score_chart(const ScoreCounts& counts, double good_from) {
    const int most = std::max(1, *std::ranges::max_element(counts));
    Markup out;
    out << "<figure class=\"chart scores\"><figcaption>How the pages on the list scored</figcaption>\n"
        << "<svg viewBox=\"0 0 640 96\" role=\"group\" aria-label=\"How the pages on the list scored\">\n";
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double x = 8 + static_cast<double>(i) * 70;
        const double height = 56.0 * counts[i] / most;
        const auto words =
            std::to_string(i + 1) + " to " + std::to_string(i + 2) + ": " + counted(counts[i], "page", "pages");
        out << "<g role=\"img\" aria-label=\"" << words << "\"><title>" << words << "</title><rect class=\""
            << (static_cast<double>(i + 1) >= good_from ? "good"sv : "level"sv) << "\" x=\"" << length(x) << "\" y=\""
            << length(76 - height) << "\" width=\"62\" height=\"" << length(std::max(1.0, height))
            << "\" rx=\"2\"/><text class=\"value\" x=\"" << length(x + 31) << "\" y=\"" << length(70 - height)
            << "\" text-anchor=\"middle\">" << (counts[i] > 0 ? grouped(counts[i]) : std::string())
            << "</text><text class=\"tick\" x=\"" << length(x + 31) << "\" y=\"92\" text-anchor=\"middle\">" << i + 1
            << "\u2013" << i + 2 << "</text></g>\n";
    }
    out << "</svg></figure>\n";
    return out;
}

}  // namespace winnow::site
