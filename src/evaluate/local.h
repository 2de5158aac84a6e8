#pragma once
// evaluate: judges and what they judge by.

#include <memory>

#include "stages/evaluator.h"

namespace winnow {

/// Judges by signals that can be counted in the text (code, figures, references, steps, hedging, superlatives…), not by
/// understanding, and says so in each explanation. Free, deterministic, immediate; for rubrics of any criteria: those
/// that it has no signals for are judged by the words of their description.
std::unique_ptr<Evaluator> make_local_evaluator();

}  // namespace winnow
