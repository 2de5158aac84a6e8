#pragma once
// fuzz: pages for the readers of articles, and what holds for whatever they make of them.

#include <string>
#include <string_view>

#include "check.h"
#include "core/document.h"
#include "extract/extractor.h"
#include "extract/finish.h"
#include "text/utf8.h"

namespace winnow::fuzz {

inline Page page_of(std::string_view body, std::string content_type) {
    const auto url = Url::parse("https://www.example.org/2024/05/17/a-page.html");
    Page page;
    page.url = page.final_url = *url;
    page.status = 200;
    page.content_type = std::move(content_type);
    page.body = body;
    return page;
}

/// The promises of extract/finish.h and core/document.h.
inline void check_document(const Document& document, const ExtractOptions& options) {
    for (const auto* text : {&document.title, &document.site, &document.description, &document.text, &document.markdown,
                             &document.language, &document.licence, &document.image})
        check(text::is_valid_utf8(*text), "texts of a document are valid UTF-8");
    for (const auto& author : document.authors) check(text::is_valid_utf8(author), "names are valid UTF-8");
    for (const auto& tag : document.tags) check(text::is_valid_utf8(tag), "tags are valid UTF-8");
    check(document.text.size() <= options.max_text_bytes, "the text is cut to the limit");
    std::size_t last = 0;
    for (const auto& heading : document.headings) {
        check(heading.level >= 1 && heading.level <= 6, "headings have a level of 1 to 6");
        check(heading.offset >= last && heading.offset < document.text.size(), "headings lie in the text, in order");
        check(text::is_valid_utf8(heading.text), "headings are valid UTF-8");
        last = heading.offset;
    }
    for (const auto& link : document.links) {
        check(text::is_valid_utf8(link.text), "texts of links are valid UTF-8");
        check(Url::parse_exact(link.href).has_value(), "links are absolute");
    }
    check(document.id.value.size() == 32, "a document has an identity");
    check(!document.canonical.empty(), "a document has an address");
}

/// Finishes what a reader made, if it made anything, and checks it.
inline void finish_and_check(Result<Document> document, const Page& page) {
    const ExtractOptions options{.max_text_bytes = 64u << 10};  // small, so that inputs reach it
    if (!document) {
        check(!document.error().message().empty(), "an error says what is wrong");
        return;
    }
    extract::finish(*document, page, options);
    check_document(*document, options);
}

}  // namespace winnow::fuzz
