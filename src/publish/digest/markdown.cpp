#include "publish/digest/digest.h"
#include "publish/escape.h"
#include "publish/wording.h"

namespace winnow {

std::string to_digest_markdown(const Digest& digest) {
    auto text = "# " + escape_markdown(digest.title) + "\n\n" + period_of(digest) + "\n\n";
    for (const auto& section : digest.sections) {
        text += "## " + escape_markdown(section.query) + "\n\n";
        if (!section.explanation.empty()) text += escape_markdown(section.explanation) + "\n\n";
        int number = 0;
        for (const auto& item : section.results) {
            text += std::to_string(++number) + ". " + markdown_link(title_of(item), item.url) + "  \n   " +
                    escape_markdown(facts_of(item)) + "\n";
            if (const auto words = words_of(item, 400); !words.empty()) text += "\n   " + escape_markdown(words) + "\n";
            for (const auto& similar : item.similar)
                text += "\n   Nearly the same: " + markdown_link(similar.title, similar.url) + "\n";
            text += "\n";
        }
    }
    return text;
}

}  // namespace winnow
