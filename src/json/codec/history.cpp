#include "json/codec.h"
#include "json/codec/parts.h"

namespace winnow::json {
namespace {

/// [url, title, source, fingerprint, score, judged]: a run may know many thousands of pages.
Value encode_page(const KnownPage& page) {
    return Array{page.url.href(), page.title, page.source, page.fingerprint, page.score, to_rfc3339(page.judged)};
}

Result<KnownPage> decode_page(const Value& value) {
    const auto judged = parse_rfc3339(value[5].as_string());
    auto url = Url::parse_exact(value[0].as_string());
    if (!url || !judged) return fail(ErrorKind::malformed, "a known page has no URL or no time");
    return KnownPage{.url = std::move(*url),
                     .title = value[1].text(),
                     .source = value[2].text(),
                     .fingerprint = value[3].text(),
                     .score = value[4].as_double(),
                     .judged = *judged};
}

}  // namespace

Value encode(const KnownPages& known) {
    return object({{"run_id", known.run_id},
                   {"started", to_rfc3339(known.started)},
                   {"pages", array_of(known.pages, encode_page)}});
}

std::string dump(const KnownPages& known) {
    const KnownPages head{.run_id = known.run_id, .started = known.started, .pages = {}};
    return dump(encode(head), {{"pages", each_of(known.pages, encode_page)}}, Layout::one_line);
}

Result<KnownPages> decode_known_pages(const Value& value) {
    KnownPages known;
    TRY(known.run_id, need_text(value, "run_id"));
    TRY(known.started, need_time(value, "started"));
    TRY(known.pages, vector_of<KnownPage>(value["pages"], decode_page));
    return known;
}

}  // namespace winnow::json
