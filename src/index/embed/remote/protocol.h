#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/result.h"
#include "core/time.h"
#include "http/client.h"
#include "index/embedders.h"
#include "json/value.h"

namespace winnow::embed {

/// What one request may hold. Tokens are estimated from above, so batches are rather too small.
struct Limits {
    std::size_t texts = 1;
    std::size_t tokens = 8'000;
};

/// How one provider is asked. Safe from several threads.
class Protocol {
public:
    virtual ~Protocol() = default;
    virtual const std::string& provider() const = 0;  ///< "openai"
    virtual Limits limits() const = 0;
    /// The request for a batch, with its key or signature.
    virtual Result<http::Request> request(std::span<const std::string> texts, TextRole role,
                                          const Deadline& deadline) const = 0;
    /// The vectors of an answer to `count` texts, in their order. Error: malformed.
    virtual Result<std::vector<Vector>> read(const json::Value& answer, std::size_t count) const = 0;
};

/// An embedder that speaks the protocol: makes batches, asks, tries again, checks what comes, brings vectors to unit
/// length. Texts without anything but white space get a vector of zeros and are not sent. Errors: as the makers.
Result<std::unique_ptr<Embedder>> make_remote_embedder(const RemoteEmbedderOptions& options,
                                                       std::unique_ptr<Protocol> protocol, http::Client& client);

/// A POST of JSON to `endpoint` + `path`. Error: malformed (no URL).
Result<http::Request> json_post(const std::string& endpoint, std::string_view path, const json::Value& body);
void authorize(http::Request& request, const Secret& key);

/// `texts` as a JSON array.
json::Value array_of(std::span<const std::string> texts);
/// One vector from an array of numbers, or from base64 of little-endian floats. Error: malformed.
Result<Vector> read_vector(const json::Value& value);
/// An array of them. Error: malformed, also for another number than `count`.
Result<std::vector<Vector>> read_vectors(const json::Value& array, std::size_t count);
/// The `data` of OpenAI's form: objects with `embedding` and `index`, in any order.
Result<std::vector<Vector>> read_indexed_vectors(const json::Value& data, std::size_t count);

}  // namespace winnow::embed
