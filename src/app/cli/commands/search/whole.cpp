#include "app/cli/commands/search/whole.h"

#include "app/cli/session.h"
#include "app/wiring/assembly.h"

namespace winnow::cli {

Result<void> make_whole(const Settings& settings, SearchAssembly& search, const Deadline& deadline) {
    if (!search.note().empty()) {
        TRY(const auto opened, open_store(settings));
        say_notes({mend(search, *opened.store, deadline)});
    }
    std::error_code code;
    if (std::filesystem::exists(rescue_file(settings), code))
        say_notes({"a rebuild of the index is not finished: documents may be missing; winnow index rebuild ends it"});
    return {};
}

}  // namespace winnow::cli
