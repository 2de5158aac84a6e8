#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace winnow::wordpiece {

/// A text cleaned as BERT's tokenizer does and divided into words: without control characters, accents and case, with
/// Chinese characters and punctuation as words of their own. For any bytes; the tokenizer itself deals with ASCII.
class NormalisedWords {
public:
    struct Word {
        std::string_view text;
        std::size_t code_points = 0;
    };

    /// Replaces what was read before. The words are valid until the next call.
    const std::vector<Word>& read(std::string_view text);

private:
    void clean(std::string_view text);
    void add(char32_t c);
    void end_word();

    std::vector<std::uint32_t> cleaned_;
    std::string bytes_;
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t code_points = 0;
    };
    std::vector<Range> ranges_;
    Range open_;
    std::vector<Word> words_;
};

}  // namespace winnow::wordpiece
