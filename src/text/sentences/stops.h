#pragma once

namespace winnow::text {

/// What a character says about the end of a sentence.
enum class Stop {
    none,
    full,      ///< '.', which means other things as well
    strong,    ///< '!', '?' and the like, which need a blank behind them
    absolute,  ///< the stops of scripts that write no blank behind them
};

Stop stop_of(char32_t c);
/// Quotation marks and brackets that may stand behind a sentence's last stop, and before its first word.
bool is_closing(char32_t c);
bool is_opening(char32_t c);

}  // namespace winnow::text
