#include "app/wiring/search/open.h"

#include <set>

#include "app/wiring/assembly.h"
#include "app/wiring/cloud/secrets.h"
#include "app/wiring/version.h"
#include "config/secrets.h"
#include "files/files.h"
#include "http/live.h"
#include "http/retry.h"
#include "index/embedders.h"
#include "index/indexer.h"
#include "index/qdrant_index.h"
#include "index/sqlite_index.h"

namespace winnow {
namespace {

constexpr std::string_view kIndexFile = "index.sqlite";

Result<Secret> secret_of(const config::SecretReference& reference) {
    return config::resolve(reference, process_secret_schemes());
}

/// "localhost:6333" of a configured address: it may be an internal one, for the user named it.
void allow(http::LiveOptions& options, const std::string& address) {
    if (const auto url = Url::parse_exact(address))
        options.allowed_hosts.push_back(std::string(url->host()) + ":" + std::to_string(url->port()));
}

}  // namespace

SearchAssembly::~SearchAssembly() = default;

/// The address may lie where the key does.
Result<void> SearchAssembly::find_address() {
    auto& url = settings_.index.url;
    if (!config::is_secret_reference(url)) return {};
    TRY(const auto address, secret_of({url}));
    if (!Url::parse_exact(address.reveal()))  // perhaps a key: not to be shown
        return fail(ErrorKind::invalid_config, "index.url: what " + url + " holds is not the address of a server");
    url = address.reveal();
    return {};
}

Result<void> SearchAssembly::open_clients(const NetSettings& net) {
    http::LiveOptions options;
    options.user_agent = "winnow/" + version_number();
    options.allowed_hosts = net.allow;
    options.ca_file = net.ca_file;
    for (const auto* address : {&settings_.index.url, &settings_.embed.endpoint, &settings_.rerank.endpoint})
        allow(options, *address);
    if (settings_.embed.kind == "ollama" && settings_.embed.endpoint.empty()) allow(options, "http://localhost:11434");
    TRY(auto live, http::make_live_client(options));
    clients_.push_back(std::move(live));
    // Everything that goes this way may be asked twice: questions, and writes that are idempotent.
    clients_.push_back(http::make_retrying_client(*clients_.back(), {.retries = net.retries, .repeat_post = true}));
    return {};
}

Result<void> SearchAssembly::open_index(const std::filesystem::path& data, const Deadline& deadline) {
    const auto model = embedder_ ? embedder_->model() : std::string();
    const auto dimensions = embedder_ ? embedder_->dimensions() : 0;
    const auto& index = settings_.index;
    if (index.kind == "qdrant") {
        auto url = Url::parse_exact(index.url);
        if (!url)
            return fail(
                ErrorKind::invalid_config,
                "index.url: '" + index.url + "' is not the address of a Qdrant server; http://localhost:6333 is");
        TRY(auto key, secret_of(index.api_key));
        TRY(index_, open_qdrant_index({.url = std::move(*url),
                                       .api_key = std::move(key),
                                       .collection = index.collection,
                                       .model = model,
                                       .dimensions = dimensions},
                                      client(), deadline));
        return {};
    }
    TRY_OK(files::make_folders(data));
    TRY(auto opened, open_sqlite_index(data / kIndexFile, {.model = model, .dimensions = dimensions}));
    index_ = std::move(opened.index);
    note_ = std::move(opened.note);
    return {};
}

Result<std::unique_ptr<SearchAssembly>> SearchAssembly::open(const Settings& settings, const Deadline& deadline,
                                                             IndexUse use) {
    std::unique_ptr<SearchAssembly> search(new SearchAssembly);
    search->settings_ = settings.search;
    TRY_OK(search->find_address());
    TRY_OK(search->open_clients(settings.net));
    TRY_OK(search->open_embedder(data_folder(settings), use));
    TRY_OK(search->open_index(data_folder(settings), deadline));
    return search;
}

std::unique_ptr<Indexer> SearchAssembly::indexer() const {
    return make_indexer({.index = *index_, .embedder = embedder_.get(), .chunks = settings_.index.chunks});
}

Result<std::unique_ptr<Reranker>> SearchAssembly::reranker() {
    const auto& rerank = settings_.rerank;
    const auto kind = reranker_kind(rerank.kind);
    if (!kind)
        return fail(ErrorKind::invalid_config,
                    "rerank.kind is none: cohere, voyage, jina or tei; or use --rerank local, which needs nothing");
    TRY(auto key, secret_of(rerank.api_key));
    return make_reranker({.kind = *kind, .endpoint = rerank.endpoint, .model = rerank.model, .key = std::move(key)},
                         client());
}

Result<Refilled> refill(Store& store, Indexer& indexer, const Deadline& deadline) {
    std::set<std::string> indexed;
    std::set<std::string> without_text;
    TRY(auto runs, store.runs(SIZE_MAX));
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {  // the oldest first, so that the newest judgement stays
        TRY(const auto outcomes, store.outcomes(run->id));
        for (const auto& outcome : outcomes) {
            if (deadline.is_stopped()) return fail(ErrorKind::cancelled, "stopped before all was indexed");
            if (!outcome.assessment || !outcome.document) continue;
            TRY(const auto page, store.find_page(outcome.candidate.url));
            if (!page || page->document.content_hash != outcome.document->content_hash) {
                without_text.insert(outcome.candidate.url.href());
                continue;
            }
            TRY_OK(indexer.add(page->document,
                               {.source = outcome.candidate.source,
                                .score = outcome.assessment->overall,
                                .tags = outcome.assessment->tags,
                                .run_id = run->id},
                               deadline));
            indexed.insert(outcome.candidate.url.href());
        }
    }
    std::erase_if(without_text, [&](const std::string& url) { return indexed.contains(url); });
    return Refilled{.documents = indexed.size(), .without_text = without_text.size()};
}

std::string mend(SearchAssembly& search, Store& store, const Deadline& deadline) {
    if (search.note().empty()) return {};
    const auto refilled = refill(store, *search.indexer(), deadline);
    if (!refilled) return search.note() + "; winnow index rebuild fills it from the memory";
    auto text =
        search.note() + "; documents read again from the memory of runs: " + std::to_string(refilled->documents);
    if (refilled->without_text > 0)
        text += "; not there (runs over archives leave none): " + std::to_string(refilled->without_text);
    return text;
}

std::filesystem::path rescue_file(const Settings& settings) {
    return data_folder(settings) / "index-rebuild.jsonl";
}

}  // namespace winnow
