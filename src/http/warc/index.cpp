#include "http/warc/index.h"

#include <unordered_set>

#include "http/message.h"
#include "http/warc/redact.h"
#include "text/digest.h"

namespace winnow::http::warc {
namespace {

std::string key_of(std::string_view method, std::string_view url, std::string_view body_digest) {
    auto key = std::string(method) + " " + std::string(url);
    if (!body_digest.empty()) key += " " + std::string(body_digest);
    return key;
}

std::string digest_of(std::string_view body) {
    return body.empty() ? std::string() : text::sha256_hex(body);
}

bool is_bare(const Record& record) {
    return record.type() == "resource" || record.type() == "conversion";
}

/// The first lines, for status and content type without decoding the body.
ArchivedPage describe(const Url& url, const Record& record) {
    ArchivedPage page{.url = url};
    if (is_bare(record)) {
        page.status = 200;
        page.content_type = record.field("Content-Type");
    } else if (const auto response = parse_head(record.block)) {
        page.status = response->status;
        page.content_type = response->header("content-type").value_or("");
    }
    return page;
}

/// What was asked, when it was more than GET of a URL.
struct Asked {
    std::string method;
    std::string body_digest;
};

/// An answer whose request may come later in the file.
struct Waiting {
    std::string id;
    std::string concurrent_to;
    Url url;
    Place place;
};

}  // namespace

class Indexer {
public:
    /// False if the record cannot be sought.
    bool add(const Record& record) {
        if (!record.can_be_sought) return false;
        if (record.type() == "request")
            add_request(record);
        else if (record.type() == "response" || record.type() == "revisit" || is_bare(record))
            add_answer(record);
        return true;
    }

    Index take() && {
        for (const auto& answer : waiting_) {
            const auto asked = asked_for(answer);
            const auto key = key_of(asked.method, answer.url.href(), asked.body_digest);
            index_.answers_[key].push_back(answer.place);
            if (const auto canonical = Url::parse(answer.url.href()))
                index_.canonical_.emplace(key_of(asked.method, canonical->href(), asked.body_digest), key);
        }
        return std::move(index_);
    }

private:
    void add_request(const Record& record) {
        const std::string_view message(record.block);
        const auto method = message.substr(0, message.find(' '));
        const auto split = message.find("\r\n\r\n");
        const auto body = split == std::string_view::npos ? std::string_view() : message.substr(split + 4);
        if (method == "GET" && body.empty()) return;
        const Asked asked{std::string(method), digest_of(body)};
        // Either record of an exchange may name the other.
        for (const auto* name : {"WARC-Concurrent-To", "WARC-Record-ID"})
            if (const auto id = record.field(name); !id.empty()) asked_.emplace(id, asked);
    }

    Asked asked_for(const Waiting& answer) const {
        for (const auto* id : {&answer.id, &answer.concurrent_to})
            if (const auto found = asked_.find(*id); found != asked_.end()) return found->second;
        return {.method = "GET", .body_digest = {}};
    }

    void add_answer(const Record& record) {
        auto url = Url::parse_exact(record.target());
        if (!url) return;  // dns:, urn:, metadata
        const bool has_head = record.block.starts_with("HTTP/");
        auto place = place_of(record, has_head);
        if (!place) return;
        std::string id(record.field("WARC-Record-ID"));
        if (record.type() != "revisit") {
            by_id_.emplace(id, *place);
            by_digest_.emplace(record.field("WARC-Payload-Digest"), *place);
            by_url_.emplace(url->href(), *place);
        }
        if (seen_.insert(url->href()).second) index_.pages_.push_back(describe(*url, record));
        waiting_.push_back({std::move(id), std::string(record.field("WARC-Concurrent-To")), std::move(*url), *place});
    }

    std::optional<Place> place_of(const Record& record, bool has_head) const {
        if (is_bare(record)) return Place{.offset = record.offset, .body_offset = {}, .is_message = false};
        if (record.type() == "response")
            return has_head ? std::optional(Place{.offset = record.offset, .body_offset = {}}) : std::nullopt;
        const auto* original = original_of(record);
        if (!original) return std::nullopt;
        // A revisit without a head, or with that of a 304, says: as it was.
        const bool as_it_was = record.field("WARC-Profile").find("server-not-modified") != std::string_view::npos;
        if (!has_head || as_it_was || !original->is_message) return *original;
        return Place{.offset = record.offset, .body_offset = original->offset, .is_message = true};
    }

    /// The answer that a revisit repeats.
    const Place* original_of(const Record& revisit) const {
        const auto look_up = [](const auto& places, std::string_view name) -> const Place* {
            const auto found = name.empty() ? places.end() : places.find(std::string(name));
            return found == places.end() ? nullptr : &found->second;
        };
        if (const auto* place = look_up(by_id_, revisit.field("WARC-Refers-To"))) return place;
        if (const auto* place = look_up(by_digest_, revisit.field("WARC-Payload-Digest"))) return place;
        if (const auto* place = look_up(by_url_, revisit.field("WARC-Refers-To-Target-URI"))) return place;
        return look_up(by_url_, revisit.target());
    }

    Index index_;
    std::vector<Waiting> waiting_;
    std::unordered_map<std::string, Asked> asked_;  // by the id of the response or of the request
    std::unordered_map<std::string, Place> by_id_, by_digest_, by_url_;
    std::unordered_set<std::string> seen_;
};

Result<std::optional<Index>> Index::build(Reader& reader) {
    Indexer indexer;
    std::string warning;
    for (std::size_t records = 0;; ++records) {
        auto next = reader.next();
        if (!next && records == 0) return fail(std::move(next).error());
        if (!next)
            warning = next.error().message() + "; the " + std::to_string(records) + " records before it are used";
        if (!next || !*next) break;
        if (!indexer.add(**next)) return std::optional<Index>();
    }
    auto index = std::move(indexer).take();
    index.set_warning(std::move(warning));
    return std::optional(std::move(index));
}

const std::vector<Place>* Index::find(const Request& request) const {
    const auto& url = request.url.href();
    const auto canonical = Url::parse(url);
    for (const auto& body : {request.body, redacted_body(request.headers, request.body)}) {
        const auto digest = digest_of(body);
        for (const auto& name : {url, redacted_url(url)})
            if (const auto found = answers_.find(key_of(request.method, name, digest)); found != answers_.end())
                return &found->second;
        if (!canonical) continue;
        const auto found = canonical_.find(key_of(request.method, canonical->href(), digest));
        if (found != canonical_.end()) return &answers_.at(found->second);
    }
    return nullptr;
}

}  // namespace winnow::http::warc
