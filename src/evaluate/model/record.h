#pragma once

#include <cstddef>
#include <vector>

#include "core/exchange/exchange.h"
#include "llm/chat.h"

namespace winnow::evaluate {

/// What is kept of the texts of one judgement, together: a page at the default limit is asked for six times over.
constexpr std::size_t kMostRecordBytes = 1u << 20;

/// The request as it was put to the model.
Exchange exchange_of(const llm::ChatRequest& request);
/// What came back, and the messages as they went out in the provider's form, where that is known.
void complete(Exchange& exchange, const llm::ChatReply& reply);
/// Leaves out, and counts, what is beyond `bytes` of all texts together.
void bound(std::vector<Exchange>& exchanges, std::size_t bytes = kMostRecordBytes);

}  // namespace winnow::evaluate
