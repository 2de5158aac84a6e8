// WordPiece tokens of any bytes, valid UTF-8 or not.
#include <string>

#include "check.h"
#include "index/wordpiece/wordpiece.h"

using namespace winnow;

namespace {

std::vector<wordpiece::Token> tokens_of(std::string_view text) {
    std::vector<wordpiece::Token> tokens;
    wordpiece::tokenize(text, tokens);
    return tokens;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto text = fuzz::Input(bytes, size).rest();
    const auto tokens = tokens_of(text);
    for (const auto token : tokens)
        fuzz::check(token >= wordpiece::kUnknown && token < wordpiece::kVocabulary, "a token is one of the vocabulary");
    fuzz::check(wordpiece::count(text) == tokens.size(), "as many are counted as there are");

    // The quick way for ASCII and the thorough way for the rest must agree: a soft hyphen at the end of a word says
    // nothing, and leads to the other way.
    std::string other;
    for (const char c : text) {
        if (c == ' ') other += "\xC2\xAD";
        other += c;
    }
    fuzz::check(tokens_of(other) == tokens, "both ways through a text lead to the same tokens");

    const auto blank = text.find(' ');
    if (blank == std::string_view::npos) return 0;
    fuzz::check(wordpiece::count(text.substr(0, blank)) + wordpiece::count(text.substr(blank)) == tokens.size(),
                "words do not depend on each other");
    return 0;
}
