#include "extract/content/embedded.h"

#include <algorithm>
#include <vector>

#include "extract/ascii.h"
#include "json/value.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLeastBytes = 400;
constexpr std::size_t kMostScriptBytes = 8u << 20;

bool is_html(std::string_view text) {
    for (const std::string_view mark : {"<p>", "<p ", "<div", "<h2", "<br", "</p>"})
        if (text.find(mark) != std::string_view::npos) return true;
    return false;
}

/// Whether it reads like sentences, and not like code, a style sheet or an encoded picture.
bool is_running_text(std::string_view text) {
    const auto head = text.substr(0, 4000);
    const auto count = [&](char wanted) { return static_cast<std::size_t>(std::ranges::count(head, wanted)); };
    const auto letters = static_cast<std::size_t>(
        std::ranges::count_if(head, [](char c) { return is_letter(c) || is_beyond_ascii(c); }));
    const bool prose = letters * 10 >= head.size() * 7 && count(' ') * 12 >= head.size();
    return prose && count('{') + count(';') * 2 <= head.size() / 100;
}

bool is_article_text(std::string_view text) {
    return text.size() >= kLeastBytes && (is_html(text) || is_running_text(text));
}

/// Plain text as HTML: lines become paragraphs.
std::string as_html(std::string_view text) {
    if (is_html(text)) return std::string(text);
    std::string html = "<p>";
    for (const char c : text) {
        if (c == '\n')
            html += "</p><p>";
        else if (c == '<')
            html += "&lt;";
        else
            html += c;
    }
    return html;
}

/// The longest text in the value that could be an article.
std::string_view longest_text(const json::Value& root) {
    std::string_view best;
    std::vector<const json::Value*> pending{&root};
    while (!pending.empty()) {
        const auto& value = *pending.back();
        pending.pop_back();
        if (const auto text = value.as_string(); text.size() > best.size() && is_article_text(text)) best = text;
        for (const auto& item : value.items()) pending.push_back(&item);
        for (const auto& [name, member] : value.members()) pending.push_back(&member);
    }
    return best;
}

bool is_not_free(const json::Value& article) {
    const auto& free = article["isAccessibleForFree"];
    return (free.is_bool() && !free.as_bool(true)) || lower_ascii(free.as_string()) == "false";
}

}  // namespace

std::string embedded_article(const Head& head, const LinkedData& data) {
    if (is_not_free(data.article())) return {};
    if (const auto body = data.article()["articleBody"].as_string(); is_article_text(body)) return as_html(body);
    std::string best;
    for (const auto script : head.state) {
        if (script.size() < kLeastBytes || script.size() > kMostScriptBytes) continue;
        const auto state = json::parse(script);
        if (!state) continue;
        if (const auto text = longest_text(*state); text.size() > best.size()) best = text;
    }
    return best.empty() ? best : as_html(best);
}

}  // namespace winnow::extract
