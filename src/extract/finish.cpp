#include "extract/finish.h"

#include <algorithm>

#include <cld2/public/compact_lang_det.h>

#include "extract/ascii.h"
#include "extract/charset/charset.h"
#include "text/digest.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostDetectedBytes = 1200;  // a few paragraphs are enough to know a language
constexpr std::size_t kLeastDetectedBytes = 24;   // shorter texts are guessed wrong too often
constexpr std::size_t kMostFieldBytes = 4096;     // titles, descriptions and names longer than that are mistakes
constexpr std::size_t kMostHeadings = 2000;
constexpr std::size_t kMostLinks = 5000;
constexpr std::size_t kMostListed = 100;  // authors, tags

/// Cleans the texts of one document and counts what nobody was meant to see.
class Cleaner {
public:
    std::string clean(std::string_view text) {
        if (text::end_of_ascii(text, 0) == text.size()) return std::string(text);
        auto result = without_invisible(text, removed_);
        if (!is_utf8(result)) result = repaired_utf8(result);
        return to_nfc(std::move(result));
    }
    void field(std::string& text) { text = clean(text::truncated(text, kMostFieldBytes)); }
    void fields(std::vector<std::string>& texts) {
        if (texts.size() > kMostListed) texts.resize(kMostListed);
        for (auto& text : texts) field(text);
        std::erase_if(texts, [](const std::string& text) { return text.empty(); });
    }
    std::size_t removed() const { return removed_; }

private:
    std::size_t removed_ = 0;
};

/// The text cleaned piece by piece between headings, so that their offsets move along with it.
void clean_text(Document& document, Cleaner& cleaner) {
    if (document.headings.size() > kMostHeadings) document.headings.resize(kMostHeadings);
    const std::string_view raw = document.text;
    std::string text;
    text.reserve(raw.size());
    std::size_t done = 0;
    for (auto& heading : document.headings) {
        const auto begin = std::clamp(heading.offset, done, raw.size());
        text += cleaner.clean(raw.substr(done, begin - done));
        done = begin;
        heading.offset = text.size();
        cleaner.field(heading.text);
    }
    text += cleaner.clean(raw.substr(done));
    document.text = std::move(text);
}

void cut(Document& document, std::size_t limit) {
    if (document.text.size() <= limit && document.markdown.size() / 2 <= limit) return;
    if (document.text.size() > limit)
        document.warnings.push_back("the text was cut off after " + std::to_string(limit) + " bytes");
    document.text.resize(text::truncated(document.text, limit).size());
    document.markdown.resize(text::truncated(document.markdown, limit * 2).size());
    std::erase_if(document.headings, [&](const Heading& heading) { return heading.offset >= document.text.size(); });
}

/// CLD2 still speaks of two languages by codes that were withdrawn.
std::string current_code(std::string_view code) {
    if (code == "iw") return "he";
    if (code == "jw") return "jv";
    if (code == "un" || code == "xxx") return {};
    return std::string(code);
}

std::string detected_language(std::string_view text) {
    text = text::truncated(text, kMostDetectedBytes);
    if (text.size() < kLeastDetectedBytes) return {};
    bool reliable = false;
    const auto language =
        CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), /*is_plain_text=*/true, &reliable);
    return reliable ? current_code(CLD2::LanguageCode(language)) : std::string();
}

std::string_view primary(std::string_view tag) {
    return tag.substr(0, tag.find_first_of("-_"));
}

/// "en_us" and "EN-us" as "en-US"; empty for what is no language tag.
std::string language_tag(std::string_view declared) {
    std::string tag;
    std::size_t part = 0;
    for (auto rest = declared; !rest.empty() && part < 3; ++part) {
        const auto end = std::min(rest.find_first_of("-_"), rest.size());
        auto piece = lower_ascii(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!std::ranges::all_of(piece, [](char c) { return is_letter(c) || is_digit(c); })) break;
        if (part == 0 && (piece.size() < 2 || piece.size() > 3)) return {};
        if (part > 0 && (piece.size() < 2 || piece.size() > 8)) break;
        if (part > 0 && piece.size() == 2)
            for (auto& c : piece) c = to_upper(c);
        if (part > 0 && piece.size() == 4) piece[0] = to_upper(piece[0]);
        tag += (part > 0 ? "-" : "") + piece;
    }
    return tag;
}

/// Templates declare a language that the author does not write in; the text knows better when it is long enough.
std::string language_of(std::string_view declared, std::string_view text) {
    auto tag = language_tag(declared);
    auto found = detected_language(text);
    if (found.empty() || primary(tag) == primary(found)) return tag.empty() ? found : tag;
    // Norwegian and its written forms go by several codes.
    if (found == "no" && (primary(tag) == "nb" || primary(tag) == "nn")) return tag;
    return found;
}

bool forbids_ai(const Page& page) {
    for (const auto& field : page.headers) {
        const auto name = lower_ascii(field.name);
        const auto value = lower_ascii(field.value);
        if (name == "x-robots-tag" && value.find("noai") != std::string::npos) return true;
        if (name != "content-signal") continue;
        std::string compact;
        std::ranges::copy_if(value, std::back_inserter(compact), [](char c) { return c != ' ' && c != '\t'; });
        if (compact.find("ai-input=no") != std::string::npos) return true;
    }
    return false;
}

void settle_kind(Document& document, const Page& page) {
    if (page.status >= 400) {
        document.kind = PageKind::error_page;
        document.kind_reason = "HTTP status " + std::to_string(page.status);
    } else if (document.kind == PageKind::article && document.words == 0) {
        document.kind = PageKind::empty;
        document.kind_reason = "no text";
    }
}

}  // namespace

void finish(Document& document, const Page& page, const ExtractOptions& options) {
    Cleaner cleaner;
    clean_text(document, cleaner);
    document.markdown = Cleaner().clean(document.markdown);  // says the same again: not counted twice
    cut(document, options.max_text_bytes);
    for (auto* field : {&document.title, &document.site, &document.description, &document.image, &document.licence})
        cleaner.field(*field);
    cleaner.fields(document.authors);
    cleaner.fields(document.tags);
    if (document.links.size() > kMostLinks) document.links.resize(kMostLinks);
    for (auto& link : document.links) cleaner.field(link.text);
    if (cleaner.removed() > 0)
        document.warnings.push_back(std::to_string(cleaner.removed()) + " invisible tag characters were removed");

    document.url = page.final_url.empty() ? page.url : page.final_url;
    if (document.canonical.empty()) document.canonical = document.url;
    document.id = text::document_id(document.canonical);
    document.words = static_cast<std::uint32_t>(text::count_words(document.text));
    document.content_hash = text::sha256_hex(document.text);
    document.language = language_of(document.language, document.text);
    document.no_ai = document.no_ai || forbids_ai(page);
    document.fetched_at = page.fetched_at;
    settle_kind(document, page);
}

}  // namespace winnow::extract
