#include "publish/digest/chat/chat.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow {
namespace {

constexpr std::size_t kMostBlocks = 50;
constexpr std::size_t kMostText = 3'000;  // of a section
constexpr std::size_t kMostHeader = 150;
constexpr std::size_t kMostArticles = 14;  // with a block for the head and, at worst, three for each
static_assert(1 + 3 * kMostArticles <= kMostBlocks);
constexpr std::size_t kMostAddress = 1'000;
constexpr std::size_t kMostTitle = 600, kMostFacts = 400, kMostWords = 800;
static_assert(kMostAddress + kMostTitle + kMostFacts + kMostWords + 20 <= kMostText);

/// Text in mrkdwn that stays text: its three special characters as entities
/// (https://api.slack.com/reference/surfaces/formatting#escaping), which also disarms <!channel> and links, and
/// look-alikes for the marks of emphasis, which have no escape.
std::string mrkdwn(std::string_view foreign) {
    std::string text;
    for (const char c : clean_line(foreign)) {
        switch (c) {
            case '&': text += "&amp;"; break;
            case '<': text += "&lt;"; break;
            case '>': text += "&gt;"; break;
            case '*': text += "\u2217"; break;
            case '_': text += "\uFF3F"; break;
            case '~': text += "\u223C"; break;
            case '`': text += "\u02CB"; break;
            default: text += c;
        }
    }
    return text;
}

/// The same within so many bytes, never cut within an entity: the plain text is shortened until it fits.
std::string fitted_mrkdwn(std::string_view foreign, std::size_t bytes) {
    for (auto most = bytes; most > 8; most = most * 3 / 4)
        if (auto text = mrkdwn(shortened(foreign, most)); text.size() <= bytes) return text;
    return {};
}

/// An address that cannot end the link early.
std::string address(const std::string& href) {
    std::string text;
    for (const char c : href) {
        if (c == '|')
            text += "%7C";
        else if (c == '>')
            text += "%3E";
        else if (c == '<')
            text += "%3C";
        else
            text += c == '&' ? std::string("&amp;") : std::string{c};
    }
    return text;
}

json::Value block(const char* type, const char* text_type, std::string text) {
    auto content = json::object({{"type", text_type}, {"text", std::move(text)}});
    if (text_type == std::string_view("mrkdwn")) content.set("verbatim", true);  // no names or links are looked for
    return json::object({{"type", type}, {"text", std::move(content)}});
}

json::Value article(const ReportItem& item) {
    const auto title = fitted_mrkdwn(title_of(item), kMostTitle);
    const auto href = address(item.url.href());
    auto text = href.size() > kMostAddress ? "*" + title + "*" : "*<" + href + "|" + title + ">*";
    text += "\n" + fitted_mrkdwn(facts_of(item), kMostFacts);
    if (const auto words = fitted_mrkdwn(words_of(item, 300), kMostWords); !words.empty()) text += "\n" + words;
    return block("section", "mrkdwn", std::move(text));
}

std::size_t cost(const ReportItem& item) {
    return json::dump(article(item)).size();
}

std::string write(const Digest& digest) {
    json::Value blocks(json::Array{});
    blocks.push(block("header", "plain_text", shortened(clean_line(digest.title), kMostHeader)));
    for (const auto& section : digest.sections) {
        blocks.push(json::object({{"type", "divider"}}));
        auto head = "*" + fitted_mrkdwn(section.query, kMostTitle) + "*";
        if (!section.explanation.empty()) head += "\n" + fitted_mrkdwn(section.explanation, kMostFacts);
        blocks.push(block("section", "mrkdwn", std::move(head)));
        for (const auto& item : section.results) blocks.push(article(item));
    }
    // `text` is what a notification shows.
    return json::dump(json::object({{"text", mrkdwn(subject_of(digest))},
                                    {"unfurl_links", false},
                                    {"unfurl_media", false},
                                    {"blocks", std::move(blocks)}}));
}

}  // namespace

ChatForm slack_form() {
    return {.most_articles = kMostArticles, .most_bytes = 30'000, .cost = cost, .write = write};
}

}  // namespace winnow
