#include "publish/escape.h"
#include "publish/feeds/entry.h"
#include "publish/publisher.h"

namespace winnow {
namespace {

/// `<name>text</name>` in a line of its own, or nothing for an empty text.
std::string element(std::string_view indent, std::string_view name, std::string_view text) {
    if (text.empty()) return {};
    const std::string tag(name);
    return std::string(indent) + "<" + tag + ">" + escape_markup(text) + "</" + tag + ">\n";
}

std::string entry_text(const FeedEntry& entry) {
    const auto& item = *entry.item;
    const auto& href = item.url.href();
    auto text = "  <entry>\n" + element("    ", "title", item.title.empty() ? href : clean_line(item.title)) +
                "    <link rel=\"alternate\" href=\"" + escape_markup(href) + "\"/>\n" + element("    ", "id", href) +
                element("    ", "updated", to_rfc3339(entry.updated));
    if (item.published) text += element("    ", "published", to_rfc3339(item.published->time));
    for (const auto& author : item.authors)
        if (const auto name = clean_line(author); !name.empty())
            text += "    <author>\n" + element("      ", "name", name) + "    </author>\n";
    for (const auto& tag : item.assessment.tags)
        if (const auto term = clean_line(tag); !term.empty())
            text += "    <category term=\"" + escape_markup(term) + "\"/>\n";
    if (const auto novelty = novelty_of(item); !novelty.empty())
        text += "    <category scheme=\"urn:winnow:novelty\" term=\"" + std::string(novelty) + "\"/>\n";
    text += element("    ", "summary", feed_summary(item));
    return text + "    <content type=\"html\">" + escape_markup(feed_content(item, *entry.criteria)) +
           "</content>\n  </entry>\n";
}

/// A tombstone (RFC 6721) of a page that is gone.
std::string deleted_entry(const ReportGone& gone, const std::string& updated) {
    return "  <at:deleted-entry ref=\"" + escape_markup(gone.url.href()) + "\" when=\"" + updated + "\">\n" +
           element("    ", "at:comment", std::string(meaning_of(gone.why)) + ", " + last_score_text(gone)) +
           "  </at:deleted-entry>\n";
}

}  // namespace

std::string atom_feed(const FeedHead& head, const std::vector<FeedEntry>& entries) {
    const auto updated = to_rfc3339(head.updated);
    auto text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"" +
                std::string(head.gone.empty() ? "" : " xmlns:at=\"http://purl.org/atompub/tombstones/1.0\"") + ">\n" +
                element("  ", "title", head.title) + element("  ", "subtitle", head.about) +
                element("  ", "id", head.id) + element("  ", "updated", updated) +
                element("  ", "generator", "winnow") + "  <author>\n    <name>winnow</name>\n  </author>\n";
    if (!head.address.empty()) text += "  <link rel=\"self\" href=\"" + escape_markup(head.address) + "\"/>\n";
    for (const auto& entry : entries) text += entry_text(entry);
    for (const auto& gone : head.gone) text += deleted_entry(gone, updated);
    return text + "</feed>\n";
}

std::string to_atom(const Report& report) {
    const Criteria criteria(report);
    return atom_feed({.title = report.query.empty() ? "Reading list" : clean_line(report.query),
                      .about = report.explanation,
                      .id = feed_urn(report),
                      .updated = report.started,
                      .gone = report.gone},
                     feed_entries(report, criteria));
}

}  // namespace winnow
