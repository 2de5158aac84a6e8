#pragma once
// publish: a report for people and programs, each form a function from Report to text.

#include <memory>
#include <string>

#include "core/report.h"
#include "stages/publisher.h"

namespace winnow {

/// Writes the forms into the folder: results.json, report.md, report.html, results.csv, feed.xml, feed.json.
std::unique_ptr<Publisher> make_publisher();

/// JSON as docs/report.schema.json describes it.
std::string to_json_text(const Report& report);
/// Readable in a terminal and on a code host. Foreign text cannot form links, HTML or headings.
std::string to_markdown(const Report& report);
/// One page that needs nothing else: no request leaves it. Foreign text is text.
std::string to_html(const Report& report);
/// RFC 4180 with a header line; cells that a spreadsheet would take for formulas begin with an apostrophe.
std::string to_csv(const Report& report);
/// Atom 1.0 (RFC 4287).
std::string to_atom(const Report& report);
/// JSON Feed 1.1; scores under "_winnow".
std::string to_json_feed(const Report& report);

}  // namespace winnow
