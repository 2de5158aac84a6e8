#pragma once
// pipeline: the stages as functions, and the run that strings them together. It sees interfaces, never an
// implementation.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/rubric.h"
#include "core/time.h"
#include "pipeline/question/marks.h"
#include "stages/batches/answer_batches.h"
#include "stages/evaluator.h"
#include "stages/extractor.h"
#include "stages/fetcher.h"
#include "stages/publisher.h"
#include "stages/ranker.h"
#include "stages/search_index.h"
#include "stages/source.h"
#include "stages/store.h"

namespace winnow {

/// The parts of a run, made by app/wiring. All are there, but `sources` may be empty, `indexer` missing (then nothing
/// is indexed), and of store and cache one will do for everything but run().
struct Components {
    const Clock* clock = &system_clock();
    std::vector<std::unique_ptr<Source>> sources;
    std::unique_ptr<Fetcher> fetcher;
    std::unique_ptr<Extractor> extractor;
    std::unique_ptr<AnswerBatches> batches;  ///< where the evaluator's answers come in batches; usually empty
    std::unique_ptr<Evaluator> evaluator;    ///< may borrow the batches
    std::unique_ptr<Ranker> ranker;
    std::unique_ptr<Store> store;
    std::unique_ptr<Cache> cache;  ///< instead of the store's, where steps run on many machines; may be empty
    std::unique_ptr<Publisher> publisher;
    std::unique_ptr<Indexer> indexer;
    Rubric rubric = default_rubric();

    /// What is known of pages and judgements.
    Cache& memory() const { return cache ? *cache : static_cast<Cache&>(*store); }
};

/// What is done with pages that an earlier run remembers.
enum class PageMemory {
    used,       ///< a fresh one is not asked for again
    refreshed,  ///< all are asked for again, and the memory is renewed
    ignored,    ///< neither read nor written: a recorded archive is a web of its own
};

struct RunOptions {
    std::string question;
    std::vector<std::string> expansions;  ///< empty: those that lie in the question itself
    Timestamp since{};
    Marks since_of;               ///< of single sources; the later of the two holds
    std::size_t per_source = 50;  ///< candidates wanted from each source
    std::size_t max_urls = 0;     ///< of all sources together; 0 means no limit
    std::size_t workers = 8;
    std::size_t host_concurrency = 2;
    PageMemory pages = PageMemory::used;
    Timestamp fresh_since =
        Timestamp::max();  ///< pages fetched since then are not asked for again, whatever `pages` is
    bool paced = true;     ///< off when pages come from an archive
    std::chrono::milliseconds source_timeout{60'000};
    std::chrono::milliseconds item_timeout{120'000};
    std::chrono::seconds cache_ttl{std::chrono::days{7}};  ///< the longest a page goes unasked for
    std::uint32_t min_words = 40;                          ///< fewer are too short to judge
    Budget budget;
    RankOptions rank;        ///< question and min_score are filled in by the run
    PublishOptions publish;  ///< an empty folder: nothing is published
    std::string settings;    ///< JSON of what must be equal for a run to be continued
    std::string run_id;      ///< of the run to continue, or that an item belongs to; empty starts a new one
};

}  // namespace winnow
