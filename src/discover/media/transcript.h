#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "discover/api/api.h"

namespace winnow {

/// The words of YouTube's videos, as their captions have them: those made by people before those made by machines, in
/// the first of the languages that there is, else in any. The way to them is not documented and may end any day.
class Transcripts {
public:
    /// `api` is asked with its pauses and outlives this. `site` is YouTube's address.
    Transcripts(Api& api, std::string site, std::vector<std::string> languages)
        : api_(api), site_(std::move(site)), languages_(std::move(languages)) {}

    /// As HTML, a paragraph for each piece of speech. Errors: not_found (no captions, no such video), forbidden (for
    /// members, adults, or after a login only), blocked (YouTube takes us for a robot: no other video will do better),
    /// unsupported (captions that only its own player gets), and those of Api.
    Result<std::string> read(const std::string& video, const Deadline& deadline);

private:
    Result<std::string> inner_key(const std::string& video, const Deadline& deadline);
    Result<json::Value> player(const std::string& video, const std::string& key, const Deadline& deadline);
    Result<std::string> captions_address(const json::Value& player) const;

    Api& api_;
    std::string site_;
    std::vector<std::string> languages_;
};

/// The id of a video by its address on YouTube (watch, youtu.be, shorts, live, embed); empty for anything else.
std::string video_of(const Url& url);

}  // namespace winnow
