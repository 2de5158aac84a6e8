#include "store/blob_cache.h"

#include "json/codec.h"
#include "store/packed.h"
#include "store/remote/records.h"

namespace winnow {
namespace {

constexpr std::chrono::seconds kTimeout{20};
constexpr std::string_view kContentType = "application/octet-stream";

json::Value encode(const CachedPage& page) {
    return json::object({{"url", page.url.href()},
                         {"etag", page.etag},
                         {"last_modified", page.last_modified},
                         {"fetched", page.fetched_at.time_since_epoch().count()},
                         {"fresh", page.fresh_until.time_since_epoch().count()},
                         {"document", json::encode(page.document)}});
}

Result<CachedPage> decode(const json::Value& value) {
    CachedPage page{
        .url = {}, .document = {}, .etag = value["etag"].text(), .last_modified = value["last_modified"].text()};
    TRY(page.url, Url::parse_exact(value["url"].as_string()));
    TRY(page.document, json::decode_document(value["document"]));
    page.fetched_at = Timestamp{std::chrono::seconds{value["fetched"].as_int()}};
    page.fresh_until = Timestamp{std::chrono::seconds{value["fresh"].as_int()}};
    return page;
}

class BlobCache final : public Cache {
public:
    BlobCache(BlobStore& blobs, std::string prefix) : blobs_(blobs), prefix_(std::move(prefix)) {}

    Result<std::optional<CachedPage>> find_page(const Url& url) override {
        TRY(const auto bytes, blobs_.get(page_blob(url), Deadline::after(kTimeout)));
        if (!bytes) return std::nullopt;
        return unpacked_as(*bytes, url.href(), decode);
    }

    Result<void> save_page(const CachedPage& page) override {
        TRY(const auto bytes, packed(encode(page)));
        return blobs_.put(page_blob(page.url), bytes, kContentType, Deadline::after(kTimeout));
    }

    Result<void> refresh_page(const Url& url, Timestamp fetched_at, Timestamp fresh_until) override {
        TRY(auto page, find_page(url));
        if (!page) return {};
        page->fetched_at = fetched_at;
        page->fresh_until = fresh_until;
        return save_page(*page);
    }

    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override {
        const auto name = assessment_blob(key);
        TRY(const auto bytes, blobs_.get(name, Deadline::after(kTimeout)));
        if (!bytes) return std::nullopt;
        return unpacked_as(*bytes, name, json::decode_assessment);
    }

    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp) override {
        TRY(const auto bytes, packed(json::encode(assessment)));
        return blobs_.put(assessment_blob(key), bytes, kContentType, Deadline::after(kTimeout));
    }

private:
    std::string page_blob(const Url& url) const { return prefix_ + "v1/page/" + remote::page_name(url); }
    std::string assessment_blob(const EvaluationKey& key) const {
        return prefix_ + "v1/assessment/" + remote::assessment_name(key);
    }

    BlobStore& blobs_;
    std::string prefix_;
};

}  // namespace

std::unique_ptr<Cache> make_blob_cache(BlobStore& blobs, std::string prefix) {
    return std::make_unique<BlobCache>(blobs, std::move(prefix));
}

}  // namespace winnow
