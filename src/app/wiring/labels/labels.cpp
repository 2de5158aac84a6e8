#include "app/wiring/labels/labels.h"

#include <algorithm>

#include "app/wiring/assembly.h"
#include "files/files.h"
#include "publish/escape.h"

namespace winnow {
namespace {

constexpr std::string_view kFile = "labels.sqlite";

std::vector<std::string> criteria_of(const std::vector<Label>& labels) {
    std::vector<std::string> names;
    for (const auto& label : labels)
        for (const auto& [criterion, score] : label.scores)
            if (std::ranges::find(names, criterion) == names.end()) names.push_back(criterion);
    return names;
}

}  // namespace

Result<OpenedLabels> open_labels(const Settings& settings) {
    const auto folder = data_folder(settings);
    TRY_OK(files::make_folders(folder));
    return open_label_book(folder / kFile);
}

json::Value encode(const Label& label) {
    json::Value scores{json::Object{}};
    for (const auto& [criterion, score] : label.scores) scores.set(criterion, score);
    return json::object({{"url", label.url.href()},
                         {"title", label.title},
                         {"question", label.question},
                         {"worth_reading", label.worth_reading ? json::Value(*label.worth_reading) : json::Value()},
                         {"scores", std::move(scores)},
                         {"note", label.note},
                         {"when", to_rfc3339(label.when)}});
}

std::string labels_as_json(const std::vector<Label>& labels) {
    json::Value all(json::Array{});
    for (const auto& label : labels) all.push(encode(label));
    return json::dump_pretty(all);
}

std::string labels_as_csv(const std::vector<Label>& labels) {
    const auto criteria = criteria_of(labels);
    std::string text = "url,worth_reading";
    for (const auto& criterion : criteria) text += "," + csv_cell(criterion);
    text += ",question,title,note,when\r\n";
    for (const auto& label : labels) {
        text += csv_cell(label.url.href()) + ",";
        if (label.worth_reading) text += *label.worth_reading ? "yes" : "no";
        for (const auto& criterion : criteria) {
            const auto found = std::ranges::find(label.scores, criterion, &std::pair<std::string, double>::first);
            text += ",";
            if (found != label.scores.end()) text += json::dump(found->second);
        }
        for (const auto& cell : {label.question, label.title, label.note, to_rfc3339(label.when)})
            text += "," + csv_cell(cell);
        text += "\r\n";
    }
    return text;
}

}  // namespace winnow
