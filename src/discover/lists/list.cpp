#include <algorithm>
#include <string>
#include <utility>

#include "config/load.h"
#include "discover/ask/answer.h"
#include "discover/ask/collection.h"
#include "discover/encoding/encoding.h"
#include "discover/feed/autodiscovery.h"
#include "discover/lists/lists.h"
#include "files/files.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxListBytes = 8u << 20;  // the longest of the well-known lists have half a megabyte

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
    const auto low = text::lower_case(name);
    return std::ranges::any_of(endings, [&](std::string_view ending) { return low.ends_with(ending); });
}

/// Where the Markdown of an address lies: a repository and a file's page on GitHub stand for the text itself.
std::vector<std::string> places_of(const Url& url) {
    constexpr std::string_view kRaw = "https://raw.githubusercontent.com";
    if (url.host() != "github.com") return {url.href()};
    auto path = std::string(url.path());
    while (path.ends_with('/')) path.pop_back();
    constexpr std::string_view kBlob = "/blob/";
    if (const auto blob = path.find(kBlob); blob != std::string::npos)
        return {std::string(kRaw) + path.substr(0, blob) + "/" + path.substr(blob + kBlob.size())};
    if (std::ranges::count(path, '/') != 2) return {url.href()};
    return {std::string(kRaw) + path + "/HEAD/README.md", std::string(kRaw) + path + "/HEAD/readme.md"};
}

class ListSource final : public Source {
public:
    ListSource(std::vector<ListEntry> entries, std::vector<Url> urls, SourceContext context)
        : entries_(std::move(entries)), urls_(std::move(urls)), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        Collection found(context_.name, query, context_.clock.now());
        Parts parts;
        auto entries = entries_;
        if (!entries.empty() || urls_.empty()) parts.succeeded();
        for (const auto& url : urls_) {
            auto read = fetch(url, deadline);
            if (!read) {
                parts.failed(url.href(), std::move(read).error());
                continue;
            }
            parts.succeeded();
            std::ranges::move(*read, std::back_inserter(entries));
        }
        order(entries, query);
        for (auto& entry : entries) {
            if (found.is_full()) break;
            found.add({.url = std::move(entry.url), .title = std::move(entry.title)});
        }
        TRY_OK(std::move(parts).settle("lists", found));
        return found.take();
    }

private:
    Result<std::vector<ListEntry>> fetch(const Url& url, const Deadline& deadline) const {
        Result<Answer> answer = fail(ErrorKind::not_found, "no such list");
        for (const auto& place : places_of(url)) {
            TRY(auto address, Url::parse_exact(place));
            answer = ask(context_.client,
                         {.url = std::move(address),
                          .accept = "text/markdown, text/plain;q=0.9",
                          .max_body_bytes = kMaxListBytes},
                         context_.clock, deadline);
            if (answer || answer.error().kind() != ErrorKind::not_found) break;
        }
        if (!answer) return fail(std::move(answer).error());
        if (feeds::looks_like_html(answer->body, answer->content_type))
            return fail(ErrorKind::malformed, "a page in HTML; its text in Markdown is needed");
        auto entries = read_markdown_list(answer->body, answer->url);
        if (entries.empty()) return fail(ErrorKind::malformed, "a text without a list of links");
        return entries;
    }

    /// By how many words of the question stand with them; where they stand alike, as the list has them.
    static void order(std::vector<ListEntry>& entries, const Query& query) {
        const auto wanted = text::question_terms(query.question);
        std::vector<std::pair<std::size_t, std::size_t>> merit;
        merit.reserve(entries.size());
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto terms = text::terms(entries[i].title + " " + entries[i].about);
            const auto hits = std::ranges::count_if(
                wanted, [&](const std::string& term) { return std::ranges::find(terms, term) != terms.end(); });
            merit.emplace_back(static_cast<std::size_t>(hits), i);
        }
        std::ranges::stable_sort(merit, std::ranges::greater{}, &std::pair<std::size_t, std::size_t>::first);
        std::vector<ListEntry> ordered;
        ordered.reserve(entries.size());
        for (const auto& [hits, i] : merit) ordered.push_back(std::move(entries[i]));
        entries = std::move(ordered);
    }

    std::vector<ListEntry> entries_;
    std::vector<Url> urls_;
    SourceContext context_;
};

Result<std::vector<ListEntry>> read_list_file(const std::string& file) {
    if (ends_with_any(file, {".yaml", ".yml"})) return read_yaml_list(file);
    if (!ends_with_any(file, {".md", ".markdown"}))
        return fail(ErrorKind::invalid_argument, file + ": a list ends in .yaml, .yml, .md or .markdown");
    TRY(const auto bytes, files::read_file(file, kMaxListBytes));
    auto entries = read_markdown_list(bytes, Url());
    if (entries.empty()) return fail(ErrorKind::invalid_argument, file + ": a text without a list of links");
    return entries;
}

}  // namespace

Result<std::vector<ListEntry>> read_yaml_list(const std::string& file) {
    TRY(auto root, config::load(file, {}));
    std::vector<ListEntry> entries;
    for (auto& item : root.children("items", "The entries.")) {
        std::string address;
        ListEntry entry;
        item.field("url", address, "Where it is read.");
        item.field("title", entry.title, "What it is called.");
        item.field("note", entry.about, "What it is about.");
        auto url = Url::parse(address);
        if (!url) item.refuse("url", address.empty() ? "is missing" : url.error().message());
        if (url) entry.url = std::move(*url);
        entries.push_back(std::move(entry));
    }
    TRY_OK(root.finish());
    return entries;
}

Result<ListOptions> read_list_options(config::Section& section) {
    ListOptions options;
    section.field("files", options.files,
                  "Lists in YAML (items with url, title and note) or in Markdown, told apart by their endings.");
    section.field("urls", options.urls, "Lists in Markdown on the web; a repository on GitHub stands for its README.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_list_source(ListOptions options, SourceContext context) {
    std::vector<ListEntry> entries;
    for (const auto& file : options.files) {
        TRY(auto read, read_list_file(file));
        std::ranges::move(read, std::back_inserter(entries));
    }
    std::vector<Url> urls;
    for (const auto& text : options.urls) {
        auto url = Url::parse_exact(text);
        if (!url) return fail(ErrorKind::invalid_argument, context.name + ": urls: " + url.error().message());
        urls.push_back(std::move(*url));
    }
    return std::make_unique<ListSource>(std::move(entries), std::move(urls), std::move(context));
}

}  // namespace winnow
