#include <cstdio>
#include <filesystem>

#include "app/cli/commands/commands.h"
#include "app/cli/session.h"
#include "files/files.h"
#include "json/value.h"

namespace winnow::cli {
namespace {

constexpr std::string_view kTemplate =
    R"(# winnow reads this file from the folder in which it is called, or from ~/.config/winnow/winnow.yaml.
# Every key may be left out; `winnow config explain` says what each means. An environment variable comes before the
# file: fetch.delay is WINNOW_FETCH__DELAY.

# question: engineering career growth frameworks and evaluation criteria

net:
  # Operators of the sites you read see this in their logs.
  contact: you@example.org

fetch:
  delay: 1s
  host_concurrency: 2

evaluate:
  method: auto
  rubric: default

# `winnow sources` lists all kinds and which keys are there. Every source knows limit, queries, since, timeout, retries and
# cache_time, too.
sources:
  - kind: hackernews
  - kind: arxiv
  - kind: semantic_scholar
  - kind: github
  - kind: stackexchange
  - kind: devto
  - kind: wikipedia
  - kind: medium
    tags: [software-engineering, engineering-management, software-architecture]
  - kind: substack
    publications: [newsletter.pragmaticengineer.com, refactoring.fm, tidyfirst, blog.bytebytego.com]
  # - kind: tavily        # searches of the web are paid for
  #   key: env:TAVILY_API_KEY
  # - kind: youtube
  #   channels: [UCxxxxxxxxxxxxxxxxxxxxxx]
  # - kind: list
  #   urls: [https://github.com/kdeldycke/awesome-engineering-team-management]
  # - kind: feed
  #   name: my-feeds
  #   urls: [https://example.org/feed.xml]
  # - kind: urls
  #   urls: [https://example.org/article]

output:
  # folder: reports
  formats: [json, markdown, html, csv, atom, json_feed]
)";

Result<ExitCode> init(const ConfigArguments& arguments) {
    const std::filesystem::path path = arguments.path.empty() ? "winnow.yaml" : arguments.path;
    std::error_code error;
    if (std::filesystem::exists(path, error) && !arguments.force)
        return fail(ErrorKind::invalid_argument, path.string() + " is there already; add --force to overwrite it");
    TRY_OK(files::write_file_atomically(path, kTemplate));
    std::printf("Wrote %s. Check it with: winnow config check\n", path.c_str());
    return ExitCode::done;
}

Result<ExitCode> check(ConfigArguments arguments) {
    if (!arguments.path.empty()) arguments.common.config_file = arguments.path;
    TRY(const auto settings, begin(arguments.common));
    TRY(const auto rubric, load_rubric(settings.evaluate));
    if (settings.file.empty())
        std::puts("There is no configuration file; the defaults hold. Write one with: winnow config init");
    else
        std::printf("%s is right: %zu sources, rubric %s with %zu criteria, method %s.\n", settings.file.c_str(),
                    settings.sources.size(), rubric.name.c_str(), rubric.criteria.size(),
                    settings.evaluate.method.c_str());
    return ExitCode::done;
}

void explain_as_json(const std::vector<config::FieldDescription>& fields) {
    json::Value all(json::Array{});
    for (const auto& field : fields)
        all.push(json::object({{"path", field.path},
                               {"type", field.type},
                               {"default", field.default_value},
                               {"description", field.description}}));
    std::fputs(json::dump_pretty(all).c_str(), stdout);
}

/// docs/configuration.md; a test compares.
void explain_as_markdown(const std::vector<config::FieldDescription>& fields) {
    std::puts(
        "# Configuration\n\nMade by `winnow config explain --markdown`. YAML, read from `./winnow.yaml` or "
        "`~/.config/winnow/winnow.yaml`; `-c FILE` names another.\nAn environment variable comes before the file: "
        "`fetch.delay` is `WINNOW_FETCH__DELAY`, the first source's `urls` are\n`WINNOW_SOURCES__0__URLS`.\n\n"
        "| key | type | default | meaning |\n|---|---|---|---|");
    for (const auto& field : fields)
        std::printf("| `%s` | %s | %s | %s |\n", field.path.c_str(), field.type.c_str(),
                    field.default_value.empty() ? "" : ("`" + field.default_value + "`").c_str(),
                    field.description.c_str());
}

Result<ExitCode> explain(const ConfigArguments& arguments) {
    const auto fields = describe_settings();
    if (arguments.common.json) {
        explain_as_json(fields);
        return ExitCode::done;
    }
    if (arguments.markdown) {
        explain_as_markdown(fields);
        return ExitCode::done;
    }
    for (const auto& field : fields)
        std::printf("%s  (%s%s%s)\n    %s\n", field.path.c_str(), field.type.c_str(),
                    field.default_value.empty() ? "" : ", default ", field.default_value.c_str(),
                    field.description.c_str());
    return ExitCode::done;
}

Result<ExitCode> show(const ConfigArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    std::printf("file     %s\n", settings.file.empty() ? "none: the defaults hold" : settings.file.c_str());
    std::printf("data     %s\n", data_folder(settings).c_str());
    std::printf("output   %s\n", run_options(settings).publish.folder.c_str());
    std::printf("method   %s\n", settings.evaluate.method.c_str());
    std::printf("rubric   %s\n", settings.evaluate.rubric.c_str());
    if (!settings.question.empty()) std::printf("question %s\n", settings.question.c_str());
    for (const auto& source : settings.sources)
        std::printf("source   %s (%s)%s\n", source.name.c_str(), source.kind.c_str(),
                    source.enabled ? "" : ", disabled");
    if (settings.sources.empty())
        for (const auto& kind : source_kinds())
            if (is_used_by_default(kind)) std::printf("source   %s (by default)\n", kind.name.c_str());
    return ExitCode::done;
}

}  // namespace

ExitCode config_command(const ConfigArguments& arguments) {
    const auto code = [&]() -> Result<ExitCode> {
        if (arguments.action == "init") return init(arguments);
        if (arguments.action == "check") return check(arguments);
        if (arguments.action == "explain") return explain(arguments);
        return show(arguments);
    }();
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
