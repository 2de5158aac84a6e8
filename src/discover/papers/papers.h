#pragma once
// papers: catalogues of scholarly works, and the encyclopedia.

#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "discover/api/api.h"
#include "stages/source.h"

namespace winnow {

/// Semantic Scholar's graph API. A key is optional; without one, all who have none share an allowance.
struct SemanticScholarOptions {
    SemanticScholarOptions();
    ApiOptions api;
    bool open_access = true;  ///< only works that can be read without paying
};
Result<SemanticScholarOptions> read_semantic_scholar_options(config::Section& section);
Result<std::unique_ptr<Source>> make_semantic_scholar_source(SemanticScholarOptions options, SourceContext context);

/// OpenAlex, with its free key.
struct OpenAlexOptions {
    OpenAlexOptions();
    ApiOptions api;
    bool open_access = true;
};
Result<OpenAlexOptions> read_openalex_options(config::Section& section);
Result<std::unique_ptr<Source>> make_openalex_source(OpenAlexOptions options, SourceContext context);

/// Crossref: what publishers register. Candidates are the DOI's pages.
struct CrossrefOptions {
    CrossrefOptions();
    ApiOptions api;
    std::string mailto;              ///< brings one into the pool of those that can be reached
    std::vector<std::string> types;  ///< "journal-article"; all if empty
};
Result<CrossrefOptions> read_crossref_options(config::Section& section);
Result<std::unique_ptr<Source>> make_crossref_source(CrossrefOptions options, SourceContext context);

/// Wikipedia's articles, in one or several languages.
struct WikipediaOptions {
    WikipediaOptions();
    ApiOptions api;  ///< {language} in the endpoint stands for each of the languages
    std::vector<std::string> languages{"en"};
};
Result<WikipediaOptions> read_wikipedia_options(config::Section& section);
Result<std::unique_ptr<Source>> make_wikipedia_source(WikipediaOptions options, SourceContext context);

/// Where a work of these identifiers is read: arXiv's page before the open copy, the DOI and the catalogue's own page.
/// Any of them may be empty.
struct WorkAddresses {
    std::string arxiv;  ///< "2104.13982"
    std::string open_copy;
    std::string doi;  ///< with or without "https://doi.org/"
    std::string page;
};
Result<Url> page_of_work(const WorkAddresses& addresses);

}  // namespace winnow
