#include "discover/media/transcript.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "markup/entities.h"
#include "markup/reader.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow {
namespace {

constexpr std::size_t kIdLength = 11;
constexpr std::size_t kWordsOfParagraph = 60, kMostWordsOfParagraph = 140;

bool is_id_character(unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_';
}

std::string_view leading_id(std::string_view text) {
    const auto* const end = std::ranges::find_if_not(text, is_id_character);
    const auto id = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    return id.size() == kIdLength ? id : std::string_view();
}

/// Pages that stand where a video should: YouTube's own way to say no.
std::optional<Error> refusal_in(const Answer& page) {
    if (page.url.host().starts_with("consent.") || page.body.contains("action=\"https://consent.youtube.com/s\""))
        return Error(ErrorKind::blocked, "YouTube asks for consent to cookies first");
    if (page.url.path().starts_with("/sorry/") || page.body.contains("class=\"g-recaptcha\""))
        return Error(ErrorKind::blocked, "YouTube takes this computer's address for a robot's");
    return std::nullopt;
}

/// 429 is no matter of patience here: the address is on a list.
std::optional<Error> read_failure(const http::Response& response, Timestamp) {
    if (response.status != 429) return std::nullopt;
    return Error(ErrorKind::blocked, "answered 429: YouTube takes this computer's address for a robot's");
}

Result<void> check_playable(const json::Value& player) {
    const auto& playability = player["playabilityStatus"];
    const auto status = playability["status"].text();
    const auto reason = playability["reason"].text();
    if (status == "OK") return {};
    if (status == "LOGIN_REQUIRED" && text::lower_case(reason).contains("bot"))
        return fail(ErrorKind::blocked, "YouTube takes this computer's address for a robot's");
    if (status.empty()) return fail(ErrorKind::malformed, "an answer without the state of the video");
    return fail(status == "LOGIN_REQUIRED" || status == "UNPLAYABLE" ? ErrorKind::forbidden : ErrorKind::not_found,
                reason.empty() ? "the video cannot be played" : reason);
}

bool is_of_language(const json::Value& track, std::string_view language) {
    const auto code = track["languageCode"].as_string();
    return code == language || (code.starts_with(language) && code.substr(language.size()).starts_with('-'));
}

/// Speech cut where it is long enough and a sentence ends.
class Paragraphs {
public:
    void add(const std::string& cue) {
        const auto words = text::count_words(cue);
        if (words == 0) return;
        (current_ += current_.empty() ? "" : " ") += cue;
        count_ += words;
        const bool ends = cue.ends_with('.') || cue.ends_with('?') || cue.ends_with('!');
        if ((ends && count_ >= kWordsOfParagraph) || count_ >= kMostWordsOfParagraph) close();
    }
    std::string take() && {
        close();
        return std::move(html_);
    }

private:
    void close() {
        if (!current_.empty()) html_ += "<p>" + markup::escaped(current_) + "</p>\n";
        current_.clear();
        count_ = 0;
    }
    std::string html_, current_;
    std::size_t count_ = 0;
};

/// <transcript><text start="0" dur="2.1">…</text></transcript>, in which entities are escaped twice.
Result<std::string> read_captions(const Answer& answer) {
    markup::Reader reader(answer.body, answer.url);
    markup::Event event;
    Paragraphs paragraphs;
    std::string cue;
    bool inside = false;
    while (reader.next(event)) {
        if (event.kind == markup::Event::Kind::start && event.name == "text") {
            inside = true;
            cue.clear();
        } else if (event.kind == markup::Event::Kind::end && event.name == "text") {
            inside = false;
            paragraphs.add(text::folded_white_space(markup::decoded(cue)));
        } else if (inside && event.kind == markup::Event::Kind::text) {
            cue += event.text;
        }
    }
    auto html = std::move(paragraphs).take();
    if (html.empty()) return fail(ErrorKind::not_found, "the captions are empty");
    return html;
}

}  // namespace

