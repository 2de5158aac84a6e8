#include "app/server/pages/layout.h"

#include <array>

#include "app/server/assets/assets.h"
#include "app/wiring/version.h"
#include "publish/wording.h"

namespace winnow::site {
namespace {

using namespace std::string_view_literals;

struct MenuEntry {
    std::string_view path;
    std::string_view name;
};
constexpr std::array kMenu{MenuEntry{"/", "Today"},          MenuEntry{"/search", "Search"},
                           MenuEntry{"/history", "History"}, MenuEntry{"/sources", "Sources"},
                           MenuEntry{"/labels", "Labels"},   MenuEntry{"/jobs", "New run"}};

Markup head(const Frame& frame) {
    Markup out;
    out << "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\">\n"
        << "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" << clean_line(frame.title)
        << " \u2013 winnow</title>\n<link rel=\"icon\" href=\"" << asset_path("icon.svg")
        << "\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"" << asset_path("style.css") << "\">\n";
    if (!frame.feed.empty())
        out << "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"" << clean_line(frame.title)
            << "\" href=\"" << frame.feed << "\">\n";
    out << "<script src=\"" << asset_path("app.js") << "\" defer></script>\n</head>\n";
    return out;
}

Markup menu(const Frame& frame) {
    Markup out;
    out << "<header class=\"bar-top\">\n<a class=\"brand\" href=\"/\">winnow</a>\n<nav aria-label=\"Main\"><ul>";
    for (const auto& entry : kMenu) {
        out << "<li><a href=\"" << entry.path << "\"";
        if (entry.path == frame.section) out << " aria-current=\"page\"";
        out << ">" << entry.name << "</a></li>";
    }
    out << "</ul></nav>\n<form class=\"quick\" role=\"search\" action=\"/search\" aria-label=\"Search everything\">"
        << "<label><span class=\"unseen\">Search everything that was judged</span><input type=\"search\" name=\"q\" "
        << "maxlength=\"300\" placeholder=\"Search\" value=\"" << frame.words << "\"></label></form>\n</header>\n";
    return out;
}

}  // namespace

std::string page_html(const Frame& frame, const Markup& content) {
    Markup out;
    out << "<!doctype html>\n<html lang=\"en\">\n"
        << head(frame) << "<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n"
        << menu(frame) << "<main id=\"content\" class=\"page\" tabindex=\"-1\">\n"
        << content << "</main>\n<footer class=\"end\"><p>" << version_text()
        << ". Every quote stands in its page.</p></footer>\n</body>\n</html>\n";
    return std::move(out).take();
}

Markup token_field(const std::string& token) {
    Markup out;
    out << "<input type=\"hidden\" name=\"token\" value=\"" << token << "\">";
    return out;
}

Markup error_html(int status, const std::string& message) {
    Markup out;
    out << "<section class=\"nothing trouble-box\" aria-labelledby=\"error\">\n<h1 id=\"error\">"
        << (status == 404  ? "Nothing is here"sv
            : status < 500 ? "That did not work"sv
                           : "Something went wrong"sv)
        << "</h1>\n<p>" << clean_line(message) << "</p>\n<p class=\"soft\">Status " << status
        << ". <a href=\"/\">Back to today\u2019s list</a></p>\n</section>\n";
    return out;
}

}  // namespace winnow::site
