#include <algorithm>

#include "app/server/pages/layout.h"
#include "app/server/pages/pages.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow::site {
namespace {

using namespace std::string_view_literals;

Markup choice(std::string_view name, const std::vector<std::pair<std::string, std::string>>& values,
              const std::string& chosen) {
    Markup out;
    out << "<select name=\"" << name << "\"><option value=\"\">as configured</option>";
    for (const auto& [value, words] : values) {
        out << "<option value=\"" << value << "\"";
        if (value == chosen) out << " selected";
        out << ">" << value;
        if (!words.empty()) out << " \u2013 " << words;
        out << "</option>";
    }
    out << "</select>";
    return out;
}

Markup plain_choice(std::string_view name, const std::vector<std::string>& values, const std::string& chosen) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& value : values) pairs.emplace_back(value, "");
    return choice(name, pairs, chosen);
}

Markup run_form(const RunChoices& choices, const RunWish& wish, const std::string& token) {
    Markup out;
    out << "<form class=\"ask\" method=\"post\" action=\"/jobs\">" << token_field(token)
        << "\n<label class=\"wide\">What do you want to know?<input name=\"question\" required maxlength=\"1000\" "
        << "autofocus placeholder=\"blameless incident reviews\" value=\"" << wish.question << "\"></label>\n";
    if (!choices.archive.empty())
        out << "<p class=\"soft\">Pages come from the archive <code>" << choices.archive << "</code>.</p>\n";
    out << "<details><summary>Judge, sources, limits</summary>\n<div class=\"grid\">\n<label>Judge "
        << choice("method", choices.methods, wish.method) << "</label>\n<label>Rubric "
        << plain_choice("rubric", choices.rubrics, wish.rubric)
        << "</label>\n<label>Nothing older than <input name=\"since\" maxlength=\"40\" placeholder=\"7d, 2026-01-31 or "
        << "last\"></label>\n<label>Pages from each source <input type=\"number\" name=\"per_source\" min=\"1\" "
        << "max=\"10000\"></label>\n<label>Pages in all <input type=\"number\" name=\"max_urls\" min=\"1\" "
        << "max=\"1000000\"></label>\n</div>\n<fieldset><legend>Only these sources</legend>";
    for (const auto& source : choices.sources)
        out << "<label class=\"tick-box\"><input type=\"checkbox\" name=\"source\" value=\"" << source << "\"> "
            << source << "</label> ";
    out << "</fieldset>\n<label class=\"wide\">These addresses instead, one a line<textarea name=\"urls\" rows=\"3\" "
        << "maxlength=\"20000\"></textarea></label>\n<label class=\"tick-box\"><input type=\"checkbox\" "
           "name=\"refresh\" "
        << "value=\"1\"> ask for every page again</label>\n</details>\n<button "
           "class=\"button\">Run</button>\n</form>\n";
    return out;
}

Markup progress(const Job& job) {
    Markup out;
    out << "<progress aria-label=\"Progress\" max=\"" << std::max<std::size_t>(job.total, 1) << "\"";
    if (job.state == JobState::finished)
        out << " value=\"" << std::max<std::size_t>(job.total, 1) << "\"";
    else if (job.total > 0 || job.is_over())
        out << " value=\"" << job.done << "\"";
    out << "></progress>\n<p class=\"counts\"><span data-field=\"stage\">" << readable(job.stage)
        << "</span> <span><b data-field=\"done\">" << job.done << "</b> of <b data-field=\"total\">" << job.total
        << "</b></span> <span><b data-field=\"judged\">" << job.judged
        << "</b> judged</span> <span><b data-field=\"failed\">" << job.failed << "</b> failed</span></p>\n";
    return out;
}

Markup lists(const Job& job) {
    Markup out;
    out << "<div class=\"two\">\n<section aria-labelledby=\"best\">\n<h2 id=\"best\">Best so far</h2>\n<ol "
           "class=\"links\" "
        << "data-list=\"best\">";
    for (const auto& best : job.best)
        out << "<li><b>" << one_decimal(best.score) << "</b> <bdi>" << clean_line(best.title) << "</bdi></li>";
    out << "</ol>\n</section>\n<section aria-labelledby=\"asked\">\n<h2 id=\"asked\">Sources</h2>\n<ul class=\"links\" "
        << "data-list=\"sources\">";
    for (const auto& source : job.sources) {
        out << "<li><bdi>" << clean_line(source.source) << "</bdi> <b>" << source.found << "</b>";
        if (!source.problem.empty()) out << " <small class=\"trouble\">" << clean_line(source.problem) << "</small>";
        out << "</li>";
    }
    out << "</ul>\n</section>\n</div>\n";
    return out;
}

}  // namespace

Markup jobs_html(const std::vector<Job>& jobs, const RunChoices& choices, const RunWish& wish,
                 const std::string& token) {
    Markup out;
    out << "<h1>New run</h1>\n" << run_form(choices, wish, token);
    if (jobs.empty()) return out;
    out << "<section aria-labelledby=\"asked\">\n<h2 id=\"asked\">Asked for since winnow was started</h2>\n<ul "
           "class=\"links jobs\">\n";
    for (const auto& job : jobs)
        out << "<li><a href=\"/jobs/" << job.id << "\"><bdi>" << clean_line(job.wish.question)
            << "</bdi></a> <span class=\"state " << to_string(job.state) << "\">" << to_string(job.state)
            << "</span> <small>" << moment_text(job.asked) << "</small></li>\n";
    out << "</ul>\n</section>\n";
    return out;
}

Markup job_html(const Job& job, const std::string& token) {
    Markup out;
    out << "<p class=\"crumbs\"><a href=\"/jobs\">Runs</a></p>\n<section class=\"job\" id=\"job\" data-id=\"" << job.id
        << "\" data-state=\"" << to_string(job.state) << "\">\n<h1 dir=\"auto\">" << clean_line(job.wish.question)
        << "</h1>\n<p class=\"how\"><span class=\"state\" data-field=\"state\" role=\"status\">" << to_string(job.state)
        << "</span><span>asked for " << moment_text(job.asked) << "</span></p>\n";
    for (const auto& note : job.notes) out << "<p class=\"soft\">" << clean_line(note) << "</p>\n";
    if (!job.error.empty()) out << "<p class=\"trouble\" role=\"alert\">" << clean_line(job.error) << "</p>\n";
    out << progress(job);
    if (job.state == JobState::finished)
        out << "<p><a class=\"button\" href=\"" << run_path(job.run_id) << "\">Read the list</a></p>\n";
    if (!job.is_over())
        out << "<form method=\"post\" action=\"/jobs/" << job.id << "/stop\">" << token_field(token)
            << "<button>Stop</button> <small>What was learned is kept.</small></form>\n<noscript><p class=\"soft\">"
            << "<a href=\"/jobs/" << job.id << "\">Look again</a> to see how it goes on.</p></noscript>\n";
    if (job.state == JobState::stopped)
        out << "<p class=\"soft\">Stopped; what was learned is kept. <code>winnow run --resume</code> continues "
               "it.</p>\n";
    out << lists(job) << "</section>\n";
    return out;
}

}  // namespace winnow::site
