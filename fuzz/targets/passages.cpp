// Passages of any text with any Markdown beside it; the first line of the input divides the two by its length.
#include <algorithm>
#include <string>

#include "check.h"
#include "index/chunk.h"
#include "text/utf8.h"
#include "text/words/characters.h"

using namespace winnow;

namespace {

bool is_blank(std::string_view text) {
    for (std::size_t position = 0; position < text.size();)
        if (!text::is_white_space(text::next_code_point(text, position))) return false;
    return true;
}

std::string valid(std::string_view text) {
    std::string result;
    for (std::size_t position = 0; position < text.size();)
        text::append_code_point(result, text::next_code_point(text, position));
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto method = static_cast<ChunkMethod>(input.choice(3));
    const auto max_tokens = 16 + input.choice(64);
    const auto overlap = input.choice(8);
    const auto divider = input.line().size();
    Document document;
    document.markdown = input.rest();
    document.text = valid(input.rest().substr(std::min(divider, input.rest().size())));
    for (std::size_t at = document.text.find("\n#"); at != std::string::npos; at = document.text.find("\n#", at + 1))
        document.headings.push_back({static_cast<int>(at % 6) + 1, "h", at + 1});

    std::size_t covered = 0;
    std::size_t last = 0;
    for (const auto& passage :
         make_passages(document, {.method = method, .max_tokens = max_tokens, .overlap_tokens = overlap})) {
        fuzz::check(document.text.compare(passage.offset, passage.text.size(), passage.text) == 0,
                    "a passage lies where it says");
        fuzz::check(!is_blank(passage.text) && text::is_valid_utf8(passage.text), "a passage is text");
        fuzz::check(passage.tokens <= max_tokens, "a passage keeps to its size");
        fuzz::check(passage.number == 0 || passage.offset > last, "passages come in order");
        if (passage.offset > covered)
            fuzz::check(is_blank(std::string_view(document.text).substr(covered, passage.offset - covered)),
                        "nothing is lost");
        last = passage.offset;
        covered = passage.offset + passage.text.size();
    }
    fuzz::check(is_blank(std::string_view(document.text).substr(covered)), "nothing is lost at the end");
    return 0;
}
