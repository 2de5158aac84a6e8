#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/wiring/search/open.h"
#include "app/wiring/settings.h"
#include "http/archive.h"
#include "pipeline/components.h"
#include "stages/sharing/coordination.h"
#include "store/sqlite_store.h"

namespace winnow {

/// What one call adds to the settings.
struct AssemblyOptions {
    std::string archive;                           ///< WARC file that stands for the network
    std::string record;                            ///< WARC file that gets every exchange
    std::vector<SourceSetting> sources;            ///< instead of the configured ones, if not empty
    std::vector<std::string> only;                 ///< names or kinds: the other configured sources stay silent
    bool in_memory = false;                        ///< nothing is remembered beyond this call
    bool indexed = false;                          ///< what is judged goes into the index, if the settings want it
    bool without_sources = false;                  ///< somebody else has found the URLs
    bool without_store = false;                    ///< the caller brings a cache of its own
    bool batched = false;                          ///< answers of models come in batches
    std::shared_ptr<Coordination> coordination{};  ///< with processes elsewhere; none: with those of this computer
};

/// The components of a run with what they stand on.
class Assembly {
public:
    /// Errors: invalid_config (a source without its key, an unknown method, a rubric that does not add up), storage,
    /// not_found and malformed (the archive).
    static Result<std::unique_ptr<Assembly>> make(const Settings& settings, const AssemblyOptions& options);
    ~Assembly();

    Components& components() { return components_; }
    http::Client& client() { return *clients_.back(); }
    /// How pages are judged: a name of evaluator_kinds(), for dual_perspective with ":" and the method that it asks.
    const std::string& method() const { return method_; }
    /// What the user should know of it: what `auto` chose. Empty if there is nothing to say.
    const std::string& judge_note() const { return judge_note_; }
    /// What the user should know: a corrupt memory that was set aside, a source left out for want of a key.
    const std::vector<std::string>& notes() const { return notes_; }
    /// The folder of the memory, which now exists.
    const std::filesystem::path& data() const { return data_; }

private:
    Assembly() = default;
    Result<void> open_clients(const Settings& settings, const AssemblyOptions& options);
    Result<http::Client*> models_client(const Settings& settings);
    Result<void> make_evaluator(const Settings& settings, const AssemblyOptions& options);
    void open_search(const Settings& settings);
    Result<void> open_coordination(const Settings& settings, const AssemblyOptions& options);
    Result<void> share_memory(const Settings& settings);
    Result<void> make_sources(const Settings& settings, const AssemblyOptions& options);
    Result<void> add_source(const SourceSetting& setting, const AssemblyOptions& options);
    /// The client of one source: its own where its settings differ from the others'.
    http::Client& client_for(const SourceSetting& setting, const AssemblyOptions& options);

    std::filesystem::path data_;
    std::vector<std::unique_ptr<http::Client>> clients_;         // each borrows the one before it
    std::vector<std::unique_ptr<http::Client>> source_clients_;  // each borrows one of these two
    http::Client* impatient_ = nullptr;                          // the one below the retries
    const http::ArchiveClient* archive_ = nullptr;               // among the clients, if one stands for the network
    std::vector<std::unique_ptr<http::Client>> others_;          // those of models, when pages come from an archive
    std::vector<std::string> notes_;
    std::string method_;
    std::string judge_note_;
    std::shared_ptr<Coordination> coordination_;  // the sources borrow it
    std::unique_ptr<SearchAssembly> search_;      // the indexer among the components borrows it
    Components components_;
};

/// The folder of the memory that the settings name, or the usual one.
std::filesystem::path data_folder(const Settings& settings);
/// A kind with its defaults, for who has configured none of it.
Result<SourceSetting> default_source(const SourceKind& kind);
/// The extractor alone.
std::unique_ptr<Extractor> make_extractor_from(const Settings& settings);
/// The memory alone, for commands that only look at it.
Result<OpenedStore> open_store(const Settings& settings);
/// Options of a run as the settings have them; question and output of this call are left to the caller.
RunOptions run_options(const Settings& settings);

/// Sources that a command line names: its URLs, files, feeds, sitemaps and OPML files.
struct NamedSources {
    std::vector<std::string> urls;
    std::vector<std::string> url_files;
    std::vector<std::string> feeds;
    std::vector<std::string> sitemaps;
    std::vector<std::string> opml_files;
};
/// Errors: invalid_argument (not a URL), not_found and storage (a file that cannot be read).
Result<std::vector<SourceSetting>> named_sources(const NamedSources& named);

}  // namespace winnow
