#include "extract/html_page.h"

#include <algorithm>

#include "extract/ascii.h"
#include "extract/charset/charset.h"
#include "extract/content/choose.h"
#include "extract/content/embedded.h"
#include "extract/html/blocks.h"
#include "extract/kinds/kind.h"
#include "extract/kinds/phrases.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/title.h"
#include "extract/render/render.h"
#include "text/utf8.h"

namespace winnow::extract {
namespace {

/// The address that relative references are resolved against.
Url base_of(const Head& head, const Url& url) {
    if (head.base.empty()) return url;
    auto base = Url::parse_exact(head.base, url);
    return base ? *base : url;
}

/// What stands before and just after the beginning of the article: dates and bylines are there.
std::vector<std::string_view> texts_near_title(const std::vector<Block>& blocks, const std::vector<bool>& chosen) {
    constexpr std::size_t kBefore = 12;
    constexpr std::size_t kAfter = 4;
    std::size_t first = 0;
    while (first < blocks.size() && !chosen[first]) ++first;
    std::vector<std::string_view> texts;
    if (first == blocks.size()) return texts;
    for (auto i = first > kBefore ? first - kBefore : 0; i < blocks.size() && i < first + kAfter; ++i)
        texts.emplace_back(blocks[i].text);
    return texts;
}

PageEvidence evidence(const Head& head, const LinkedData& data) {
    return {.title = headline(head, data),
            .description = head.meta("og:description"),
            .article_body = data.article()["articleBody"].as_string()};
}

std::vector<bool> all_but_menus(const std::vector<Block>& blocks) {
    std::vector<bool> chosen;
    chosen.reserve(blocks.size());
    for (const auto& block : blocks) chosen.push_back((block.tags & in_nav) == 0);
    return chosen;
}

/// Who hides text from readers may be talking to a model.
void warn_of_hidden(Document& document, const std::vector<std::string>& hidden) {
    if (hidden.empty()) return;
    document.warnings.push_back("hidden text was left out (" + std::to_string(hidden.size()) +
                                (hidden.size() == 1 ? " piece)" : " pieces)"));
    for (const auto& text : hidden) {
        if (!says_to_model(lower_ascii(text))) continue;
        document.warnings.push_back("hidden text speaks to a language model: " +
                                    std::string(text::truncated(text, 200)));
        break;
    }
}

void take(Document& document, Rendered rendered) {
    document.text = std::move(rendered.text);
    document.markdown = std::move(rendered.markdown);
    document.headings = std::move(rendered.headings);
    document.links = std::move(rendered.links);
}

std::uint32_t count_words(const std::vector<Block>& blocks, const std::vector<bool>& chosen) {
    std::uint32_t words = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (chosen[i]) words += blocks[i].words;
    return words;
}

/// Reads the article from the page's data when the page shows hardly a word of it.
bool use_embedded(Document& document, const Head& head, const LinkedData& data, std::uint32_t shown, const Url& base) {
    constexpr std::uint32_t kMostShown = 60;
    if (shown > kMostShown) return false;
    auto html = embedded_article(head, data);
    if (html.empty()) return false;
    const auto dom = Dom::parse(std::move(html));
    if (!dom) return false;
    const auto blocks = blocks_of(*dom);
    const auto chosen = all_but_menus(blocks.list);
    if (count_words(blocks.list, chosen) < 2 * shown + kMostShown) return false;
    take(document, render(*dom, blocks, chosen, base));
    return true;
}

}  // namespace

Result<Document> read_html(const Page& page, Scope scope) {
    auto utf8 = to_utf8(page.body, find_charset(page.body, page.content_type).name);
    TRY(const auto dom, Dom::parse(std::move(utf8)));
    const auto head = read_head(dom);
    const LinkedData data(head.linked_data);
    const auto marked = read_marked(dom);
    const auto& url = page.final_url.empty() ? page.url : page.final_url;
    const auto base = base_of(head, url);

    Document document;
    fill_metadata(document, {.head = head, .data = data, .marked = marked, .url = url, .base = base});
    const auto blocks = blocks_of(dom);
    const auto chosen =
        scope == Scope::everything ? all_but_menus(blocks.list) : choose(dom, blocks, evidence(head, data));
    take(document, render(dom, blocks, chosen, base));
    if (scope == Scope::article && !use_embedded(document, head, data, count_words(blocks.list, chosen), base)) {
        const auto verdict =
            kind_of({.dom = dom, .blocks = blocks, .chosen = chosen, .head = head, .data = data, .url = url});
        document.kind = verdict.kind;
        document.kind_reason = verdict.reason;
    }
    warn_of_hidden(document, blocks.hidden);
    refine_title(document, head, data, blocks.list, chosen);
    fill_from_text(document, texts_near_title(blocks.list, chosen));
    return document;
}

}  // namespace winnow::extract
