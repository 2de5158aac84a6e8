#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"

namespace winnow {

/// A text as it was sent or came back. What is not kept of it is missing at its end, and counted.
struct KeptText {
    std::string text;
    std::size_t left_out = 0;  ///< bytes
    friend bool operator==(const KeptText&, const KeptText&) = default;
};

struct SentMessage {
    std::string role;  ///< "system", "user"; "assistant" for what a paused turn had said so far
    KeptText content;
    friend bool operator==(const SentMessage&, const SentMessage&) = default;
};

/// What a tool of the model read.
struct ToolReading {
    std::string url;
    KeptText text;  ///< empty where the provider does not say
    friend bool operator==(const ToolReading&, const ToolReading&) = default;
};

/// One request to a language model and what came back. Of the request it is the body alone: keys travel in headers.
struct Exchange {
    std::string provider;  ///< as configured: "openai"; empty if it is not known (a batch)
    std::string model;     ///< as the provider names what answered
    std::string request_id;
    Timestamp asked{};
    double seconds = 0;  ///< until the answer was there, with what was waited for and asked again
    std::vector<SentMessage> sent;
    std::string settings;  ///< JSON: what else the body held, such as limits, the schema of the answer, tools
    std::vector<ToolReading> opened;
    std::vector<std::string> tool_errors;
    KeptText answer;
    std::string fault;  ///< why the answer was not taken; empty if it was
    Usage usage;
    friend bool operator==(const Exchange&, const Exchange&) = default;
};

/// For a page that asks not to be kept: what was sent besides the instructions, and what tools read, is only counted.
void leave_out_page(std::vector<Exchange>& exchanges);

}  // namespace winnow
