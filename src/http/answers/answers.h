#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "core/time.h"
#include "http/client.h"

namespace winnow::http {

struct AnswerCacheOptions {
    std::filesystem::path folder;  ///< made when it is first needed
    std::chrono::milliseconds lifetime{0};
};

/// Gives the answer of an equal earlier request instead of asking again, for APIs that cost money or change once a day.
/// Kept are answers 200 to GET and to POST of JSON; what is asked (with keys in it) is kept as a digest only. Two
/// requests are equal by method, URL and body. A file that cannot be read or written costs a request, no more. `inner`
/// and `clock` outlive the client. Safe to call from several threads and processes.
std::unique_ptr<Client> make_remembering_client(Client& inner, AnswerCacheOptions options, const Clock& clock);

/// A client whose requests may take no longer than that. `inner` outlives it.
std::unique_ptr<Client> make_impatient_client(Client& inner, std::chrono::milliseconds timeout);

}  // namespace winnow::http
