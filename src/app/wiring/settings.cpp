#include "app/wiring/settings.h"

#include <algorithm>
#include <cctype>

#include "app/wiring/serve/settings.h"
#include "config/load.h"
#include "config/secrets.h"
#include "config/values.h"
#include "evaluate/rubric_file.h"
#include "store/redis_options.h"

namespace winnow {
namespace {

using std::chrono::milliseconds;

void read_net(config::Section section, NetSettings& net) {
    section.field("allow_private", net.allow_private,
                  "Allow requests to loopback, private and other internal addresses.");
    section.field("allow", net.allow, "Hosts (host:port) that may be asked although their address is internal.");
    section.field("contact", net.contact, "Address or URL in the User-Agent, so that operators can reach you.");
    section.field("ca_file", net.ca_file,
                  "PEM file with certificate authorities that are trusted besides the system's.");
    section.field("retries", net.retries, "How often a request that failed for a passing reason is tried again.",
                  {.least = 0, .most = 10});
}

void read_fetch(config::Section section, FetchSettings& fetch) {
    section.field("timeout", fetch.timeout, "How long one request may take.",
                  {.least = milliseconds{100}, .most = std::chrono::minutes{10}});
    section.field("delay", fetch.delay, "Least time between two requests to one host; a longer Crawl-delay wins.",
                  {.least = milliseconds{0}, .most = std::chrono::minutes{10}});
    section.field("host_concurrency", fetch.host_concurrency, "Requests to one host at a time.",
                  {.least = 1, .most = 64});
    section.field("max_page", fetch.max_page, "Larger pages are not read.");
    section.field("max_redirects", fetch.max_redirects, "Longer chains of redirects are not followed.",
                  {.least = 0, .most = 50});
    section.field("respect_robots", fetch.respect_robots, "Obey robots.txt. Turn off for your own sites only.");
}

void read_evaluate(config::Section section, EvaluateSettings& evaluate) {
    section.field("method", evaluate.method,
                  "Who judges: a method that winnow doctor lists, or auto for the best that the keys allow.");
    section.field("rubric", evaluate.rubric, "Rubric: default, engineering_manager, staff_engineer, or a YAML file.");
    section.field("min_score", evaluate.min_score,
                  "Overall score from which a page counts as high quality; 0: the rubric's.",
                  {.least = 0, .most = kHighestScore});
    section.field("min_words", evaluate.min_words, "Shorter texts are not judged.", {.least = 0, .most = 10'000});
    section.field("page_tokens", evaluate.page_tokens,
                  "Tokens of a page that a model is shown; longer ones are reduced to what touches the question.",
                  {.least = 500, .most = 1'000'000});
    section.field("halves", evaluate.halves,
                  "Whether a model that would recommend what signals do not speak for is asked about the halves, too.");
    section.field("batch", evaluate.batch,
                  "Whether runs ask for answers in batches: at half the price at most providers, within a day.");
    section.field("batch_poll", evaluate.batch_poll, "How often a batch under way is looked at.",
                  {.least = milliseconds{10}, .most = std::chrono::hours{1}});
    section.field("perspectives", evaluate.perspectives, "Rubrics of dual_perspective: names or YAML files.");
    auto tavily = section.child("tavily", "The service that reads pages for tavily_content.");
    tavily.field("key", evaluate.tavily_key, "Where its key lies.");
    tavily.field("endpoint", evaluate.tavily_endpoint, "Address of its extract call.");
}

void read_rank(config::Section section, RankSettings& rank) {
    section.field("limit", rank.limit, "How long the reading list may be; 0: no limit.");
    section.field("quality", rank.quality,
                  "How much of a page's place hangs on its score; 0: relevance to the question alone.",
                  {.least = 0, .most = 1});
    section.field("near_duplicate", rank.near_duplicate, "Resemblance from which two pages count as one.",
                  {.least = 0.05, .most = 1});
    section.field("off_topic_below", rank.off_topic_below,
                  "Relevance under which a page is off topic; 0: the ranker's own.", {.least = 0, .most = 1});
}

/// An address with a password in it would end up in reports of the configuration: only where it lies may stand there.
void read_cache(config::Section section, Settings& settings) {
    section.field("ttl", settings.cache_ttl, "The longest that a known page is not asked for again.");
    section.field("redis", settings.cache_redis,
                  "A Redis that shares pages and judgements between computers: rediss://USER:env:NAME@HOST:PORT, with "
                  "the password's place instead of the password; redis:// without TLS. Runs stay in the data folder.");
    if (settings.cache_redis.empty()) return;
    const auto url = parse_redis_url(settings.cache_redis);
    if (!url)
        section.refuse("redis", url.error().message());
    else if (!url->password_reference.empty() && !config::is_secret_reference(url->password_reference))
        section.refuse("redis", "the password itself must not stand here; put env:NAME or file:PATH in its place");
}

void read_limits(config::Section& root, Settings& settings) {
    auto budget = root.child("budget", "What the models of one run may use; 0 means no limit.");
    budget.field("cost_usd", settings.budget_usd, "US dollars.", {.least = 0, .most = 1e6});
    budget.field("tokens", settings.budget_tokens, "Tokens, in and out.");
    read_cache(root.child("cache", "What is remembered of pages."), settings);
    auto run = root.child("run", "How large a run is.");
    run.field("per_source", settings.per_source, "URLs wanted from each source.", {.least = 1, .most = 10'000});
    run.field("max_urls", settings.max_urls, "URLs looked at in all; 0 means no limit.");
    run.field("workers", settings.workers, "Pages treated at a time; 0: by the number of processors.",
              {.least = 0, .most = 256});
    auto output = root.child("output", "Where reports go.");
    std::string folder;
    output.field("folder", folder, "Folder that gets a folder per run; default: runs/ in the data folder.");
    if (!folder.empty()) settings.output = folder;
    output.field("formats", settings.formats, "json, markdown, html, csv, atom, json_feed; all if empty.");
}

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const auto& kind : source_kinds()) names.push_back(kind.name);
    return names;
}

void read_since(config::Section& section, SourceTuning& tuning) {
    std::string since;
    section.field("since", since, "Nothing older: a date such as 2026-11-23, or an age such as 30d.");
    if (since.empty()) return;
    tuning.since = parse_rfc3339(since);
    const auto age = tuning.since ? std::nullopt : config::parse_duration(since);
    if (age) tuning.age = *age;
    if (!tuning.since && !age) section.refuse("since", "expected a date such as 2026-11-23 or an age such as 30d");
}

/// The keys that every kind of source has.
void read_common(config::Section& section, SourceSetting& setting) {
    section.field("enabled", setting.enabled, "Whether it is asked.");
    section.field("limit", setting.tuning.limit, "URLs wanted from it; 0: as run.per_source says.",
                  {.least = 0, .most = 10'000});
    section.field("queries", setting.tuning.queries, "What it is asked besides the question.");
    read_since(section, setting.tuning);
    section.field("timeout", setting.net.timeout, "How long one request to it may take.",
                  {.least = milliseconds{100}, .most = std::chrono::minutes{10}});
    std::size_t retries = NetSettings().retries;
    section.field("retries", retries, "As net.retries, for this source alone.", {.least = 0, .most = 10});
    if (section.has("retries")) setting.net.retries = retries;
    section.field("cache_time", setting.net.cache_time,
                  "How long an answer of it is used again instead of asking; 0: not at all, for arXiv 1d.",
                  {.least = milliseconds{0}, .most = std::chrono::days{365}});
}

/// Problems stay with the section; the caller's finish() reports them.
void read_source(config::Section& section, std::vector<SourceSetting>& sources) {
    SourceSetting setting;
    section.choice("kind", setting.kind, kind_names(), "Kind of the source; winnow sources lists them.");
    section.field("name", setting.name, "Name in reports; the kind if not given.");
    read_common(section, setting);
    const auto* const kind = find_source_kind(setting.kind);
    if (kind == nullptr) {
        if (!section.has("kind")) section.refuse("kind", "is missing; winnow sources lists the kinds");
        return;
    }
    if (setting.name.empty()) setting.name = setting.kind;
    if (!section.has("cache_time")) setting.net.cache_time = kind->cache_time;
    auto maker = kind->read(section);
    if (!maker) return;
    setting.make = std::move(*maker);
    if (const auto same = std::ranges::count(sources, setting.name, &SourceSetting::name); same > 0)
        setting.name += "-" + std::to_string(same + 1);
    sources.push_back(std::move(setting));
}

/// "fetch.delay" → "WINNOW_FETCH__DELAY": flags are variables that come before those of the environment.
std::string variable_of(std::string_view path) {
    std::string name = "WINNOW_";
    for (const char c : path)
        if (c == '.')
            name += "__";
        else
            name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

Result<Settings> read_settings(config::Section& root) {
    Settings settings;
    root.field("question", settings.question, "The question when the command line has none.");
    std::string data;
    root.field("data", data, "Folder of the memory; default: ~/.local/share/winnow.");
    if (!data.empty()) settings.data = data;
    read_net(root.child("net", "The network."), settings.net);
    read_fetch(root.child("fetch", "How pages are fetched."), settings.fetch);
    read_evaluate(root.child("evaluate", "How pages are judged."), settings.evaluate);
    read_models(root.child("models", "Providers of language models."), settings.models);
    read_rank(root.child("rank", "How the list is ordered."), settings.rank);
    read_search(root, settings.search);
    ServeSettings serve;  // checked and documented here, used by winnow serve alone
    read_serve(root.child("serve", "The local page."), serve);
    read_limits(root, settings);
    for (auto& section : root.children("sources", "Where URLs come from; the keyless ones if none is named."))
        read_source(section, settings.sources);
    read_profiles(root, settings.profiles);
    read_digest(root.child("digest", "The new best, delivered."), settings.digest);
    TRY_OK(root.finish());
    return settings;
}

Result<config::Section> open_config(const std::optional<std::filesystem::path>& file,
                                    const std::map<std::string, std::string>& overrides) {
    auto environment = config::process_environment();
    for (const auto& [path, value] : overrides) environment[variable_of(path)] = value;
    if (!file) return config::empty(std::move(environment));
    return config::load(*file, std::move(environment));
}

}  // namespace

Result<Settings> load_settings(const std::string& file, const std::map<std::string, std::string>& overrides) {
    TRY(const auto found, config::find_config_file(file));
    TRY(auto root, open_config(found, overrides));
    TRY(auto settings, read_settings(root));
    if (found) settings.file = *found;
    return settings;
}

void read_serve(config::Section section, ServeSettings& serve) {
    section.field("address", serve.address,
                  "Where winnow serve listens; an address that other machines reach demands a password.");
    section.field("port", serve.port, "Its port; 0: any that is free.", {.least = 0, .most = 65'535});
    section.field("hosts", serve.hosts,
                  "Names under which browsers may ask for it besides localhost and addresses: box.lan.");
    section.field("password", serve.password, "Where the password lies, 12 characters or more.");
}

Result<ServeSettings> load_serve_settings(const std::string& file,
                                          const std::map<std::string, std::string>& overrides) {
    TRY(const auto found, config::find_config_file(file));
    TRY(auto root, open_config(found, overrides));
    ServeSettings serve;
    auto section = root.child("serve", "The local page.");
    read_serve(std::move(section), serve);
    return serve;
}

std::vector<config::FieldDescription> describe_settings() {
    std::vector<config::FieldDescription> fields;
    auto root = config::describe(fields);
    static_cast<void>(read_settings(root));
    for (const auto& kind : source_kinds()) {
        std::vector<config::FieldDescription> own;
        auto section = config::describe(own);
        static_cast<void>(kind.read(section));
        for (auto& field : own) {
            field.path = "sources[] (" + kind.name + ")." + field.path;
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

Result<Rubric> load_rubric(const EvaluateSettings& settings) {
    TRY(auto rubric, load_rubric_named(settings.rubric));
    if (settings.min_score > 0) rubric.min_score = settings.min_score;
    return rubric;
}

}  // namespace winnow
