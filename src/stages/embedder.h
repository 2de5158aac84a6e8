#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/passage.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// What a text is, for models that embed questions and documents differently.
enum class TextRole { document, question };

/// Makes vectors of texts. Safe to call from several threads.
class Embedder {
public:
    virtual ~Embedder() = default;
    /// Name of the model with its version: part of the key under which vectors are remembered, and of the index, which
    /// never mixes two.
    virtual const std::string& model() const = 0;
    virtual std::size_t dimensions() const = 0;
    /// One vector a text, in their order, of dimensions() components and unit length (all 0 for a text without a known
    /// word). Any number of texts: batches are the embedder's affair. Errors: unauthorized, rate_limited,
    /// quota_exhausted, timed_out, unavailable, malformed (also a wrong number of components), too_large, cancelled,
    /// invalid_config (no such model, or one that does not take what is configured).
    virtual Result<std::vector<Vector>> embed(std::span<const std::string> texts, TextRole role,
                                              const Deadline& deadline) = 0;
};

}  // namespace winnow
