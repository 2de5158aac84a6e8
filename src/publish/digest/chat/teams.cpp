#include "publish/digest/chat/chat.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow {
namespace {

// 28 KB a message (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors), less the frame and
// the questions.
constexpr std::size_t kMostBytes = 20'000;
constexpr std::size_t kMostArticles = 20;
constexpr std::size_t kMostAddress = 4'000;

/// Runs of text are never read as Markdown, as the text of a TextBlock would be.
json::Value run(std::string text) {
    return json::object({{"type", "TextRun"}, {"text", std::move(text)}});
}

json::Value paragraph(json::Value text_run, const char* spacing) {
    return json::object(
        {{"type", "RichTextBlock"}, {"spacing", spacing}, {"inlines", json::Array{std::move(text_run)}}});
}

json::Value article(const ReportItem& item) {
    auto title = run(title_of(item));
    title.set("weight", "Bolder");
    if (item.url.href().size() <= kMostAddress)
        title.set("selectAction", json::object({{"type", "Action.OpenUrl"}, {"url", item.url.href()}}));
    auto facts = run(facts_of(item));
    facts.set("isSubtle", true).set("size", "Small");
    json::Value items(json::Array{});
    items.push(paragraph(std::move(title), "None")).push(paragraph(std::move(facts), "None"));
    if (auto words = words_of(item, 300); !words.empty()) items.push(paragraph(run(std::move(words)), "Small"));
    return json::object({{"type", "Container"}, {"spacing", "Medium"}, {"items", std::move(items)}});
}

std::size_t cost(const ReportItem& item) {
    return json::dump(article(item)).size();
}

json::Value heading(std::string text, const char* size) {
    auto words = run(std::move(text));
    words.set("weight", "Bolder").set("size", size);
    return paragraph(std::move(words), "Large");
}

std::string write(const Digest& digest) {
    json::Value body(json::Array{});
    body.push(heading(shortened(clean_line(digest.title), 200), "Large"));
    for (const auto& section : digest.sections) {
        body.push(heading(shortened(clean_line(section.query), 200), "Medium"));
        if (!section.explanation.empty())
            body.push(paragraph(run(shortened(clean_line(section.explanation), 200)), "Small"));
        for (const auto& item : section.results) body.push(article(item));
    }
    auto card = json::object({{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                              {"type", "AdaptiveCard"},
                              {"version", "1.4"},
                              {"fallbackText", subject_of(digest)},
                              {"body", std::move(body)}});
    return json::dump(json::object(
        {{"type", "message"},
         {"attachments", json::Array{json::object({{"contentType", "application/vnd.microsoft.card.adaptive"},
                                                   {"contentUrl", nullptr},
                                                   {"content", std::move(card)}})}}}));
}

}  // namespace

ChatForm teams_form() {
    return {.most_articles = kMostArticles, .most_bytes = kMostBytes, .cost = cost, .write = write};
}

}  // namespace winnow
