#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/cli/commands/commands.h"
#include "app/cli/commands/search/whole.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/wiring/search/open.h"
#include "files/files.h"
#include "index/chunk.h"
#include "index/lines.h"
#include "json/codec/parts.h"

namespace winnow::cli {
namespace {

constexpr std::size_t kBatch = 64;  // documents that are added at a time

/// What all actions need.
struct Bench {
    const IndexArguments& arguments;
    const Settings& settings;
    SearchAssembly& search;
    const Deadline& deadline;
};

void print(const IndexArguments& arguments, const json::Value& value, const std::string& text) {
    std::fputs(arguments.common.json ? json::dump_pretty(value).c_str() : text.c_str(), stdout);
}

Result<ExitCode> stats(const Bench& bench) {
    TRY(const auto stats, bench.search.index().stats(bench.deadline));
    const auto value = json::object({{"kind", stats.kind},
                                     {"model", stats.model},
                                     {"dimensions", stats.dimensions},
                                     {"documents", stats.documents},
                                     {"passages", stats.passages},
                                     {"bytes", stats.bytes}});
    std::string text = stats.kind + ": " + std::to_string(stats.documents) + " documents, " +
                       std::to_string(stats.passages) + " passages";
    if (stats.bytes > 0) text += ", " + std::to_string(stats.bytes / 1'000) + " KB";
    text += stats.model.empty() ? "; no vectors"
                                : "; vectors of " + std::to_string(stats.dimensions) + " components by " + stats.model;
    print(bench.arguments, value, text + "\n");
    return ExitCode::done;
}

Result<ExitCode> verify(const Bench& bench) {
    TRY(auto faults, bench.search.index().verify(bench.deadline));
    std::error_code code;
    if (std::filesystem::exists(rescue_file(bench.settings), code))
        faults.emplace_back("a rebuild is not finished: documents may be missing");
    if (!bench.search.note().empty()) {
        TRY(const auto opened, open_store(bench.settings));
        faults.push_back(mend(bench.search, *opened.store, bench.deadline));
    }
    std::string text = faults.empty() ? "The index is sound.\n" : "";
    for (const auto& fault : faults) text += fault + "\n";
    if (!faults.empty()) text += "winnow index rebuild makes it anew.\n";
    print(bench.arguments, json::object({{"faults", json::encode(faults)}}), text);
    return faults.empty() ? ExitCode::done : ExitCode::failed;
}

/// Every document as a line; how many. Each line is whole or the write has failed.
Result<std::size_t> write_all(const Bench& bench, std::ostream& out) {
    TRY(const auto stats, bench.search.index().stats(bench.deadline));
    std::size_t count = 0;
    out << head_line({.model = stats.model, .dimensions = stats.dimensions}) << '\n';
    TRY_OK(bench.search.index().for_each(
        [&](const IndexedDocument& document) {
            out << document_line(document) << '\n';
            ++count;
            return out.good();
        },
        bench.deadline));
    out.flush();
    if (!out.good()) return fail(ErrorKind::storage, "the export could not be written to its end");
    return count;
}

/// Vectors of another model say nothing here: they are made anew.
Result<void> fit_vectors(const Bench& bench, const ExportHead& head, IndexedDocument& document) {
    auto* const embedder = bench.search.embedder();
    if (embedder == nullptr) {
        document.vectors.clear();
        return {};
    }
    const bool fits = head.model == embedder->model() && head.dimensions == embedder->dimensions() &&
                      document.vectors.size() == document.passages.size();
    if (fits || document.passages.empty()) return {};
    std::vector<std::string> texts;
    for (const auto& passage : document.passages) texts.push_back(text_to_embed(passage, document.title));
    TRY(document.vectors, embedder->embed(texts, TextRole::document, bench.deadline));
    return {};
}

Result<std::size_t> read_all(const Bench& bench, std::istream& in) {
    std::string line;
    if (!std::getline(in, line)) return fail(ErrorKind::malformed, "there is nothing to import");
    TRY(const auto head, parse_head_line(line));
    std::vector<IndexedDocument> batch;
    std::size_t count = 0;
    for (std::size_t number = 2; std::getline(in, line); ++number) {
        if (line.empty()) continue;
        auto document = parse_document_line(line);
        if (!document) return fail(std::move(document).error().in("line " + std::to_string(number)));
        TRY_OK(fit_vectors(bench, head, *document));
        batch.push_back(std::move(*document));
        ++count;
        if (batch.size() < kBatch) continue;
        TRY_OK(bench.search.index().add(batch, bench.deadline));
        batch.clear();
    }
    TRY_OK(bench.search.index().add(batch, bench.deadline));
    return count;
}

std::string counted(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " document" : " documents");
}

Result<ExitCode> export_all(const Bench& bench) {
    const auto& file = bench.arguments.file;
    if (file == "-") {
        TRY_OK(write_all(bench, std::cout));
        return ExitCode::done;
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) return fail(files::system_error("write", file, errno));
    TRY(const auto count, write_all(bench, out));
    std::fprintf(stderr, "%s exported\n", counted(count).c_str());
    return ExitCode::done;
}

Result<ExitCode> import_all(const Bench& bench) {
    const auto& file = bench.arguments.file;
    std::ifstream in;
    if (file != "-") {
        in.open(file, std::ios::binary);
        if (!in) return fail(files::system_error("read", file, errno));
    }
    TRY(const auto count, read_all(bench, file == "-" ? std::cin : in));
    std::fprintf(stderr, "%s imported\n", counted(count).c_str());
    return ExitCode::done;
}

/// What the index holds is written beside it first, and stays there until the new one holds it: a rebuild that is ended
/// midway is finished by the next.
Result<ExitCode> rebuild(const Bench& bench) {
    const auto rescue = rescue_file(bench.settings);
    TRY_OK(files::make_folders(data_folder(bench.settings)));
    std::error_code code;
    if (!std::filesystem::exists(rescue, code)) {
        auto part = rescue;
        part += ".part";
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        if (!out) return fail(files::system_error("write", part, errno));
        TRY_OK(write_all(bench, out));
        out.close();
        std::filesystem::rename(part, rescue, code);
        if (code) return fail(files::system_error("rename", part, code.value()));
    }
    TRY_OK(bench.search.index().clear(bench.deadline));
    std::ifstream in(rescue, std::ios::binary);
    TRY(const auto kept, read_all(bench, in));
    std::filesystem::remove(rescue, code);

    TRY(const auto opened, open_store(bench.settings));
    const auto indexer = bench.search.indexer();
    TRY(const auto refilled, refill(*opened.store, *indexer, bench.deadline));
    TRY(const auto stats, bench.search.index().stats(bench.deadline));
    const auto value = json::object({{"kept", kept},
                                     {"from_memory", refilled.documents},
                                     {"without_text", refilled.without_text},
                                     {"documents", stats.documents}});
    auto text = counted(static_cast<std::size_t>(stats.documents)) + " in the index: " + std::to_string(kept) +
                " that it had, " + std::to_string(refilled.documents) + " read from the memory of runs\n";
    if (refilled.without_text > 0)
        text += std::to_string(refilled.without_text) +
                " judged pages are not in the memory (runs over archives leave none); running again brings them back\n";
    print(bench.arguments, value, text);
    return ExitCode::done;
}

Result<ExitCode> act(const IndexArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    const auto deadline = Deadline::after(std::chrono::days{1}, stop_on_signals());
    TRY(const auto search, SearchAssembly::open(settings, deadline));
    if (arguments.action != "rebuild" && arguments.action != "verify") TRY_OK(make_whole(settings, *search, deadline));
    const Bench bench{.arguments = arguments, .settings = settings, .search = *search, .deadline = deadline};
    if (arguments.action == "stats") return stats(bench);
    if (arguments.action == "verify") return verify(bench);
    if (arguments.action == "export") return export_all(bench);
    if (arguments.action == "import") return import_all(bench);
    return rebuild(bench);
}

}  // namespace

ExitCode index_command(const IndexArguments& arguments) {
    const auto code = act(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
