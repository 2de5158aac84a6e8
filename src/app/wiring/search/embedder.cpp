#include "app/wiring/search/open.h"
#include "index/embedders.h"

namespace winnow {

Result<void> Search::open_embedder(const std::filesystem::path&) {
    if (settings_.embed.kind == "static") embedder_ = make_static_embedder();
    return {};
}

}  // namespace winnow
