#include "app/server/pages/pages.h"
#include "publish/html/parts.h"

namespace winnow::site {
namespace {

using namespace std::string_view_literals;

/// Colour is never alone in saying it: the words stand beside it.
std::string_view light(const SourceRow& row) {
    if (row.last && !row.last->error.empty()) return "poor"sv;
    if (row.state.starts_with("not ready")) return "poor"sv;
    if (row.state == "in use" || row.state == "configured") return "good"sv;
    return row.state == "ready" ? "fair"sv : "off"sv;
}

Markup last_use(const SourceRow& row) {
    Markup out;
    if (!row.last) {
        out << "<span class=\"soft\">never</span>";
        return out;
    }
    const auto& last = *row.last;
    out << "<a href=\"" << run_path(last.run_id) << "\">" << date_text({last.when, DatePrecision::day})
        << "</a>: " << grouped(last.found) << " found, " << grouped(last.listed) << " listed";
    if (!last.error.empty()) out << "<small class=\"trouble\">" << clean_line(last.error) << "</small>";
    return out;
}

}  // namespace

Markup sources_html(const std::vector<SourceRow>& rows, std::size_t feeds) {
    Markup out;
    out << "<h1>Sources</h1>\n<p class=\"lead\">Where pages come from, whether each can be asked, and how it did when "
        << "it was last asked.</p>\n<p class=\"more\"><a href=\"/sources.opml\">OPML, "
        << counted(static_cast<std::int64_t>(feeds), "feed", "feeds")
        << "</a></p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of sources\"><table "
        << "class=\"wide\">\n<thead><tr><th scope=\"col\">Source</th><th scope=\"col\">State</th><th "
           "scope=\"col\">Last "
        << "use</th></tr></thead>\n<tbody>\n";
    for (const auto& row : rows) {
        out << "<tr><th scope=\"row\"><b>" << row.name << "</b><small>" << row.summary
            << "</small></th><td><svg class=\"light\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><circle class=\""
            << light(row) << "\" cx=\"5\" cy=\"5\" r=\"5\"/></svg> " << row.state;
        if (!row.key.empty()) out << "<small><code>" << row.key << "</code></small>";
        out << "</td><td>" << last_use(row) << "</td></tr>\n";
    }
    out << "</tbody></table></div>\n";
    return out;
}

}  // namespace winnow::site
