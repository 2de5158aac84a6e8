#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::evaluate {

/// What words of a sentence tell about it. Each counts at most once a sentence.
enum class Cue : std::uint8_t {
    how_to,       ///< "how to", "step", "template", "checklist"
    example,      ///< "for example", "such as"
    reason,       ///< "because", "so that", "therefore"
    condition,    ///< "if", "when", "unless"
    definition,   ///< "is a", "means", "refers to"
    failure,      ///< "fails", "error", "edge case", "risk"
    trade_off,    ///< "however", "trade-off", "instead of", "drawback"
    alternative,  ///< "alternatively", "another option", "pros and cons"
    hedge,        ///< "usually", "might", "in most cases"
    disclosure,   ///< "i am not an expert", "disclosure", "in my opinion"
    citation,     ///< "according to", "et al", "study", "research"
    data,         ///< "measured", "benchmark", "percent", "survey"
    experience,   ///< "we found", "we used to", "in our case"
    absolute,     ///< "always", "never", "everyone", "obviously"
    superlative,  ///< "best", "amazing", "perfect"
    promotion,    ///< "sign up", "free trial", "subscribe"
    mechanism,    ///< "internally", "under the hood", "latency", "algorithm"
    imperative,   ///< the sentence begins with a verb in the imperative: "Add", "Run"
};
constexpr std::size_t kCues = 18;

/// Lower-case words of one sentence, in order.
using Tokens = std::span<const std::string_view>;

struct CueCount {
    std::uint32_t cues = 0;       ///< bit per Cue
    std::uint32_t cue_words = 0;  ///< words that belong to some cue
    /// Index of each phrase found, for counting how often one phrase is used in a document.
    std::vector<std::uint16_t> phrases;
    bool has(Cue cue) const { return ((cues >> static_cast<unsigned>(cue)) & 1U) != 0; }
};

/// Finds cues; `found` is reused to save allocations.
void find_cues(Tokens tokens, CueCount& found);

/// How many phrases there are: the range of CueCount::phrases.
std::size_t phrase_count();
/// Which cue a phrase stands for.
Cue cue_of(std::uint16_t phrase);

}  // namespace winnow::evaluate
