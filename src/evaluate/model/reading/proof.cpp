#include "evaluate/model/reading/proof.h"

#include <algorithm>

#include "text/digest.h"
#include "text/words.h"

namespace winnow::evaluate {
namespace {

std::string compared(const Url& url) {
    const auto clean = Url::parse(url.href());  // without the parameters that tools add
    auto href = clean ? clean->href() : url.href();
    if (const auto scheme = href.find("://"); scheme != std::string::npos) href.erase(0, scheme + 3);
    if (const auto query = href.find('?'); query != std::string::npos && query > 0 && href[query - 1] == '/')
        href.erase(query - 1, 1);
    while (href.ends_with('/')) href.pop_back();
    return href;
}

}  // namespace

bool is_same_page(const Url& a, const Url& b) {
    return !a.empty() && !b.empty() && compared(a) == compared(b);
}

const llm::OpenedPage* opened_page(const llm::ChatReply& reply, const Document& document) {
    const llm::OpenedPage* best = nullptr;
    for (const auto& opened : reply.opened)
        if (is_same_page(opened.url, document.url) || is_same_page(opened.url, document.canonical))
            if (best == nullptr || opened.text.size() > best->text.size()) best = &opened;
    return best;
}

std::string text_proof(std::string_view text) {
    return "sha256:" + text::sha256_hex(text) + ", " + std::to_string(text::count_words(text)) + " words in " +
           std::to_string(text.size()) + " bytes";
}

}  // namespace winnow::evaluate
