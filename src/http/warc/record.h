#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/result.h"

namespace winnow::http::warc {

/// One record of a WARC file (ISO 28500): its named fields and its block.
struct Record {
    std::uint64_t offset = 0;  ///< where it begins in the file; the beginning of its gzip member when compressed
    /// Whether seek(offset) leads back to it: not if it lies behind another record in a gzip member.
    bool can_be_sought = true;
    std::vector<HeaderField> fields;
    std::string block;

    std::string_view type() const;                        ///< "response", "request", "revisit"…
    std::string_view target() const;                      ///< WARC-Target-URI without the angle brackets of WARC 1.0
    std::string_view field(std::string_view name) const;  ///< empty if missing
};

/// Reads the records of a file one after the other, or from an offset: gzip with a member per record, gzip as one
/// member, or not compressed at all. Memory is one record. Not safe from several threads.
class Reader {
public:
    /// Errors: not_found, storage, malformed (no WARC file).
    static Result<Reader> open(const std::string& path);
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    /// The next record; nothing at the end. Errors: malformed (naming file and offset), too_large (a block above
    /// kMaxBlockBytes), storage. After an error the rest cannot be read.
    Result<std::optional<Record>> next();
    /// Goes to a record by its offset, so that next() reads it.
    Result<void> seek(std::uint64_t offset);

    struct Input;

private:
    explicit Reader(std::unique_ptr<Input> input);
    std::unique_ptr<Input> input_;
};

constexpr std::uint64_t kMaxBlockBytes = 512u << 20;

}  // namespace winnow::http::warc
