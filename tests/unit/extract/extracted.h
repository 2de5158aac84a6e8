#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "extract/extractor.h"

namespace winnow {

inline Page html_page(std::string html, const std::string& url = "https://example.org/2024/a") {
    Page page{.status = 200, .content_type = "text/html; charset=utf-8", .body = std::move(html)};
    page.url = page.final_url = *Url::parse(url);
    return page;
}

/// What the extractor makes of a page; an empty document, and a failed test, on error.
inline Document extracted(const Page& page) {
    auto document = make_extractor()->extract(page);
    if (!document) {
        ADD_FAILURE() << document.error().message();
        return {};
    }
    return std::move(*document);
}

inline Document extracted(std::string html) {
    return extracted(html_page(std::move(html)));
}

/// An article of `count` paragraphs of some twenty words each.
inline std::string paragraphs(int count) {
    std::string html;
    for (int i = 0; i < count; ++i)
        html += "<p>Paragraph number " + std::to_string(i) +
                " says something about the growth of engineers, in a sentence that is long enough to be read.</p>\n";
    return html;
}

/// A whole page around the article.
inline std::string article_page(const std::string& inside, const std::string& head = "") {
    return "<!doctype html><html lang=en><head><title>A headline of an article</title>" + head +
           "</head><body><nav><ul><li><a href=/>Home</a></li><li><a href=/b>About us</a></li></ul></nav><article>"
           "<h1>A headline of an article</h1>" +
           inside + "</article><footer><p>Copyright Example Ltd. <a href=/terms>Terms</a></p></footer></body></html>";
}

}  // namespace winnow
