#include "app/wiring/assembly.h"

#include <algorithm>
#include <thread>

#include "app/wiring/cloud/secrets.h"
#include "app/wiring/judges/judges.h"
#include "app/wiring/version.h"
#include "config/load.h"
#include "extract/extractor.h"
#include "fetch/fetcher.h"
#include "files/files.h"
#include "http/answers/answers.h"
#include "http/archive.h"
#include "http/live.h"
#include "http/retry.h"
#include "index/indexer.h"
#include "publish/publisher.h"
#include "rank/ranker.h"
#include "store/fault_tolerant_cache.h"
#include "store/redis_cache.h"
#include "store/redis_limits.h"
#include "store/shared/layered_cache.h"
#include "store/shared/sqlite_limits.h"
#include "store/sqlite_store.h"

namespace winnow {
namespace {

constexpr std::string_view kStoreFile = "winnow.sqlite";
constexpr std::string_view kTurnsFile = "turns.sqlite";
constexpr std::string_view kAnswers = "answers";
constexpr std::string_view kBatches = "batches";
constexpr std::size_t kLeastWorkers = 8;  // pages are waited for, not computed

http::LiveOptions live_options(const NetSettings& net) {
    http::LiveOptions options;
    options.user_agent = "winnow/" + version_number() + " (+" + net.contact + ")";
    options.private_addresses = net.allow_private ? http::PrivateAddresses::allowed : http::PrivateAddresses::forbidden;
    options.allowed_hosts = net.allow;
    options.ca_file = net.ca_file;
    return options;
}

FetchOptions fetch_options(const FetchSettings& fetch) {
    return {.timeout = fetch.timeout,
            .delay = fetch.delay,
            .max_page_bytes = fetch.max_page.count,
            .max_redirects = fetch.max_redirects,
            .robots = fetch.respect_robots ? RobotsPolicy::respected : RobotsPolicy::ignored};
}

Result<std::vector<SourceSetting>> configured_sources(const Settings& settings) {
    if (!settings.sources.empty()) return settings.sources;
    std::vector<SourceSetting> sources;
    for (const auto& kind : source_kinds()) {
        if (!is_used_by_default(kind)) continue;
        TRY(auto source, default_source(kind));
        sources.push_back(std::move(source));
    }
    return sources;
}

/// The sources that `only` names, by name or kind; a kind without settings of its own may be named without being
/// configured.
Result<std::vector<SourceSetting>> chosen_sources(std::vector<SourceSetting> sources,
                                                  const std::vector<std::string>& only) {
    if (only.empty()) return sources;
    std::vector<SourceSetting> chosen;
    for (const auto& name : only) {
        const auto before = chosen.size();
        for (const auto& source : sources)
            if (source.name == name || source.kind == name) chosen.push_back(source);
        if (chosen.size() > before) continue;
        const auto* const kind = find_source_kind(name);
        if (kind == nullptr)
            return fail(ErrorKind::invalid_argument, "there is no source '" + name + "'; winnow sources lists them");
        if (kind->needs_settings)
            return fail(ErrorKind::invalid_argument, "the source '" + name + "' needs " + kind->needs +
                                                         " in the configuration; winnow config explain says how");
        TRY(auto source, default_source(*kind));
        chosen.push_back(std::move(source));
    }
    return chosen;
}

/// The Redis of the configuration; its password is asked for at every connection.
Result<RedisOptions> redis_options(const Settings& settings) {
    auto url = parse_redis_url(settings.cache_redis);
    if (!url) return fail(std::move(url).error().in("cache.redis"));
    auto options = std::move(url->options);
    options.ca_file = settings.net.ca_file;
    if (!url->password_reference.empty())
        options.password = [reference = config::SecretReference{url->password_reference}](bool) {
            return config::resolve(reference, process_secret_schemes());
        };
    return options;
}

template <typename Options>
SourceSetting named_source(const std::string& kind, Options options,
                           Result<std::unique_ptr<Source>> (*make)(Options, SourceContext)) {
    return {.kind = kind,
            .name = kind,
            .enabled = true,
            .make = [options = std::move(options), make](SourceContext context) {
                return make(options, std::move(context));
            }};
}

}  // namespace

Assembly::~Assembly() = default;

Result<SourceSetting> default_source(const SourceKind& kind) {
    auto section = config::empty({});
    TRY(auto maker, kind.read(section));
    return SourceSetting{.kind = kind.name,
                         .name = kind.name,
                         .enabled = true,
                         .make = std::move(maker),
                         .tuning = {},
                         .net = {.retries = {}, .cache_time = kind.cache_time}};
}

Result<void> Assembly::open_clients(const Settings& settings, const AssemblyOptions& options) {
    if (!options.archive.empty()) {
        TRY(auto archive, http::open_archive(options.archive));
        if (!archive->warning().empty()) notes_.push_back(options.archive + ": " + archive->warning());
        archive_ = archive.get();
        clients_.push_back(std::move(archive));
        return {};
    }
    TRY(auto live, http::make_live_client(live_options(settings.net)));
    clients_.push_back(std::move(live));
    if (!options.record.empty()) {
        TRY(auto recording, http::make_recording_client(client(), options.record));
        clients_.push_back(std::move(recording));
    }
    impatient_ = &client();
    clients_.push_back(http::make_retrying_client(client(), {.retries = settings.net.retries}));
    return {};
}

/// The client for models, which do their own retrying: it answers from an archive what is recorded there, and asks the
/// network for the rest, since whoever names a model wants it asked.
Result<http::Client*> Assembly::models_client(const Settings& settings) {
    if (archive_ == nullptr) return clients_.size() > 1 ? clients_[clients_.size() - 2].get() : clients_.back().get();
    auto& recorded = client();
    TRY(auto live, http::make_live_client(live_options(settings.net)));
    others_.push_back(std::move(live));
    others_.push_back(make_recorded_else_live_client(recorded, *others_.back()));
    return others_.back().get();
}

Result<void> Assembly::make_evaluator(const Settings& settings, const AssemblyOptions& options) {
    TRY(auto choice, choose_judge(settings, archive_ != nullptr));
    components_.rubric = std::move(choice.rubric);
    method_ = std::move(choice.method);
    judge_note_ = std::move(choice.note);
    TRY(auto* const client, models_client(settings));
    EvaluatorContext context{
        .settings = settings, .client = *client, .clock = *components_.clock, .random = {}, .method = {}};
    // What is recorded must be asked again in the same words; the mark then depends on the page alone, which cannot
    // hold its own hash.
    if (archive_ != nullptr || !options.record.empty()) context.random = [] { return std::uint64_t{0}; };
    if (options.batched) {
        TRY(auto batches, make_batches(settings, method_, data_ / kBatches, *client, *components_.clock));
        auto* const shared = batches.get();  // the components own it, and outlive the judge
        context.batched = [shared] { return shared->chat_model(); };
        context.random = [shared] { return shared->run_number(); };
        components_.batches = std::move(batches);
    }
    TRY(components_.evaluator, make_judge(method_, context));
    return {};
}

Result<void> Assembly::make_sources(const Settings& settings, const AssemblyOptions& options) {
    if (archive_ != nullptr && options.sources.empty() && options.only.empty()) {
        components_.sources.push_back(
            make_archive_source(*archive_, {.name = "archive", .client = client(), .clock = *components_.clock}));
        return {};
    }
    auto settings_of_sources = options.sources;
    if (settings_of_sources.empty()) {
        TRY(auto configured, configured_sources(settings));
        TRY(settings_of_sources, chosen_sources(std::move(configured), options.only));
    }
    for (const auto& setting : settings_of_sources)
        if (setting.enabled) TRY_OK(add_source(setting, options));
    return {};
}

/// An index that cannot be opened costs the run nothing but the index: the report says why.
void Assembly::open_search(const Settings& settings) {
    constexpr std::chrono::seconds kPatience{20};
    auto search = SearchAssembly::open(settings, Deadline::after(kPatience));
    if (!search) {
        components_.indexer = make_dead_indexer(std::move(search).error());
        return;
    }
    search_ = std::move(*search);
    components_.indexer = search_->indexer();
    if (auto note = mend(*search_, *components_.store, {}); !note.empty()) notes_.push_back(std::move(note));
}

Result<void> Assembly::open_coordination(const Settings& settings, const AssemblyOptions& options) {
    coordination_ = options.coordination;
    if (coordination_ || archive_ != nullptr) return {};
    if (settings.cache_redis.empty()) {
        coordination_ = make_sqlite_coordination(data_ / kTurnsFile);
        return {};
    }
    TRY(auto redis, redis_options(settings));
    TRY(coordination_, make_redis_coordination(std::move(redis)));
    return {};
}

/// Pages and judgements in the store, and behind it in the Redis that several computers share.
Result<void> Assembly::share_memory(const Settings& settings) {
    TRY(auto redis, redis_options(settings));
    TRY(auto far, make_redis_cache(std::move(redis)));
    components_.cache =
        make_layered_cache(*components_.store, make_fault_tolerant_cache(std::move(far)), *components_.clock);
    return {};
}

Result<void> Assembly::add_source(const SourceSetting& setting, const AssemblyOptions& options) {
    auto source = setting.make({.name = setting.name,
                                .client = client_for(setting, options),
                                .clock = *components_.clock,
                                .secrets = &process_secret_schemes(),
                                .coordination = coordination_.get()});
    if (!source) return fail(std::move(source).error().in("source " + setting.name));
    components_.sources.push_back(make_tuned_source(std::move(*source), setting.tuning, *components_.clock));
    return {};
}

http::Client& Assembly::client_for(const SourceSetting& setting, const AssemblyOptions& options) {
    if (archive_ != nullptr) return client();
    auto* result = &client();
    const auto add = [&](std::unique_ptr<http::Client> one) {
        result = one.get();
        source_clients_.push_back(std::move(one));
    };
    if (setting.net.retries) add(http::make_retrying_client(*impatient_, {.retries = *setting.net.retries}));
    if (setting.net.timeout != SourceNet().timeout) add(http::make_impatient_client(*result, setting.net.timeout));
    if (setting.net.cache_time.count() > 0 && !options.in_memory)
        add(http::make_remembering_client(
            *result, {.folder = data_ / kAnswers / setting.kind, .lifetime = setting.net.cache_time},
            *components_.clock));
    return *result;
}

Result<std::unique_ptr<Assembly>> Assembly::make(const Settings& settings, const AssemblyOptions& options) {
    std::unique_ptr<Assembly> assembly(new Assembly);
    auto& components = assembly->components_;
    assembly->data_ = data_folder(settings);
    TRY_OK(assembly->open_clients(settings, options));
    TRY_OK(assembly->make_evaluator(settings, options));
    TRY_OK(assembly->open_coordination(settings, options));
    if (!options.without_sources) TRY_OK(assembly->make_sources(settings, options));
    components.fetcher = make_fetcher(fetch_options(settings.fetch), assembly->client(), *components.clock);
    components.extractor = make_extractor_from(settings);
    components.ranker = make_ranker();
    components.publisher = make_publisher();
    if (options.without_store) return assembly;
    if (options.in_memory) {
        TRY(components.store, open_memory_store());
    } else {
        TRY(auto opened, open_store(settings));
        if (!opened.note.empty()) assembly->notes_.push_back(std::move(opened.note));
        components.store = std::move(opened.store);
        if (!settings.cache_redis.empty()) TRY_OK(assembly->share_memory(settings));
    }
    if (options.indexed && settings.search.index.enabled) assembly->open_search(settings);
    return assembly;
}

std::filesystem::path data_folder(const Settings& settings) {
    return settings.data.empty() ? config::data_folder() : settings.data;
}

Result<OpenedStore> open_store(const Settings& settings) {
    const auto folder = data_folder(settings);
    TRY_OK(files::make_folders(folder));
    return open_sqlite_store(folder / kStoreFile);
}

std::unique_ptr<Extractor> make_extractor_from(const Settings&) {
    return make_extractor();
}

RunOptions run_options(const Settings& settings) {
    RunOptions options;
    options.per_source = settings.per_source;
    options.max_urls = settings.max_urls;
    const std::size_t processors = std::max(1u, std::thread::hardware_concurrency());
    options.workers = settings.workers > 0 ? settings.workers : std::max(kLeastWorkers, 4 * processors);
    options.host_concurrency = settings.fetch.host_concurrency;
    options.cache_ttl = std::chrono::duration_cast<std::chrono::seconds>(settings.cache_ttl);
    options.min_words = static_cast<std::uint32_t>(settings.evaluate.min_words);
    options.budget = {.cost_usd = settings.budget_usd, .tokens = static_cast<std::int64_t>(settings.budget_tokens)};
    options.rank.limit = settings.rank.limit;
    options.rank.quality_share = settings.rank.quality;
    options.rank.near_duplicate = settings.rank.near_duplicate;
    options.rank.off_topic_below = settings.rank.off_topic_below;
    options.publish.folder = settings.output.empty() ? data_folder(settings) / "runs" : settings.output;
    options.publish.formats = settings.formats;
    return options;
}

Result<std::vector<SourceSetting>> named_sources(const NamedSources& named) {
    std::vector<SourceSetting> sources;
    for (const auto& url : named.urls)
        if (auto parsed = Url::parse(url); !parsed)
            return fail(ErrorKind::invalid_argument,
                        "'" + url + "' is not a URL that can be read: " + parsed.error().message());
    if (!named.urls.empty() || !named.url_files.empty())
        sources.push_back(named_source<UrlsOptions>("urls", {named.urls, named.url_files}, make_urls_source));
    if (!named.feeds.empty()) sources.push_back(named_source<FeedOptions>("feed", {named.feeds, {}}, make_feed_source));
    if (!named.sitemaps.empty())
        sources.push_back(named_source<SitemapOptions>("sitemap", {named.sitemaps, {}}, make_sitemap_source));
    if (!named.opml_files.empty())
        sources.push_back(named_source<FeedOptions>("opml", {{}, named.opml_files}, make_feed_source));
    return sources;
}

}  // namespace winnow
