#include "publish/digest/chat/chat.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow {
namespace {

constexpr std::size_t kMostEmbeds = 10;
constexpr std::size_t kMostCharacters = 5'800;  // 6,000 over all embeds of a message; bytes are never fewer
constexpr std::size_t kMostTitle = 256;
constexpr std::size_t kMostDescription = 1'000;  // 4,096 would be allowed
constexpr std::size_t kMostContent = 2'000;
constexpr std::size_t kMostAddress = 2'048;

/// Escaped text that is not cut within an escape: the plain text is shortened until it fits.
std::string fitted_markdown(std::string_view text, std::size_t bytes) {
    for (auto most = bytes; most > 8; most = most * 3 / 4)
        if (auto escaped = escape_markdown(shortened(text, most)); escaped.size() <= bytes) return escaped;
    return {};
}

json::Value embed(const ReportItem& item, const std::string& question) {
    auto value = json::object(
        {{"title", fitted_markdown(title_of(item), kMostTitle)},
         {"description", fitted_markdown(words_of(item, 400), kMostDescription)},
         {"footer", json::object({{"text", shortened(facts_of(item) + " · " + shortened(question, 100), 400)}})}});
    if (item.url.href().size() <= kMostAddress) value.set("url", item.url.href());
    return value;
}

std::size_t cost(const ReportItem& item) {
    const auto value = embed(item, "");
    return value["title"].as_string().size() + value["description"].as_string().size() +
           value["footer"]["text"].as_string().size() + 110;  // the question in the footer
}

/// There are no headings here, so what is said of a section stands above all.
std::string content_of(const Digest& digest) {
    auto text = fitted_markdown(subject_of(digest), kMostContent / 4);
    for (const auto& section : digest.sections) {
        if (section.explanation.empty()) continue;
        const auto line = shortened(clean_line(section.query), 100) + ": " + clean_line(section.explanation);
        if (const auto more = fitted_markdown(line, kMostContent / 4); text.size() + 1 + more.size() <= kMostContent)
            text += "\n" + more;
    }
    return text;
}

std::string write(const Digest& digest) {
    json::Value embeds(json::Array{});
    for (const auto& section : digest.sections)
        for (const auto& item : section.results) embeds.push(embed(item, clean_line(section.query)));
    // Nobody is called, whatever a title says.
    return json::dump(json::object({{"content", content_of(digest)},
                                    {"allowed_mentions", json::object({{"parse", json::Array{}}})},
                                    {"embeds", std::move(embeds)}}));
}

}  // namespace

ChatForm discord_form() {
    return {.most_articles = kMostEmbeds, .most_bytes = kMostCharacters, .cost = cost, .write = write};
}

}  // namespace winnow
