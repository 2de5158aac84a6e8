#pragma once
// llm: models of language behind one interface, one file per provider.

#include <cstdint>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/result.h"
#include "core/time.h"
#include "core/url.h"
#include "json/value.h"

namespace winnow::llm {

/// What a model is asked, in one turn.
struct ChatRequest {
    std::string instructions;            ///< the trusted part: rubric and rules
    std::string input;                   ///< data, which the model must not obey
    json::Value schema;                  ///< JSON Schema that the answer must have; null: free text
    std::string schema_name = "answer";  ///< [A-Za-z0-9_-], at most 64
    std::int64_t max_output_tokens = 2'000;
    Url page;  ///< a page that the model must open itself with its own tools; empty: no tools
};

/// A page that the model's tool opened, as the provider proves it. It need not be the one that was asked for.
struct OpenedPage {
    Url url;
    std::string text;  ///< what the tool read; empty where the provider does not say
};

struct ChatReply {
    std::string text;      ///< the answer; when a schema was given, JSON without anything around it
    std::string model;     ///< as the provider names what answered
    std::string provider;  ///< as configured; empty if the answer came in a batch
    std::string request_id;
    json::Value sent;  ///< body of the request, of the last one if it took several; no header, so no key; null: unknown
    std::vector<OpenedPage> opened;
    std::vector<std::string> tool_errors;  ///< why a tool opened nothing: "url_not_accessible"
    Usage usage;                           ///< of all turns that the answer took; cost by the configured prices
};

/// A model of a provider. Safe to call from several threads.
class ChatModel {
public:
    virtual ~ChatModel() = default;
    /// As configured: part of the key under which judgements are remembered.
    virtual const std::string& model() const = 0;
    /// Whether ChatRequest::page may be set.
    virtual bool opens_pages() const { return false; }
    /// What the calling thread's answers that ended in an error (cut off, refused, no JSON) have used since it last
    /// asked: they are paid for like others.
    virtual Usage take_lost_usage() { return {}; }
    /// With a schema the answer is JSON of the schema's outermost type, every property present (one that the schema
    /// does not require may be null); whether it holds to the limits in it (minimum, maxLength) is for the caller to
    /// check. Errors: unauthorized, rate_limited (after the retries; retry_after says when to come back),
    /// quota_exhausted (never retried, and every later call fails with it at once), too_large (longer than the
    /// context), malformed (cut off, empty, no JSON), blocked (refusal or content filter), timed_out, unavailable,
    /// cancelled, invalid_config (no such model, a parameter that it refuses), unsupported (a page for a model without
    /// tools). No message names a key or repeats the input.
    virtual Result<ChatReply> ask(const ChatRequest& request, const Deadline& deadline) = 0;
};

}  // namespace winnow::llm
