#pragma once
// app/server/api: what programs ask for, as assets/openapi.json describes it.

#include "app/server/site/site.h"

namespace winnow::site {

void add_api(web::Router& router, const SiteParts& parts);
void add_api_reads(web::Router& router, const SiteParts& parts);
void add_api_changes(web::Router& router, const SiteParts& parts);

}  // namespace winnow::site
