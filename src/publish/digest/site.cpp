#include "publish/digest/site.h"

#include <algorithm>
#include <set>
#include <vector>

#include "files/files.h"
#include "publish/escape.h"
#include "publish/feeds/entry.h"
#include "publish/html/parts.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDayBytes = 64u << 20;
constexpr std::size_t kMostFeedDays = 30;  // what a reader that was away for a month still gets

/// "2026-11-24": the name of a day's files.
std::string day_of(Timestamp time) {
    return iso_date({time, DatePrecision::day});
}

bool is_day(std::string_view name) {
    return name.size() == 10 && parse_rfc3339(name).has_value();
}

Result<Digest> read_day(const fs::path& file) {
    TRY(const auto text, files::read_file(file, kMaxDayBytes));
    auto value = json::parse(text);
    auto digest = value ? decode_digest(*value) : Result<Digest>(fail(value.error()));
    if (!digest) return fail(std::move(digest).error().in(file.string()));
    return digest;
}

/// Adds to `day` the articles that it has not, each question once.
void merge(Digest& day, const Digest& more) {
    std::set<std::string> known;
    for (const auto& section : day.sections)
        for (const auto& item : section.results) known.insert(item.url.href());
    for (const auto& section : more.sections) {
        auto into = std::ranges::find(day.sections, section.query, &Report::query);
        if (into == day.sections.end()) {
            auto head = section;
            head.results.clear();
            into = day.sections.insert(day.sections.end(), std::move(head));
        }
        if (section.explanation.empty()) into->explanation.clear();
        for (const auto& item : section.results)
            if (known.insert(item.url.href()).second) into->results.push_back(item);
    }
    day.made = std::max(day.made, more.made);
    int position = 0;  // names the entries of the page
    for (auto& section : day.sections)
        for (auto& item : section.results) item.position = ++position;
}

Markup page(std::string_view title, std::string_view above, const Markup& body) {
    Markup out;
    out << "<!doctype html>\n<html lang=\"en\">\n"
        << page_head(title)
        << "<body>\n<a class=\"skip\" href=\"#list\">Skip to the list</a>\n<div class=\"page\">\n"
           "<header class=\"top\">\n<p class=\"kicker\">winnow <span>"
        << above << "</span></p>\n<h1 dir=\"auto\">" << title << "</h1>\n</header>\n<main id=\"list\">\n"
        << body << "</main>\n</div>\n</body>\n</html>\n";
    return out;
}

Markup sections(const Digest& day) {
    Markup out;
    for (const auto& section : day.sections) {
        if (section.results.empty()) continue;
        const Criteria criteria(section);
        out << "<section>\n<h2 dir=\"auto\">" << clean_line(section.query) << "</h2>\n";
        if (!section.explanation.empty()) out << "<p>" << clean_line(section.explanation) << "</p>\n";
        out << "<ol class=\"list\" start=\"" << section.results.front().position << "\">\n";
        for (const auto& item : section.results) out << entry_html(item, section, criteria);
        out << "</ol>\n</section>\n";
    }
    return out;
}

std::string day_page(const SiteOptions& options, const Digest& day) {
    Markup body;
    body << "<p class=\"how\"><a href=\"index.html\">All days</a></p>\n" << sections(day);
    return page(date_text({day.made, DatePrecision::day}), options.title, body).take();
}

std::string index_page(const SiteOptions& options, const std::vector<Digest>& days) {
    Markup body;
    body << "<p class=\"how\">Subscribe: <a href=\"feed.xml\">Atom</a> <a href=\"feed.json\">JSON Feed</a></p>\n"
         << "<ul class=\"links\">\n";
    for (const auto& day : days) {
        std::vector<std::string> questions;
        for (const auto& section : day.sections) questions.push_back(shortened(clean_line(section.query), 120));
        body << "<li><a href=\"" << day_of(day.made) << ".html\">" << date_text({day.made, DatePrecision::day})
             << "</a> <small>" << counted(static_cast<std::int64_t>(count_articles(day)), "article", "articles") << ": "
             << joined(questions, "; ") << "</small></li>\n";
    }
    body << "</ul>\n";
    return page(clean_line(options.title), "Reading list by day", body).take();
}

std::string address_of(const SiteOptions& options, std::string_view file) {
    if (options.address.empty()) return {};
    return options.address + (options.address.ends_with('/') ? "" : "/") + std::string(file);
}

/// The feeds of the last days, newest day first; an entry keeps the time of the day on which it was new.
Result<void> write_feeds(const SiteOptions& options, const std::vector<Digest>& days) {
    std::vector<Criteria> criteria;  // borrowed by the entries, so none may move
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(days.size(), kMostFeedDays); ++i) count += days[i].sections.size();
    criteria.reserve(count);
    std::vector<FeedEntry> entries;
    for (std::size_t i = 0; i < std::min(days.size(), kMostFeedDays); ++i)
        for (const auto& section : days[i].sections) {
            criteria.emplace_back(section);
            for (const auto& item : section.results) entries.push_back({&item, &criteria.back(), days[i].made});
        }
    Report named;
    named.query = options.title + " " + options.address;
    FeedHead head{.title = clean_line(options.title),
                  .about = "What winnow found worth reading, by day.",
                  .id = feed_urn(named),
                  .updated = days.empty() ? Timestamp{} : days.front().made,
                  .address = address_of(options, "feed.xml")};
    TRY_OK(files::write_file_atomically(options.folder / "feed.xml", atom_feed(head, entries)));
    head.address = address_of(options, "feed.json");
    return files::write_file_atomically(options.folder / "feed.json", json_feed(head, entries));
}

/// Every day of the site, newest first.
Result<std::vector<Digest>> read_days(const fs::path& folder) {
    std::vector<Digest> days;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
        if (entry.path().extension() != ".json" || !is_day(entry.path().stem().string())) continue;
        TRY(auto day, read_day(entry.path()));
        days.push_back(std::move(day));
    }
    if (code) return fail(files::system_error("read", folder, code.value()));
    std::ranges::sort(days, std::greater(), &Digest::made);
    return days;
}

}  // namespace

Result<void> add_to_site(const SiteOptions& options, const Digest& digest) {
    const auto folder = options.folder / "days";
    TRY_OK(files::make_folders(folder));
    const auto file = folder / (day_of(digest.made) + ".json");
    Digest day{.title = digest.title, .since = digest.since, .made = digest.made, .sections = {}};
    if (std::error_code code; fs::exists(file, code)) {
        TRY(day, read_day(file));
    }
    merge(day, digest);
    TRY_OK(files::write_file_atomically(file, json::dump(encode_digest(day))));
    TRY_OK(files::write_file_atomically(options.folder / (day_of(day.made) + ".html"), day_page(options, day)));
    TRY(const auto days, read_days(folder));
    TRY_OK(files::write_file_atomically(options.folder / "index.html", index_page(options, days)));
    return write_feeds(options, days);
}

}  // namespace winnow