std::string video_of(const Url& url) {
    const auto host = url.host();
    if (host == "youtu.be") return std::string(leading_id(url.path().substr(1)));
    if (host != "youtube.com" && !host.ends_with(".youtube.com")) return {};
    if (url.path() == "/watch") {
        const auto query = "&" + std::string(url.query());
        const auto at = query.find("&v=");
        return at == std::string::npos ? std::string()
                                       : std::string(leading_id(std::string_view(query).substr(at + 3)));
    }
    for (const std::string_view folder : {"/shorts/", "/live/", "/embed/", "/v/"})
        if (url.path().starts_with(folder)) return std::string(leading_id(url.path().substr(folder.size())));
    return {};
}

Result<std::string> Transcripts::read(const std::string& video, const Deadline& deadline) {
    TRY(const auto key, inner_key(video, deadline));
    TRY(const auto played, player(video, key, deadline));
    TRY(const auto address, captions_address(played));
    TRY(auto url, Url::parse_exact(address));
    TRY(const auto answer,
        api_.ask_for({.url = std::move(url), .accept = "text/xml", .read_failure = read_failure}, deadline));
    if (auto refusal = refusal_in(answer)) return fail(std::move(*refusal));
    return read_captions(answer);
}

Result<std::string> Transcripts::inner_key(const std::string& video, const Deadline& deadline) {
    TRY(auto url, Url::parse_exact(site_ + "/watch?v=" + video));
    TRY(const auto page, api_.ask_for({.url = std::move(url),
                                       .accept = "text/html",
                                       .headers = {{"Accept-Language", "en"}},
                                       .read_failure = read_failure},
                                      deadline));
    if (auto refusal = refusal_in(page)) return fail(std::move(*refusal));
    constexpr std::string_view kMark = "\"INNERTUBE_API_KEY\":";
    const auto at = page.body.find(kMark);
    const auto open = at == std::string::npos ? at : page.body.find('"', at + kMark.size());
    if (open == std::string::npos) return fail(ErrorKind::malformed, "a page without the key of its player");
    const auto rest = std::string_view(page.body).substr(open + 1);
    const auto* const end = std::ranges::find_if_not(rest, is_id_character);
    if (end == rest.begin()) return fail(ErrorKind::malformed, "a page without the key of its player");
    return std::string(rest.begin(), end);
}

Result<json::Value> Transcripts::player(const std::string& video, const std::string& key, const Deadline& deadline) {
    TRY(auto url, Url::parse_exact(site_ + "/youtubei/v1/player?key=" + key));
    const auto client = json::object({{"clientName", "ANDROID"}, {"clientVersion", "20.10.38"}});
    const auto request = json::object({{"context", json::object({{"client", client}})}, {"videoId", video}});
    TRY(const auto answer, api_.ask_for({.url = std::move(url),
                                         .accept = "application/json",
                                         .headers = {{"Content-Type", "application/json"}},
                                         .method = "POST",
                                         .body = json::dump(request),
                                         .read_failure = read_failure},
                                        deadline));
    TRY(auto body, json::parse(answer.body));
    TRY_OK(check_playable(body));
    return body;
}

Result<std::string> Transcripts::captions_address(const json::Value& player) const {
    const auto& tracks = player["captions"]["playerCaptionsTracklistRenderer"]["captionTracks"].items();
    if (tracks.empty()) return fail(ErrorKind::not_found, "the video has no captions");
    // Best first: the languages in their order, each by people before machines; then any, likewise.
    const auto rank = [&](const json::Value& track) {
        const auto language =
            std::ranges::find_if(languages_, [&](const std::string& wanted) { return is_of_language(track, wanted); });
        return 2 * (language - languages_.begin()) + (track["kind"].as_string() == "asr" ? 1 : 0);
    };
    const auto best = std::ranges::min_element(tracks, {}, rank);
    auto address = (*best)["baseUrl"].text();
    if (address.contains("&exp=xpe"))
        return fail(ErrorKind::unsupported, "the captions are given to YouTube's own player only");
    constexpr std::string_view kOtherForm = "&fmt=srv3";
    if (const auto at = address.find(kOtherForm); at != std::string::npos) address.erase(at, kOtherForm.size());
    return address.starts_with('/') ? site_ + address : address;
}

}  // namespace winnow
