#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>

#include "discover/ask/collection.h"
#include "discover/keyless.h"
#include "files/files.h"
#include "markup/tokens.h"
#include "text/utf8.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxListBytes = 64u << 20;  // some half a million URLs
constexpr std::string_view kStandardInput = "-";

Result<std::string> read_standard_input() {
    std::string text;
    std::array<char, 65'536> chunk{};
    while (const auto count = std::fread(chunk.data(), 1, chunk.size(), stdin)) {
        text.append(chunk.data(), count);
        if (text.size() > kMaxListBytes)
            return fail(ErrorKind::too_large,
                        "standard input holds more than " + std::to_string(kMaxListBytes) + " bytes");
    }
    if (std::ferror(stdin) != 0) return fail(ErrorKind::storage, "cannot read standard input");
    return text;
}

/// One line: an address, and behind a blank a title.
Result<Candidate> read_line(std::string_view line) {
    const auto* const blank = std::ranges::find_if(line, markup::is_space);
    const auto address = line.substr(0, static_cast<std::size_t>(blank - line.begin()));
    TRY(auto url, Url::parse(address));
    return Candidate{.url = std::move(url), .title = text::folded_white_space(line.substr(address.size()))};
}

/// `where` names the list in messages.
Result<void> read_list(std::string_view text, const std::string& where, std::vector<Candidate>& candidates) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = markup::trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;
        auto candidate = read_line(line);
        if (!candidate)
            return fail(ErrorKind::invalid_argument,
                        where + ", line " + std::to_string(number) + ": " + candidate.error().message());
        candidates.push_back(std::move(*candidate));
    }
    return {};
}

class UrlsSource final : public Source {
public:
    UrlsSource(std::vector<Candidate> candidates, SourceContext context)
        : candidates_(std::move(candidates)), context_(std::move(context)) {}

    const std::string& name() const override { return context_.name; }

    Result<Discovery> discover(const Query& query, const Deadline&) override {
        Collection found(context_.name, query, context_.clock.now());
        for (const auto& candidate : candidates_) {
            if (found.is_full()) break;
            found.add(candidate);
        }
        return found.take();
    }

private:
    std::vector<Candidate> candidates_;
    SourceContext context_;
};

}  // namespace

Result<UrlsOptions> read_urls_options(config::Section& section) {
    UrlsOptions options;
    section.field("urls", options.urls, "Addresses of pages; a title may follow each after a blank.");
    section.field("files", options.files, "Files with one address a line; '#' begins a comment, - is standard input.");
    TRY_OK(section.finish());
    return options;
}

Result<std::unique_ptr<Source>> make_urls_source(UrlsOptions options, SourceContext context) {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < options.urls.size(); ++i) {
        auto candidate = read_line(markup::trimmed(options.urls[i]));
        if (!candidate)
            return fail(ErrorKind::invalid_argument,
                        context.name + ": urls[" + std::to_string(i) + "]: " + candidate.error().message());
        candidates.push_back(std::move(*candidate));
    }
    bool standard_input_read = false;
    for (const auto& file : options.files) {
        if (file == kStandardInput && std::exchange(standard_input_read, true)) continue;
        TRY(const auto text, file == kStandardInput ? read_standard_input() : files::read_file(file, kMaxListBytes));
        TRY_OK(read_list(text, file == kStandardInput ? "standard input" : file, candidates));
    }
    return std::make_unique<UrlsSource>(std::move(candidates), std::move(context));
}

}  // namespace winnow
