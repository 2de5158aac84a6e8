#include "publish/publisher.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <system_error>

#include "files/files.h"
#include "json/codec.h"

namespace winnow {
namespace {

struct Form {
    std::string_view name;
    std::string_view file;
    std::string (*write)(const Report&);
};

constexpr std::array kForms{
    Form{"json", "results.json", to_json_text}, Form{"markdown", "report.md", to_markdown},
    Form{"html", "report.html", to_html},       Form{"csv", "results.csv", to_csv},
    Form{"atom", "feed.xml", to_atom},          Form{"json_feed", "feed.json", to_json_feed},
};

/// A process that was killed while it wrote ".report.html.XXXXXX" has left it behind; the folder is of one run alone.
void remove_leftovers(const std::filesystem::path& folder, const Form& form) {
    const auto prefix = "." + std::string(form.file) + ".";
    std::error_code ignored;
    for (std::filesystem::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
        std::error_code kept;
        if (entry->path().filename().string().starts_with(prefix)) std::filesystem::remove(entry->path(), kept);
    }
}

class FolderPublisher final : public Publisher {
public:
    Result<Publication> publish(const Report& report, const PublishOptions& options) override {
        TRY(const auto forms, chosen(options.formats));
        TRY_OK(files::make_folders(options.folder));
        Publication publication;
        for (const auto& form : forms) {
            const auto path = options.folder / form.file;
            remove_leftovers(options.folder, form);
            TRY_OK(files::write_file_atomically(path, form.write(report)));
            publication.files.push_back(path);
        }
        return publication;
    }

private:
    static Result<std::vector<Form>> chosen(const std::vector<std::string>& names) {
        if (names.empty()) return std::vector<Form>(kForms.begin(), kForms.end());
        std::vector<Form> forms;
        for (const auto& name : names) {
            const auto form = std::ranges::find(kForms, name, &Form::name);
            if (form == kForms.end())
                return fail(ErrorKind::invalid_argument,
                            "there is no form '" + name +
                                "' of the report; there are json, markdown, html, csv, atom and json_feed");
            if (std::ranges::find(forms, name, &Form::name) == forms.end()) forms.push_back(*form);
        }
        return forms;
    }
};

}  // namespace

std::unique_ptr<Publisher> make_publisher() {
    return std::make_unique<FolderPublisher>();
}

std::string to_json_text(const Report& report) {
    return json::dump(report, json::Layout::pretty);
}

}  // namespace winnow
