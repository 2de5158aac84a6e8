#pragma once
// extract/formats: readers of what is not HTML. Each fills in what its format says (title, authors, dates, text,
// markdown, headings, links, kind, warnings); extract/finish.h does the rest for all of them alike.

#include <functional>
#include <string_view>

#include "core/document.h"
#include "core/result.h"

namespace winnow::extract {

/// CommonMark with GitHub's tables, front matter in YAML or TOML. Links become absolute against the page's final URL.
/// Any text is Markdown: no errors but too_large.
Result<Document> read_markdown(const Page& page, std::string_view utf8);

/// Paragraphs of a plain text, with hard-wrapped lines joined and the page furniture of RFCs dropped.
Result<Document> read_plain_text(const Page& page, std::string_view utf8);

enum class SubtitleForm { vtt, srt, ttml, youtube_json };

/// The spoken text in paragraphs. Error: malformed (not in the form named).
Result<Document> read_subtitles(const Page& page, std::string_view text, SubtitleForm form);

/// The text of a PDF in reading order. Errors: malformed (broken), unsupported (encrypted, or no text in it, or PDF
/// support is not installed).
Result<Document> read_pdf(const Page& page, std::string_view bytes);

/// Reads one chapter, an XHTML page; `extract` hands in its reader of HTML.
using HtmlReader = std::function<Result<Document>(const Page&)>;

/// The chapters of an EPUB in the order of its spine. Errors: malformed (no book in it), unsupported (encrypted),
/// too_large (unpacks to more than any book holds).
Result<Document> read_epub(const Page& page, std::string_view bytes, const HtmlReader& read_html);

}  // namespace winnow::extract
