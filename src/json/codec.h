#pragma once

#include "core/exchange/exchange.h"
#include "core/report.h"
#include "core/report/history.h"
#include "core/rubric.h"
#include "json/value.h"

namespace winnow::json {

/// Whether a document is written with its texts, headings and links, or as it travels between steps.
enum class Texts { included, left_out };

Value encode(const Error& error);
Value encode(const Date& date);
Value encode(const Candidate& candidate);
Value encode(const Document& document, Texts texts = Texts::included);
Value encode(const Usage& usage);
Value encode(const Assessment& assessment);
Value encode(const Exchange& exchange);
Value encode(const Features& features);
Value encode(const Evaluated& item);
Value encode(const Rubric& rubric);
/// The published form, as docs/report.schema.json describes it: `failures` are the omissions with state failed.
Value encode(const Report& report);
Value encode(const Discovered& discovered);
Value encode(const KnownPages& known);

// As dump(encode(x)), but without a value for the whole: a run may have a hundred thousand URLs.
std::string dump(const Report& report, Layout layout = Layout::one_line);
std::string dump(const Discovered& discovered);
std::string dump(const KnownPages& known);

// Each reads what its encode() wrote. Unknown members are passed over, missing optional ones keep their default.
// Error: malformed, naming the member.
Result<Error> decode_error(const Value& value);
Result<Date> decode_date(const Value& value);
Result<Candidate> decode_candidate(const Value& value);
Result<Document> decode_document(const Value& value);
Result<Usage> decode_usage(const Value& value);
Result<Assessment> decode_assessment(const Value& value);
Result<Exchange> decode_exchange(const Value& value);
Result<Features> decode_features(const Value& value);
Result<Evaluated> decode_evaluated(const Value& value);
Result<Rubric> decode_rubric(const Value& value);
Result<Report> decode_report(const Value& value);
Result<Discovered> decode_discovered(const Value& value);
Result<KnownPages> decode_known_pages(const Value& value);

}  // namespace winnow::json
