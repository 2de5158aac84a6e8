#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/archive.h"
#include "http/warc/record.h"

namespace winnow::http::warc {

/// Where an answer lies in the file.
struct Place {
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> body_offset;  ///< of the record with the body, when this one repeats its head only
    bool is_message = true;                    ///< false: a resource record, which has a body and no head
};

/// What a file holds: the answers to each request in their order.
class Index {
public:
    /// Reads all records. Damage ends it: what came before counts, `warning()` tells. Nothing if a record cannot be
    /// sought. Errors: those of the reader, if not one record is whole.
    static Result<std::optional<Index>> build(Reader& reader);

    /// The places of the answers; none if there are none. Tried in turn: the URL as it is, with its keys redacted, and
    /// its canonical form against those of the file.
    const std::vector<Place>* find(const Request& request) const;

    const std::vector<ArchivedPage>& pages() const { return pages_; }
    const std::string& warning() const { return warning_; }
    void set_warning(std::string warning) { warning_ = std::move(warning); }

private:
    std::unordered_map<std::string, std::vector<Place>> answers_;  // by method, URL and body
    std::unordered_map<std::string, std::string> canonical_;       // the same with the canonical URL → key of answers_
    std::vector<ArchivedPage> pages_;
    std::string warning_;
    friend class Indexer;
};

}  // namespace winnow::http::warc
