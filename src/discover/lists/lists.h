#pragma once
// lists: what somebody has put together by hand.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/section.h"
#include "discover/context.h"
#include "stages/source.h"

namespace winnow {

/// Reading lists: YAML files with titles and addresses of books and articles, and lists in Markdown, such as the
/// "awesome" ones, in files or on the web (a repository on GitHub stands for its README). Entries with more words of
/// the question come first.
struct ListOptions {
    std::vector<std::string> files;  ///< .yaml, .yml, .md, .markdown
    std::vector<std::string> urls;
};
Result<ListOptions> read_list_options(config::Section& section);
/// Errors: invalid_argument, invalid_config (a file that is no list, with its line), not_found, storage.
Result<std::unique_ptr<Source>> make_list_source(ListOptions options, SourceContext context);

/// One entry of a list.
struct ListEntry {
    Url url;
    std::string title;
    std::string about;  ///< what else the list says of it: its heading and its note
};

constexpr std::size_t kMaxListEntries = 20'000;

/// The first link of every list item and table row of a Markdown text, relative ones resolved against `base` (empty:
/// left out). Links within the page are not entries.
std::vector<ListEntry> read_markdown_list(std::string_view text, const Url& base);
/// `items:` with `url`, `title` and perhaps `note`. Error: invalid_config, a line for each problem.
Result<std::vector<ListEntry>> read_yaml_list(const std::string& file);

}  // namespace winnow
