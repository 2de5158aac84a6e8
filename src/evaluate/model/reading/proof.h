#pragma once

#include <string>
#include <string_view>

#include "core/document.h"
#include "llm/chat.h"

namespace winnow::evaluate {

/// Whether two URLs name one page as far as tools write them: http or https, a slash at the end, tracking parameters
/// and fragments make no difference.
bool is_same_page(const Url& a, const Url& b);
/// What the tool read of the document's page (its URL or canonical URL); nullptr if it did not open it.
const llm::OpenedPage* opened_page(const llm::ChatReply& reply, const Document& document);

/// "sha256:…, 1234 words in 5678 bytes".
std::string text_proof(std::string_view text);

}  // namespace winnow::evaluate
