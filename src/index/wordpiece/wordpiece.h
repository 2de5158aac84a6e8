#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace winnow::wordpiece {

/// Place of a token in the vocabulary of BERT uncased.
using Token = std::uint16_t;

constexpr Token kUnknown = 100;              // [UNK]
constexpr std::size_t kVocabulary = 30'522;  // tokens
constexpr std::size_t kLongestWord = 100;    // code points; a longer word is one [UNK]

/// Appends the tokens of a text, without [CLS] and [SEP]: control characters go, Chinese characters and punctuation
/// stand alone, accents are stripped (NFD, without marks), letters become small, and each word is cut greedily into the
/// longest pieces that the vocabulary has. "[SEP]" in a text is text. Bytes that are no UTF-8 go. Linear time but for
/// words, which are short; safe from several threads. Source: Devlin et al., "BERT" (2018), its tokenization.py; equal
/// to Hugging Face's tokenizers (tests/data/wordpiece), but for a few hundred characters that Unicode has had since
/// version 8: that library takes their accents and punctuation for letters.
void tokenize(std::string_view text, std::vector<Token>& tokens);

/// How many there are.
std::size_t count(std::string_view text);

}  // namespace winnow::wordpiece
