#include "publish/digest/digest.h"

#include <algorithm>

#include "json/codec.h"
#include "publish/escape.h"
#include "publish/terminal/columns.h"
#include "publish/wording.h"

namespace winnow {
namespace {

constexpr std::size_t kColumns = 76;  // RFC 5322 asks for lines of at most 78 characters

std::string day(Timestamp time) {
    return date_text({time, DatePrecision::day});
}

std::string indented(std::string_view text, std::string_view indent) {
    std::string lines;
    for (const auto& line : folded(text, kColumns - indent.size())) lines.append(indent).append(line) += '\n';
    return lines;
}

std::string item_text(int number, const ReportItem& item) {
    const auto mark = std::to_string(number) + ". ";
    const std::string indent(mark.size(), ' ');
    auto title = indented(title_of(item), indent);
    title.replace(0, mark.size(), mark);
    auto text = title + indented(facts_of(item), indent) + indented(words_of(item, 400), indent) + indent +
                item.url.href() + "\n";
    if (!item.similar.empty())
        text += indented("+ " + counted(static_cast<std::int64_t>(item.similar.size()), "page says", "pages say") +
                             " nearly the same",
                         indent);
    return text + "\n";
}

}  // namespace

std::size_t count_articles(const Digest& digest) {
    std::size_t count = 0;
    for (const auto& section : digest.sections) count += section.results.size();
    return count;
}

std::string subject_of(const Digest& digest) {
    const auto count = count_articles(digest);
    const bool are_below = std::ranges::none_of(digest.sections, &std::string::empty, &Report::explanation);
    auto subject = counted(static_cast<std::int64_t>(count), "article", "articles") +
                   (are_below && count > 0 ? ", none up to the mark, " : " worth reading, ") + day(digest.made);
    if (!digest.sections.empty()) subject += ": " + shortened(clean_line(digest.sections.front().query), 80);
    if (digest.sections.size() > 1) subject += " and " + std::to_string(digest.sections.size() - 1) + " more";
    return subject;
}

std::string period_of(const Digest& digest) {
    return day(digest.made) + " · since " + day(digest.since);
}

std::string facts_of(const ReportItem& item) {
    const auto site = clean_line(item.site.empty() ? std::string(item.url.host()) : item.site);
    return joined({one_decimal(item.assessment.overall) + " of 10", shortened(site, 80),
                   shortened(clean_line(joined(item.authors, ", ")), 80),
                   item.published ? date_text(*item.published) : "", reading_time(item.words)},
                  " · ");
}

std::string words_of(const ReportItem& item, std::size_t bytes) {
    const auto& assessment = item.assessment;
    const auto& words = !assessment.verdict.empty()   ? assessment.verdict
                        : !assessment.summary.empty() ? assessment.summary
                                                      : item.excerpt;
    return shortened(clean_line(words), bytes);
}

std::string title_of(const ReportItem& item) {
    auto title = clean_line(item.title);
    return shortened(title.empty() ? item.url.href() : title, 250);
}

std::string to_digest_text(const Digest& digest) {
    auto text = indented(digest.title, "") + period_of(digest) + "\n\n";
    for (const auto& section : digest.sections) {
        text += indented(clean_line(section.query), "") + std::string(kColumns, '-') + "\n\n";
        if (!section.explanation.empty()) text += indented(clean_line(section.explanation), "") + "\n";
        int number = 0;
        for (const auto& item : section.results) text += item_text(++number, item);
    }
    return text;
}

json::Value encode_digest(const Digest& digest) {
    json::Value sections(json::Array{});
    for (const auto& section : digest.sections) sections.push(json::encode(section));
    return json::object({{"title", digest.title},
                         {"since", to_rfc3339(digest.since)},
                         {"made", to_rfc3339(digest.made)},
                         {"sections", std::move(sections)}});
}

Result<Digest> decode_digest(const json::Value& value) {
    const auto since = parse_rfc3339(value["since"].as_string());
    const auto made = parse_rfc3339(value["made"].as_string());
    if (!since || !made) return fail(ErrorKind::malformed, "a digest without its time");
    Digest digest{.title = value["title"].text(), .since = *since, .made = *made, .sections = {}};
    for (const auto& section : value["sections"].items()) {
        TRY(auto report, json::decode_report(section));
        digest.sections.push_back(std::move(report));
    }
    return digest;
}

}  // namespace winnow
