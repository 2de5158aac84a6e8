#include "files/files.h"
#include "publish/deliver/destination.h"
#include "publish/wording.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 64u << 20;

class MarkdownDestination final : public Destination {
public:
    explicit MarkdownDestination(fs::path file) : file_(std::move(file)) {}

    Result<void> deliver(const Digest& part, const Deadline&) override {
        const auto file = file_of(part);
        if (file.has_parent_path()) TRY_OK(files::make_folders(file.parent_path()));
        const auto text = to_digest_markdown(part);
        std::string before;
        if (std::error_code code; fs::exists(file, code)) {
            TRY(before, files::read_file(file, kMaxFileBytes));
            if (before.contains(text)) return {};  // written, but the ledger was not: the machine stopped in between
            before += before.ends_with('\n') ? "\n" : "\n\n";
        }
        return files::write_file_atomically(file, before + text);
    }

private:
    fs::path file_of(const Digest& digest) const {
        constexpr std::string_view kMark = "{date}";
        auto name = file_.string();
        for (auto at = name.find(kMark); at != std::string::npos; at = name.find(kMark, at))
            name.replace(at, kMark.size(), iso_date({digest.made, DatePrecision::day}));
        return name;
    }

    fs::path file_;
};

class SiteDestination final : public Destination {
public:
    explicit SiteDestination(SiteOptions options) : options_(std::move(options)) {}
    Result<void> deliver(const Digest& part, const Deadline&) override { return add_to_site(options_, part); }

private:
    SiteOptions options_;
};

}  // namespace

std::unique_ptr<Destination> make_markdown_destination(fs::path file) {
    return std::make_unique<MarkdownDestination>(std::move(file));
}

std::unique_ptr<Destination> make_site_destination(SiteOptions options) {
    return std::make_unique<SiteDestination>(std::move(options));
}

}  // namespace winnow
