#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/document.h"
#include "evaluate/local/reading/reading.h"

namespace winnow::evaluate {

/// What can be counted in a text. The table in signals.cpp says how, and how people call it.
enum class Signal : std::uint8_t {
    length,
    vocabulary,
    headings,
    lists,
    numbered_steps,
    tables,
    code,
    identifiers,
    figures,
    versions,
    references,
    quotations,
    dates,
    how_to,
    example,
    reason,
    condition,
    definition,
    failure,
    trade_off,
    alternative,
    hedge,
    disclosure,
    citation,
    data,
    experience,
    mechanism,
    imperative,
    questions,
    absolute,
    superlative,
    promotion,
    clickbait,
    shouting,
    repetition,
    link_list,
    brevity,
    balance,
};
constexpr std::size_t kSignals = 38;

struct Measured {
    double count = 0;  ///< as counted, for people
    double value = 0;  ///< 0 to 1, saturating: twice as much of a thing is never twice as good
};

struct Signals {
    std::array<Measured, kSignals> all;
    const Measured& operator[](Signal signal) const { return all[static_cast<std::size_t>(signal)]; }
    Measured& operator[](Signal signal) { return all[static_cast<std::size_t>(signal)]; }
};

/// Counts every signal. What is to a text's credit is counted in sentences that count; its faults in all of them.
Signals measure(const Document& document, const Reading& reading);

/// Identifier, as in weights.inc and in the features of tools/fit-judge.py: "trade_off".
std::string_view name_of(Signal signal);
/// The count in words: "12 instructions", "no references", "3 % of the sentences praise".
std::string in_words(Signal signal, const Measured& measured);

}  // namespace winnow::evaluate
