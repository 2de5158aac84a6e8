#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "app/cli/commands/commands.h"
#include "app/cli/local_page.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "files/files.h"
#include "json/codec.h"
#include "publish/escape.h"

namespace winnow::cli {
namespace {

namespace fs = std::filesystem;

Result<Page> fetch_page(Assembly& assembly, const std::string& target, const Deadline& deadline) {
    auto url = Url::parse(target);
    if (!url)
        return fail(ErrorKind::invalid_argument,
                    "'" + target + "' is neither a file nor a URL: " + url.error().message());
    TRY(auto fetched, assembly.components().fetcher->fetch(*url, std::nullopt, deadline));
    return std::move(fetched.page);
}

void show(const Document& document, const std::string& format) {
    if (format == "json")
        std::fputs(json::dump_pretty(json::encode(document)).c_str(), stdout);
    else if (document.kind != PageKind::article && document.text.empty())
        std::fprintf(stderr, "%s: %s\n", std::string(to_string(document.kind)).c_str(),
                     clean_text(document.kind_reason).c_str());
    else
        std::printf("%s\n", clean_text(format == "markdown" ? document.markdown : document.text).c_str());
}

/// {id: {"articleBody": text}} for every .html and .html.gz of a folder, in the order of their names.
Result<ExitCode> batch(Extractor& extractor, const ExtractArguments& arguments) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator entry(arguments.batch, error), end; !error && entry != end; entry.increment(error)) {
        const auto name = entry->path().filename().string();
        if (name.ends_with(".html") || name.ends_with(".html.gz")) paths.push_back(entry->path());
    }
    if (error) return fail(ErrorKind::not_found, "cannot read the folder " + arguments.batch + ": " + error.message());
    std::ranges::sort(paths);
    json::Object bodies;
    bool any_failed = false;
    for (const auto& path : paths) {
        const auto file = path.filename().string();
        auto page = read_local_page(path);
        auto document = page ? extractor.extract(*page) : Result<Document>(fail(page.error()));
        if (!document) {
            any_failed = true;
            std::fprintf(stderr, "%s: %s\n", clean_text(file).c_str(), clean_text(document.error().message()).c_str());
        }
        bodies.emplace_back(file.substr(0, file.find(".html")),
                            json::object({{"articleBody", document ? document->text : ""}}));
    }
    const auto text = json::dump_pretty(json::Value(std::move(bodies)));
    if (arguments.output.empty())
        std::fputs(text.c_str(), stdout);
    else
        TRY_OK(files::write_file_atomically(arguments.output, text));
    return any_failed ? ExitCode::partial : ExitCode::done;
}

Result<ExitCode> extract_all(const ExtractArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    if (!arguments.batch.empty()) {
        const auto extractor = make_extractor_from(settings);
        return batch(*extractor, arguments);
    }
    if (arguments.targets.empty())
        return fail(ErrorKind::invalid_argument, "name a file or a URL, or a folder with --batch");
    const auto stop = stop_on_signals();
    TRY(const auto assembly, Assembly::make(settings, {.in_memory = true}));
    const Deadline deadline = Deadline::after(std::chrono::hours{1}, stop);
    bool any_failed = false;
    for (const auto& target : arguments.targets) {
        std::error_code error;
        auto page = target == "-" || fs::exists(target, error) ? read_local_page(target)
                                                               : fetch_page(*assembly, target, deadline);
        auto document = page ? assembly->components().extractor->extract(*page) : Result<Document>(fail(page.error()));
        if (!document) {
            any_failed = true;
            std::fprintf(stderr, "winnow: %s: %s\n", clean_text(target).c_str(),
                         clean_text(document.error().message()).c_str());
            continue;
        }
        show(*document, arguments.common.json ? "json" : arguments.format);
    }
    return any_failed ? ExitCode::failed : ExitCode::done;
}

}  // namespace

ExitCode extract_command(const ExtractArguments& arguments) {
    const auto code = extract_all(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
