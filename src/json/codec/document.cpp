#include "json/codec.h"
#include "json/codec/parts.h"

namespace winnow::json {
namespace {

constexpr std::string_view kPrecisions[] = {"year", "month", "day", "second"};

Value encode_optional(const std::optional<Date>& date) {
    return date ? encode(*date) : Value();
}

Result<std::optional<Date>> decode_optional(const Value& value) {
    if (value.is_null()) return std::optional<Date>();
    TRY(const auto date, decode_date(value));
    return std::optional(date);
}

Value encode_heading(const Heading& heading) {
    return object({{"level", heading.level}, {"text", heading.text}, {"offset", heading.offset}});
}

Result<Heading> decode_heading(const Value& value) {
    TRY(auto text, need_text(value, "text"));
    return Heading{static_cast<int>(value["level"].as_int(1)), std::move(text),
                   static_cast<std::size_t>(value["offset"].as_int())};
}

Value encode_link(const Link& link) {
    return object({{"href", link.href}, {"text", link.text}});
}

Result<Link> decode_link(const Value& value) {
    TRY(auto href, need_text(value, "href"));
    return Link{std::move(href), value["text"].text()};
}

}  // namespace

Value encode(const Error& error) {
    auto value = object({{"kind", to_string(error.kind())}, {"message", error.message()}});
    if (error.retry_after()) value.set("retry_after_ms", static_cast<std::int64_t>(error.retry_after()->count()));
    return value;
}

Result<Error> decode_error(const Value& value) {
    TRY(const auto kind, need_text(value, "kind"));
    Error error(error_kind_from(kind), value["message"].text());
    if (value["retry_after_ms"].is_integer())
        error = std::move(error).retry_in(std::chrono::milliseconds{value["retry_after_ms"].as_int()});
    return error;
}

Value encode(const Date& date) {
    return object(
        {{"time", to_rfc3339(date.time)}, {"precision", kPrecisions[static_cast<std::size_t>(date.precision)]}});
}

Result<Date> decode_date(const Value& value) {
    Date date;
    TRY(date.time, need_time(value, "time"));
    for (std::size_t i = 0; i < std::size(kPrecisions); ++i)
        if (value["precision"].as_string("second") == kPrecisions[i]) date.precision = static_cast<DatePrecision>(i);
    return date;
}

Value encode(const Candidate& candidate) {
    auto value = object({{"url", candidate.url.href()},
                         {"title", candidate.title},
                         {"source", candidate.source},
                         {"found_at", to_rfc3339(candidate.found_at)}});
    if (candidate.published_at) value.set("published_at", to_rfc3339(*candidate.published_at));
    if (!candidate.inline_html.empty()) value.set("inline_html", candidate.inline_html);
    if (candidate.inline_is_page) value.set("inline_is_page", true);
    if (!candidate.unreadable.empty()) value.set("unreadable", candidate.unreadable);
    return value;
}

Result<Candidate> decode_candidate(const Value& value) {
    Candidate candidate;
    TRY(candidate.url, need_url(value, "url"));
    TRY(candidate.found_at, need_time(value, "found_at"));
    candidate.title = value["title"].text();
    candidate.source = value["source"].text();
    candidate.inline_html = value["inline_html"].text();
    candidate.inline_is_page = value["inline_is_page"].as_bool();
    candidate.unreadable = value["unreadable"].text();
    if (value.contains("published_at")) {
        TRY(candidate.published_at, need_time(value, "published_at"));
    }
    return candidate;
}

Value encode(const Document& document, Texts texts) {
    auto value = object({{"id", document.id.value},
                         {"url", document.url.href()},
                         {"canonical", document.canonical.href()},
                         {"kind", to_string(document.kind)},
                         {"kind_reason", document.kind_reason},
                         {"title", document.title},
                         {"authors", encode(document.authors)},
                         {"site", document.site},
                         {"published", encode_optional(document.published)},
                         {"modified", encode_optional(document.modified)},
                         {"language", document.language},
                         {"description", document.description},
                         {"image", document.image},
                         {"licence", document.licence},
                         {"tags", encode(document.tags)},
                         {"words", document.words},
                         {"content_hash", document.content_hash},
                         {"no_ai", document.no_ai},
                         {"warnings", encode(document.warnings)},
                         {"fetched_at", to_rfc3339(document.fetched_at)}});
    if (texts == Texts::left_out) return value;
    value.set("text", document.text).set("markdown", document.markdown);
    value.set("headings", array_of(document.headings, encode_heading))
        .set("links", array_of(document.links, encode_link));
    return value;
}

Result<Document> decode_document(const Value& value) {
    Document document;
    TRY(document.id.value, need_text(value, "id"));
    TRY(document.url, need_url(value, "url"));
    TRY(document.canonical, need_url(value, "canonical"));
    TRY(document.published, decode_optional(value["published"]));
    TRY(document.modified, decode_optional(value["modified"]));
    TRY(document.fetched_at, need_time(value, "fetched_at"));
    TRY(document.headings, vector_of<Heading>(value["headings"], decode_heading));
    TRY(document.links, vector_of<Link>(value["links"], decode_link));
    document.kind = page_kind_from(value["kind"].as_string());
    document.kind_reason = value["kind_reason"].text();
    document.title = value["title"].text();
    document.authors = texts_of(value["authors"]);
    document.site = value["site"].text();
    document.language = value["language"].text();
    document.description = value["description"].text();
    document.image = value["image"].text();
    document.licence = value["licence"].text();
    document.tags = texts_of(value["tags"]);
    document.words = static_cast<std::uint32_t>(value["words"].as_int());
    document.content_hash = value["content_hash"].text();
    document.no_ai = value["no_ai"].as_bool();
    document.warnings = texts_of(value["warnings"]);
    document.text = value["text"].text();
    document.markdown = value["markdown"].text();
    return document;
}

}  // namespace winnow::json
