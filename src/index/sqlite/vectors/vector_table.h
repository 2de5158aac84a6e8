#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "index/sqlite/vectors/quantised.h"

namespace winnow {

/// The vectors of all passages in main memory, a byte a component: what an exact scan reads from one end to the other.
/// For one thread at a time.
class VectorTable {
public:
    void clear(std::size_t dimensions);
    void reserve(std::size_t passages);
    /// Passages come in ascending order of their numbers. Components beyond or missing are cut or zero.
    void add(std::int64_t passage, std::int64_t document, std::span<const std::int8_t> components);

    std::size_t dimensions() const { return dimensions_; }
    std::size_t size() const { return passages_.size(); }
    /// Number of the last passage, 0 if there is none.
    std::int64_t last() const { return passages_.empty() ? 0 : passages_.back(); }

    struct Near {
        std::int64_t passage = 0;
        double cosine = 0;
    };
    struct NearDocument {
        std::int64_t document = 0;
        std::vector<Near> passages;  ///< the best first
    };
    /// Documents with the passages nearest to the question, best first; cosines of 0 or less are not near. `is_allowed`
    /// is asked once a document; none means all are.
    std::vector<NearDocument> nearest(std::span<const float> question, std::size_t documents,
                                      std::size_t passages_of_each,
                                      const std::function<bool(std::int64_t)>& is_allowed) const;

private:
    std::vector<float> cosines_to(std::vector<std::int8_t> question) const;

    std::size_t dimensions_ = 0;
    std::size_t width_ = 0;  // dimensions, padded
    std::vector<std::int8_t> rows_;
    std::vector<float> factors_;           // by row: 1 / length
    std::vector<std::int64_t> passages_;   // by row
    std::vector<std::uint32_t> owners_;    // by row: slot of the document
    std::vector<std::int64_t> documents_;  // by slot
    std::unordered_map<std::int64_t, std::uint32_t> slots_;
};

}  // namespace winnow
