#include "publish/digest/chat/chat.h"

namespace winnow {
namespace {

/// What a part says of itself besides its articles.
Digest same_head(const Digest& digest) {
    return {.title = digest.title, .since = digest.since, .made = digest.made, .sections = {}};
}

Report without_results(const Report& report) {
    auto head = report;
    head.results.clear();
    return head;
}

}  // namespace

std::vector<Digest> split_for(const ChatForm& form, const Digest& digest) {
    std::vector<Digest> parts;
    std::size_t articles = 0;
    std::size_t bytes = 0;
    for (const auto& section : digest.sections) {
        const auto head = without_results(section);
        bool is_begun = false;  // the section, in the part at hand
        for (const auto& item : section.results) {
            const auto cost = form.cost(item);
            if (parts.empty() || articles == form.most_articles || bytes + cost > form.most_bytes) {
                parts.push_back(same_head(digest));
                articles = bytes = 0;
                is_begun = false;
            }
            if (!is_begun) parts.back().sections.push_back(head);
            is_begun = true;
            parts.back().sections.back().results.push_back(item);
            ++articles;
            bytes += cost;
        }
    }
    return parts;
}

}  // namespace winnow
