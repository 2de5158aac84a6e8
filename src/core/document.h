#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/url.h"

namespace winnow {

/// What a source suggests to read.
struct Candidate {
    Url url;
    std::string title;
    std::string source;    ///< which source found it, as configured: "hackernews", "https://example.org/feed"
    Timestamp found_at{};  ///< when we found it
    std::optional<Timestamp> published_at;
    std::string inline_html;      ///< the whole content, when the source itself carries it (a feed's content:encoded)
    bool inline_is_page = false;  ///< it stands for the page, which is not fetched (a video's transcript)
    std::string unreadable;       ///< why it cannot be read, if the source knows ("the video has no captions")
};

/// One header field as received; names compare without regard to case.
struct HeaderField {
    std::string name;
    std::string value;
    friend bool operator==(const HeaderField&, const HeaderField&) = default;
};

/// What came back for a URL after redirects.
struct Page {
    Url url;                   ///< as asked for
    Url final_url;             ///< after redirects
    int status = 0;            ///< HTTP status, 200 for a file
    std::string content_type;  ///< as received, parameters included; may be empty or wrong
    std::vector<HeaderField> headers;
    Timestamp fetched_at{};
    std::string body;  ///< decoded from its content coding, not from its charset
};

/// Identity of a document: the first 32 hexadecimal digits of the SHA-256 of its canonical URL.
struct DocumentId {
    std::string value;
    friend auto operator<=>(const DocumentId&, const DocumentId&) = default;
};

/// What kind of page it is; anything but `article` is not judged, and its name is the reason.
enum class PageKind { article, listing, login_wall, consent_wall, script_only, error_page, paywalled, empty };

std::string_view to_string(PageKind kind);
PageKind page_kind_from(std::string_view text);

/// A heading: `level` 1 to 6, and where its text begins in Document::text.
struct Heading {
    int level = 1;
    std::string text;
    std::size_t offset = 0;
    friend bool operator==(const Heading&, const Heading&) = default;
};

struct Link {
    std::string href;  ///< absolute
    std::string text;
    friend bool operator==(const Link&, const Link&) = default;
};

/// How exact a date is, for "2024" is not the first of January.
enum class DatePrecision { year, month, day, second };

struct Date {
    Timestamp time{};
    DatePrecision precision = DatePrecision::second;
    friend bool operator==(const Date&, const Date&) = default;
};

/// What a page says, without what surrounds it. Texts are valid UTF-8 in NFC.
struct Document {
    DocumentId id;
    Url url;        ///< final URL
    Url canonical;  ///< what the page calls its own URL, if it lies on the same registrable domain; else `url`
    PageKind kind = PageKind::article;
    std::string kind_reason;  ///< what made us think so, when `kind` is not `article`
    std::string title;
    std::vector<std::string> authors;
    std::string site;
    std::optional<Date> published;
    std::optional<Date> modified;
    std::string language;  ///< BCP 47, "en"; empty if unknown
    std::string description;
    std::string image;
    std::string licence;
    std::vector<std::string> tags;
    std::string text;  ///< paragraphs divided by newlines; headings, list items and code lines are lines of their own
    std::string markdown;  ///< the same with its structure
    std::vector<Heading> headings;
    std::vector<Link> links;
    std::uint32_t words = 0;            ///< in `text`; stays when the document travels without its texts
    std::string content_hash;           ///< SHA-256 of `text`, hexadecimal
    bool no_ai = false;                 ///< the site asks not to be used by models (noai, Content-Signal: ai-input=no)
    std::vector<std::string> warnings;  ///< what the reader of a judgement should know: hidden text removed, cut off…
    Timestamp fetched_at{};
};

/// A part of a document, small enough to be embedded and shown alone.
struct Passage {
    std::uint32_t number = 0;           ///< from 0, in the order of the text
    std::size_t offset = 0;             ///< text is Document::text [offset, offset + text.size())
    std::string text;                   ///< valid UTF-8, never empty
    std::vector<std::string> headings;  ///< the headings that it stands under, outermost first
    std::uint32_t tokens = 0;           ///< by the counter of the chunker
    friend bool operator==(const Passage&, const Passage&) = default;
};

/// A point in the space of an embedding model; of unit length, unless all components are 0 (no known word).
using Vector = std::vector<float>;

}  // namespace winnow
