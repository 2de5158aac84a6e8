#include "publish/digest/digest.h"
#include "publish/escape.h"
#include "publish/html/parts.h"

namespace winnow {
namespace {

/// Styles stand in each element: many mail programs drop style sheets. Colours read on white and on dark grounds alike.
Markup item_html(const ReportItem& item) {
    Markup out;
    out << "<div style=\"margin:0 0 22px\">\n<div style=\"font-size:17px;font-weight:600;line-height:1.35\" "
           "dir=\"auto\">"
        << "<a href=\"" << item.url.href() << "\" rel=\"noreferrer noopener\" style=\"color:#3b78c4\">"
        << title_of(item) << "</a></div>\n<div style=\"font-size:13px;color:#7a756c\">" << facts_of(item) << "</div>\n";
    if (const auto words = words_of(item, 400); !words.empty())
        out << "<div style=\"margin-top:4px\" dir=\"auto\">" << words << "</div>\n";
    const auto& quotes = item.assessment.scores.empty() ? std::vector<Quote>() : item.assessment.scores.front().quotes;
    if (!quotes.empty())
        out << "<div style=\"margin-top:6px;padding-left:10px;border-left:3px solid #b9b2a4;color:#7a756c\" "
               "dir=\"auto\">"
               "\u201C"
            << shortened(clean_line(quotes.front().text), 240) << "\u201D</div>\n";
    if (!item.similar.empty())
        out << "<div style=\"font-size:13px;color:#7a756c\">+ "
            << counted(static_cast<std::int64_t>(item.similar.size()), "page says", "pages say")
            << " nearly the same</div>\n";
    out << "</div>\n";
    return out;
}

}  // namespace

std::string to_digest_mail_html(const Digest& digest) {
    Markup out;
    out << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        << "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" << subject_of(digest)
        << "</title></head>\n<body style=\"margin:0;padding:20px;font:15px/1.5 system-ui,-apple-system,'Segoe "
           "UI',Roboto,Arial,sans-serif\">\n<div style=\"max-width:640px;margin:0 auto\">\n"
        << "<h1 style=\"font-size:22px;margin:0\">" << clean_line(digest.title)
        << "</h1>\n<p style=\"margin:2px 0 0;color:#7a756c;font-size:13px\">" << period_of(digest) << "</p>\n";
    for (const auto& section : digest.sections) {
        out << "<h2 style=\"font-size:18px;margin:26px 0 12px;padding-bottom:6px;border-bottom:1px solid #b9b2a4\" "
               "dir=\"auto\">"
            << clean_line(section.query) << "</h2>\n";
        if (!section.explanation.empty())
            out << "<p style=\"margin:0 0 14px\">" << clean_line(section.explanation) << "</p>\n";
        for (const auto& item : section.results) out << item_html(item);
    }
    out << "<p style=\"font-size:12px;color:#7a756c\">Made by winnow. Every quote stands in its page.</p>\n"
        << "</div>\n</body></html>\n";
    return std::move(out).take();
}

}  // namespace winnow
