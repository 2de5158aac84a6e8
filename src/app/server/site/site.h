#pragma once

#include <functional>
#include <string>

#include "app/server/jobs/queue.h"
#include "app/server/library/finder.h"
#include "app/server/library/library.h"
#include "app/server/pages/layout.h"
#include "app/server/web/guard.h"
#include "app/server/web/router.h"
#include "app/wiring/settings.h"
#include "store/labels/label_book.h"

namespace winnow::site {

/// What the page stands on. All of it outlives the site and is safe from several threads.
struct SiteParts {
    const Settings& settings;
    Store& store;
    LabelBook& labels;
    Library& library;
    Finder& finder;
    JobQueue& jobs;
    const web::Guard& guard;
    const Clock& clock;
    std::string archive;  ///< WARC file that stands for the network; empty: none
};

/// The local page and its API: a function from request to response. Safe from several threads.
class Site {
public:
    explicit Site(const SiteParts& parts);
    Site(const Site&) = delete;  // its routes refer to its parts
    Site& operator=(const Site&) = delete;
    web::Response handle(const web::Request& request) const;

private:
    web::Response answer(const web::Request& request) const;

    SiteParts parts_;
    web::Router router_;
};

/// One answer; an error becomes a page that says so, or JSON for programs.
using Answer = std::function<Result<web::Response>(const SiteParts&, const web::Call&)>;
void add_route(web::Router& router, const SiteParts& parts, std::string_view method, std::string_view pattern,
               Answer answer);
web::Response error_response(const web::Request& request, const SiteParts& parts, int status, std::string_view kind,
                             const std::string& message);

void add_reading_pages(web::Router& router, const SiteParts& parts);  ///< lists, articles, history, search
void add_working_pages(web::Router& router, const SiteParts& parts);  ///< sources, runs, labels: what changes things
void add_exports(web::Router& router, const SiteParts& parts);        ///< forms of a report, feeds, OPML

/// The page as a response.
web::Response page(const SiteParts& parts, Frame frame, const Markup& content);
/// A file for programs, or to be kept: then with its name.
web::Response file(std::string type, std::string bytes, const std::string& download_name = {});
web::Response json_response(const json::Value& value, int status = 200);

}  // namespace winnow::site
