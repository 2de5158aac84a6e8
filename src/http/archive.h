#pragma once

#include <memory>
#include <string>
#include <vector>

#include "http/client.h"

namespace winnow::http {

/// What an archive holds for one URL.
struct ArchivedPage {
    Url url;
    int status = 0;
    std::string content_type;  ///< as recorded, parameters included
};

/// Answers from a recorded web (WARC 1.0 and 1.1, from us, wget or a browser's tool) instead of the network. An index
/// of places is held in memory, bodies are read when asked for. Safe to call from several threads.
class ArchiveClient : public Client {
public:
    /// Every URL with a response, in the order of the file, each once.
    virtual const std::vector<ArchivedPage>& pages() const = 0;
    /// What is wrong with the archive although it can be used: "cut off at offset 1234; 56 records are whole".
    virtual const std::string& warning() const = 0;
};

/// Opens and indexes the file. Several responses to one request are answered in their order, the last one again and
/// again. A request matches by method, URL (exact, else canonical) and body. Errors: not_found, malformed (no archive),
/// storage. A request that was not recorded gets the error not_found "not in the archive".
Result<std::unique_ptr<ArchiveClient>> open_archive(const std::string& path);

/// Passes requests to `inner`, which outlives it, and writes every exchange to a new WARC 1.1 file. Authorisation,
/// cookies and keys in headers and parameters are replaced by "REDACTED". A file cut off by a crash is readable up to
/// its last whole record. Errors: storage. Safe to call from several threads.
Result<std::unique_ptr<Client>> make_recording_client(Client& inner, const std::string& path);

}  // namespace winnow::http
