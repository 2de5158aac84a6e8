#pragma once

#include <memory>

#include "app/lambda/trace/tracer.h"
#include "stages/evaluator.h"
#include "stages/fetcher.h"

namespace winnow::lambda {

/// The same stage, each page or judgement of it as a subsegment. `tracer` outlives it.
std::unique_ptr<Fetcher> make_traced_fetcher(std::unique_ptr<Fetcher> inner, const Tracer& tracer);
std::unique_ptr<Evaluator> make_traced_evaluator(std::unique_ptr<Evaluator> inner, const Tracer& tracer);

}  // namespace winnow::lambda
