#pragma once
// media: places where people publish letters, articles and videos.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "discover/api/api.h"
#include "stages/source.h"

namespace winnow {

/// Medium's feeds: the ten newest articles of each tag, publication and author. Its pages are often refused to
/// programs; what the feed carries is read then.
struct MediumOptions {
    std::string endpoint = "https://medium.com";
    std::vector<std::string> tags{"software-engineering", "engineering-management", "software-architecture"};
    std::vector<std::string> publications;  ///< as in the address: "netflix-techblog"
    std::vector<std::string> authors;       ///< with or without @
    std::vector<std::string> urls;          ///< feeds of publications with a domain of their own
};
Result<MediumOptions> read_medium_options(config::Section& section);
Result<std::unique_ptr<Source>> make_medium_source(MediumOptions options, SourceContext context);

/// Newsletters on Substack: their feeds, or their archives, which can be searched but are not documented.
struct SubstackOptions {
    SubstackOptions();
    std::vector<std::string> publications;  ///< hosts, or names before .substack.com
    bool archive = false;
    ApiOptions api;  ///< endpoint unused: each publication is one
};
Result<SubstackOptions> read_substack_options(config::Section& section);
Result<std::unique_ptr<Source>> make_substack_source(SubstackOptions options, SourceContext context);

/// YouTube: channels and playlists by their feeds, videos by address, and, with a key, the search of its Data API. What
/// is read of a video is its transcript; where none can be had, the candidate says why.
struct YoutubeOptions {
    YoutubeOptions();
    ApiOptions api;
    std::vector<std::string> channels;   ///< ids: "UC…"
    std::vector<std::string> playlists;  ///< ids: "PL…"
    std::vector<std::string> urls;       ///< videos
    std::size_t max_searches = 2;        ///< a hundred a day are free
    std::size_t transcripts = 10;        ///< fetched for one run; 0: none
    std::vector<std::string> languages{"en"};
    std::string site = "https://www.youtube.com";
};
Result<YoutubeOptions> read_youtube_options(config::Section& section);
Result<std::unique_ptr<Source>> make_youtube_source(YoutubeOptions options, SourceContext context);

}  // namespace winnow
