#include "app/server/site/exports.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "app/server/site/reading.h"
#include "app/wiring/labels/labels.h"
#include "publish/escape.h"
#include "publish/publisher.h"
#include "publish/wording.h"

namespace winnow::site {
namespace {

using web::Call;
using web::Response;

struct Form {
    std::string_view file;
    std::string_view type;
    std::string (*write)(const Report&);
};
constexpr std::array kForms{
    Form{"results.json", "application/json", to_json_text},
    Form{"results.csv", "text/csv; charset=utf-8", to_csv},
    Form{"report.md", "text/markdown; charset=utf-8", to_markdown},
    Form{"report.html", "text/html; charset=utf-8", to_html},
    Form{"feed.xml", "application/atom+xml; charset=utf-8", to_atom},
    Form{"feed.json", "application/feed+json", to_json_feed},
};

/// Hears for which addresses a source asks, and answers none.
class Listening final : public http::Client {
public:
    Result<http::Response> send(const http::Request& request, const Deadline&) override {
        const std::scoped_lock lock(mutex_);
        asked_.push_back(request.url.href());
        return fail(ErrorKind::unsupported, "nothing is sent while feeds are listed");
    }
    std::vector<std::string> take() {
        std::ranges::sort(asked_);
        return std::move(asked_);
    }

private:
    std::mutex mutex_;
    std::vector<std::string> asked_;
};

/// A form of a report, whole, to be kept: it is a file of its own, so its own policy holds.
Result<Response> export_report(const SiteParts& parts, const Call& call) {
    const auto* const form = std::ranges::find(kForms, call.parts.at(1), &Form::file);
    if (form == kForms.end()) return fail(ErrorKind::not_found, "There is no form '" + call.parts.at(1) + "'.");
    TRY(const auto report, report_of(parts, call.parts.front()));
    return file(std::string(form->type), form->write(*report), report->run_id + "-" + std::string(form->file));
}

/// The latest list of a question, under an address that stays the same.
Result<Response> feed(const SiteParts& parts, const Call& call) {
    const auto path = "/feeds/" + call.parts.front();
    TRY(const auto runs, parts.library.latest_of_each_question());
    for (const auto& run : runs) {
        const bool is_atom = path == feed_path(run.query, "xml");
        if (!is_atom && path != feed_path(run.query, "json")) continue;
        TRY(const auto report, parts.library.report(run));
        if (is_atom) return file("application/atom+xml; charset=utf-8", to_atom(*report));
        return file("application/feed+json", to_json_feed(*report));
    }
    return fail(ErrorKind::not_found, "There is no question with this feed.");
}

Result<Response> opml(const SiteParts& parts, const Call&) {
    return file("text/x-opml; charset=utf-8", to_opml(configured_feeds(parts.settings)), "winnow-sources.opml");
}

Result<Response> export_labels(const SiteParts& parts, const Call& call) {
    TRY(const auto labels, parts.labels.all());
    if (call.parts.front() == "export.csv") return file("text/csv; charset=utf-8", labels_as_csv(labels), "labels.csv");
    if (call.parts.front() == "export.json") return file("application/json", labels_as_json(labels), "labels.json");
    return fail(ErrorKind::not_found, "Labels are exported as export.csv and export.json.");
}

}  // namespace

std::vector<ConfiguredFeed> configured_feeds(const Settings& settings) {
    std::vector<ConfiguredFeed> feeds;
    for (const auto& setting : settings.sources) {
        if (setting.kind != "feed" && setting.kind != "opml") continue;
        Listening client;
        const auto source = setting.make({.name = setting.name, .client = client, .clock = system_clock()});
        if (!source) continue;
        // It asks for every feed, and each refusal is an error of this one source.
        static_cast<void>((*source)->discover({.question = {}, .expansions = {}}, Deadline()));
        for (auto& url : client.take()) feeds.push_back({setting.name, std::move(url)});
    }
    return feeds;
}

std::string to_opml(const std::vector<ConfiguredFeed>& feeds) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>Sources of "
        "winnow</title></head>\n<body>\n";
    for (const auto& feed : feeds)
        text += "<outline type=\"rss\" text=\"" + escape_markup(feed.source + ": " + feed.url) + "\" xmlUrl=\"" +
                escape_markup(feed.url) + "\"/>\n";
    return text + "</body>\n</opml>\n";
}

void add_exports(web::Router& router, const SiteParts& parts) {
    add_route(router, parts, "GET", "/runs/*/export/*", export_report);
    add_route(router, parts, "GET", "/feeds/*", feed);
    add_route(router, parts, "GET", "/sources.opml", opml);
    add_route(router, parts, "GET", "/labels/*", export_labels);
}

}  // namespace winnow::site
