#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stages/source.h"

namespace winnow {

/// The words of a question that a search engine should look for, in their order and as written, without stop words; all
/// of them if nothing else is left. Each once.
std::vector<std::string> search_words(std::string_view question);

/// What becomes of a phrase in quotation marks: its words one by one, or the phrase as one word with its marks.
enum class Phrases { as_words, kept };
std::vector<std::string> search_words(std::string_view question, Phrases phrases);

/// What to ask an engine that wants every word to occur: the question's words, its expansions', and, when the question
/// has more than three words, its three longest alone, because engines of that kind find nothing for whole sentences.
/// Each set of words once, at most `most`, most telling first.
std::vector<std::vector<std::string>> searches(const Query& query, std::size_t most,
                                               Phrases phrases = Phrases::as_words);
/// What to ask an engine that understands sentences: the question and its expansions as they are, each once.
std::vector<std::string> sentences_to_ask(const Query& query, std::size_t most, std::size_t max_bytes);

std::string joined_texts(const std::vector<std::string>& words, std::string_view between);

}  // namespace winnow
