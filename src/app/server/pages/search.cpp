#include <array>

#include "app/server/pages/pages.h"
#include "app/server/web/form.h"
#include "index/answer/snippet.h"
#include "publish/html/parts.h"
#include "text/words.h"

namespace winnow::site {
namespace {

constexpr std::size_t kSnippetBytes = 300;

Markup marked(const std::string& text, const std::vector<std::string>& terms) {
    Markup out;
    for (const auto& part : snippet(clean_line(text), terms, kSnippetBytes))
        if (part.is_hit)
            out << "<mark>" << part.text << "</mark>";
        else
            out << part.text;
    return out;
}

Markup hit_html(const SearchHit& hit, const std::vector<std::string>& terms) {
    const auto& document = hit.document;
    Markup out;
    out << "<li class=\"hit\"><article>\n<h2>" << link_to(document.url, document.title)
        << "</h2>\n<p class=\"meta\"><span><bdi>"
        << (document.site.empty() ? std::string(document.url.host()) : clean_line(document.site)) << "</bdi></span>";
    if (document.score) out << "<span>judged <b>" << one_decimal(*document.score) << "</b> of 10</span>";
    if (document.published) out << "<span>" << date_text({*document.published, DatePrecision::day}) << "</span>";
    if (!document.runs.empty())
        out << "<span><a href=\"/runs/" << web::encoded(document.runs.back())
            << "/find?url=" << web::encoded(document.url.href()) << "\">why</a></span>";
    out << "<span><a href=\"/search?like=" << web::encoded(document.url.href()) << "\">pages like it</a></span></p>\n";
    if (!hit.passages.empty()) {
        const auto& passage = hit.passages.front().passage;
        if (!passage.headings.empty())
            out << "<p class=\"soft small\" dir=\"auto\">" << clean_line(joined(passage.headings, " \u203A "))
                << "</p>\n";
        out << "<p class=\"gist\" dir=\"auto\">" << marked(passage.text, terms) << "</p>\n";
    }
    out << "</article></li>\n";
    return out;
}

Markup mode_choice(const std::string& chosen) {
    struct Mode {
        std::string_view name;
        std::string_view words;
    };
    constexpr std::array kModes{Mode{"hybrid", "by words and meaning"}, Mode{"lexical", "by words"},
                                Mode{"semantic", "by meaning"}};
    Markup out;
    out << "<label><span class=\"unseen\">Search </span><select name=\"mode\">";
    for (const auto& mode : kModes) {
        out << "<option value=\"" << mode.name << "\"";
        if (mode.name == chosen) out << " selected";
        out << ">" << mode.words << "</option>";
    }
    out << "</select></label>\n";
    return out;
}

}  // namespace

Markup hits_html(const SearchAnswered& answer) {
    Markup out;
    if (!answer.problem.empty()) {
        out << "<p class=\"trouble\" role=\"alert\">" << clean_line(answer.problem) << "</p>\n";
        return out;
    }
    if (!answer.note.empty()) out << "<p class=\"note\" role=\"status\">" << clean_line(answer.note) << "</p>\n";
    if (answer.asked.question.empty()) {
        out << "<p class=\"soft\">" << counted(answer.documents, "page", "pages") << " can be found.</p>\n";
        return out;
    }
    if (answer.hits.empty()) {
        out << "<p class=\"soft\" role=\"status\">Nothing that was judged answers that.</p>\n";
        return out;
    }
    const auto terms = text::question_terms(answer.asked.question);
    out << "<p class=\"unseen\" role=\"status\">"
        << counted(static_cast<std::int64_t>(answer.hits.size()), "page", "pages")
        << " found</p>\n<ol class=\"list hits\">\n";
    for (const auto& hit : answer.hits) out << hit_html(hit, terms);
    out << "</ol>\n";
    return out;
}

Markup search_html(const SearchAnswered& answer) {
    const auto& asked = answer.asked;
    Markup out;
    out << "<h1>Search</h1>\n<form class=\"filter big\" id=\"search\" role=\"search\" action=\"/search\" "
           "aria-label=\"Search what was "
        << "judged\">\n<label class=\"wide\"><span class=\"unseen\">What to look for</span><input type=\"search\" "
           "name=\"q\" "
        << "maxlength=\"300\" autocomplete=\"off\" autofocus placeholder=\"What do you want to know?\" value=\""
        << asked.question << "\"></label>\n"
        << mode_choice(asked.mode)
        << "<label>Judged from <input type=\"number\" name=\"min_score\" min=\"0\" max=\"10\" "
        << "step=\"0.5\" value=\""
        << decimals(asked.min_score, asked.min_score == static_cast<int>(asked.min_score) ? 0 : 1)
        << "\"></label>\n<label>Source <input name=\"source\" size=\"10\" maxlength=\"100\" value=\"" << asked.source
        << "\"></label>\n<label>Language <input name=\"language\" size=\"3\" maxlength=\"35\" value=\""
        << asked.language << "\"></label>\n<label>Tag <input name=\"tag\" size=\"10\" maxlength=\"100\" value=\""
        << asked.tag << "\"></label>\n<button>Search</button>\n</form>\n<div id=\"hits\" aria-live=\"polite\">\n"
        << hits_html(answer) << "</div>\n";
    return out;
}

}  // namespace winnow::site
