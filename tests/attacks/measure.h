#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/components.h"
#include "suite.h"

namespace winnow::attacks {

/// What came of one attack on one carrier.
struct Trial {
    const Attack* attack = nullptr;
    const Carrier* carrier = nullptr;
    double clean = 0;       ///< overall of the carrier without the attack
    double attacked = 0;    ///< with it; 0: no score
    double unguarded = 0;   ///< what a look at the page's whole source gives
    double first_look = 0;  ///< what one look at the extracted text gives
    bool flagged = false;

    double raise() const { return attacked - clean; }
};

/// Who judges the pages.
enum class Judge {
    local,             ///< counts signals
    gullible,          ///< a model that obeys whatever it reads, sent our text
    gullible_browsing  ///< the same, with a tool that shows it all text of the page, hidden or not
};

/// Each attack on each carrier of its form, through extraction and judgement as a run does them.
std::vector<Trial> try_all(const std::vector<Attack>& attacks, const std::vector<Carrier>& carriers, Judge judge);

/// Trials in which the score rose by at least `points`.
std::size_t raised(const std::vector<Trial>& trials, double points, double Trial::* with = &Trial::attacked);

/// How a page that attacks nobody is treated.
struct Alarm {
    bool judged = false;
    bool flagged = false;
    std::size_t looks = 0;  ///< requests to the model
    double score = 0;       ///< overall
};
/// One page judged by a model that always gives `score`.
Alarm alarm_of(const Page& page, double score);
/// Whether the local judge flags it.
Alarm local_alarm_of(const Page& page);

/// A page as the fetcher would bring it.
Page fetched_page(const std::string& name, const std::string& content_type, const std::string& body);

}  // namespace winnow::attacks
