#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "discover/context.h"
#include "json/value.h"
#include "stages/source.h"

namespace winnow {

/// One search of several that a question leads to, and how far it got.
struct Search {
    std::string words;
    std::string place{};   ///< where, when a source has several places: a site, a language, a tag
    std::size_t page = 0;  ///< the next one, from 0
    std::string cursor{};  ///< what the last page said that the next one begins with
};

/// One page of what a search gave.
struct ResultPage {
    std::vector<Candidate> candidates;
    bool has_more = false;
    std::string cursor;                 ///< for the next page, if the API has such
    std::vector<std::string> warnings;  ///< each is reported once
};

/// A source that is asked by searches with pages: what differs is in the class below it. Goes on until the wanted
/// number is found or all searches are at their end, taking the best of each search first, since their orders of merit
/// do not compare in any other way. A search that fails costs its own results; a refusal that concerns all of them
/// (key, quota, time) ends the asking, and what was found until then is kept.
class SearchSource : public Source {
public:
    const std::string& name() const final { return context_.name; }
    Result<Discovery> discover(const Query& query, const Deadline& deadline) final;

protected:
    /// `max_pages` is as many as the API shows of one search, or as we ask of it.
    SearchSource(SourceContext context, std::size_t max_pages) : context_(std::move(context)), max_pages_(max_pages) {}

    /// What to ask for; nothing for a question without words.
    virtual std::vector<Search> searches_for(const Query& query) const = 0;
    virtual Result<ResultPage> next_page(const Search& search, const Query& query, const Deadline& deadline) = 0;

    SourceContext context_;

private:
    std::size_t max_pages_;
};

/// The searches of a question for engines that want all words to occur, phrases in quotation marks.
std::vector<Search> searches_by_words(const Query& query, std::size_t most);
/// The same in each of the places.
std::vector<Search> searches_by_words(const Query& query, std::size_t most, const std::vector<std::string>& places);
/// The searches of a question for engines that understand sentences.
std::vector<Search> searches_by_sentences(const Query& query, std::size_t most, std::size_t max_bytes);

/// Names domains in the body of a search, unless there are none.
void set_domains(json::Value& body, const char* member, const std::vector<std::string>& domains);

/// The candidates of an answer's `results`, whose members many engines name alike; `date` is what this one calls the
/// day of publication. Error: malformed.
Result<ResultPage> read_web_results(const json::Value& body, const char* date);

}  // namespace winnow
