#include "publish/feeds/entry.h"

#include "publish/escape.h"
#include "text/digest.h"

namespace winnow {

std::string feed_urn(const Report& report) {
    // The namespace of URLs (RFC 4122, appendix C); the URI of our scheme below stands for the question.
    constexpr std::string_view kNamespace("\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 16);
    constexpr std::string_view kHexadecimal = "0123456789abcdef";
    constexpr std::string_view kVariants = "89ab";
    const auto digest = text::sha1_hex(std::string(kNamespace) + "winnow:question:" + report.query);
    // Section 4.3: the version and the variant take the place of some bits.
    const auto variant = kVariants[kHexadecimal.find(digest[16]) % 4];
    return "urn:uuid:" + digest.substr(0, 8) + "-" + digest.substr(8, 4) + "-5" + digest.substr(13, 3) + "-" + variant +
           digest.substr(17, 3) + "-" + digest.substr(20, 12);
}

std::string feed_summary(const ReportItem& item) {
    const auto& assessment = item.assessment;
    return joined({one_decimal(assessment.overall) + " of 10.", clean_line(assessment.verdict),
                   clean_line(assessment.summary.empty() ? item.excerpt : assessment.summary)},
                  " ");
}

std::string feed_content(const ReportItem& item, const Criteria& criteria) {
    const auto& assessment = item.assessment;
    auto text = "<p><strong>" + one_decimal(assessment.overall) + " of 10.</strong> " +
                escape_markup(assessment.verdict) + "</p>\n";
    if (!assessment.summary.empty()) text += "<p>" + escape_markup(assessment.summary) + "</p>\n";
    if (assessment.scores.empty()) return text;
    text += "<ul>\n";
    for (const auto& score : assessment.scores) {
        text += "<li><strong>" + escape_markup(criteria.title(score.criterion)) + " " + one_decimal(score.score) +
                "</strong> " + escape_markup(score.explanation);
        for (const auto& quote : score.quotes)
            text += "\n<blockquote>" + escape_markup(shortened(quote.text, 320)) + "</blockquote>";
        text += "</li>\n";
    }
    return text + "</ul>\n";
}

std::vector<FeedEntry> feed_entries(const Report& report, const Criteria& criteria) {
    std::vector<FeedEntry> entries;
    for (const auto& item : report.results) entries.push_back({&item, &criteria, report.started});
    return entries;
}

}  // namespace winnow
