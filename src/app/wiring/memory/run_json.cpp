#include "app/wiring/memory/run_json.h"

namespace winnow {

json::Value encode_run(const RunRecord& run) {
    return json::object({{"id", run.id},
                         {"query", run.query},
                         {"method", run.method},
                         {"started", to_rfc3339(run.started)},
                         {"state", to_string(run.state)},
                         {"total_urls", run.total_urls},
                         {"judged", run.judged},
                         {"high_quality", run.high_quality},
                         {"folder", run.folder}});
}

}  // namespace winnow
