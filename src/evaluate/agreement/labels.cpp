#include "evaluate/agreement/labels.h"

#include <charconv>
#include <set>

#include "core/url.h"
#include "json/value.h"

namespace winnow {
namespace {

using Cells = std::vector<std::string>;

constexpr std::string_view kThumb = "worth_reading";

/// One record of a CSV text with the line where it begins.
struct Record {
    Cells cells;
    std::size_t line = 1;
};

/// RFC 4180, with line feeds alone allowed, and a byte order mark passed over.
Result<std::vector<Record>> parse_csv(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::vector<Record> records;
    Record record{.cells = {""}, .line = 1};
    std::size_t line = 1;
    bool quoted = false;
    const auto end_record = [&] {
        if (record.cells.size() > 1 || !record.cells.front().empty()) records.push_back(std::move(record));
        record = {.cells = {""}, .line = line};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') ++line;
        if (quoted) {
            if (c != '"')
                record.cells.back() += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                record.cells.back() += text[++i];
            else
                quoted = false;
        } else if (c == '"' && record.cells.back().empty()) {
            quoted = true;
        } else if (c == ',') {
            record.cells.emplace_back();
        } else if (c == '\n') {
            end_record();
        } else if (c != '\r') {
            record.cells.back() += c;
        }
    }
    if (quoted)
        return fail(ErrorKind::malformed, "line " + std::to_string(record.line) + ": a quotation mark is not closed");
    end_record();
    return records;
}

/// Collects pages; every fault names its place.
class Labels {
public:
    explicit Labels(const Rubric& rubric) : rubric_(rubric) {}

    Result<void> begin(const std::string& place, std::string_view url) {
        const auto parsed = Url::parse(url);
        if (!parsed) return refuse(place, "'" + std::string(url) + "' is no URL");
        if (!seen_.insert(parsed->href()).second) return refuse(place, parsed->href() + " comes twice");
        pages_.push_back({.url = parsed->href(), .scores = {}});
        return {};
    }

    Result<void> add(const std::string& place, const std::string& criterion, double score) {
        if (!(score >= kLowestScore && score <= kHighestScore))
            return refuse(place, criterion + " is not from 1 to 10");
        if (rubric_.find(criterion) == nullptr) return {};
        knows_any_ = true;
        pages_.back().scores.emplace_back(criterion, score);
        return {};
    }

    void add_thumb(bool worth_reading) {
        knows_any_ = true;
        pages_.back().worth_reading = worth_reading;
    }

    static Result<void> refuse(const std::string& place, const std::string& why) {
        return fail(ErrorKind::invalid_argument, place + ": " + why);
    }

    Result<std::vector<ScoredPage>> take() && {
        if (!knows_any_)
            return fail(ErrorKind::invalid_argument,
                        "holds no thumb, and no score for a criterion of the rubric " + rubric_.name);
        return std::move(pages_);
    }

private:
    const Rubric& rubric_;
    std::vector<ScoredPage> pages_;
    std::set<std::string> seen_;
    bool knows_any_ = false;
};

Result<void> read_record(const Record& record, const Cells& header, std::size_t url_column, const Rubric& rubric,
                         Labels& labels) {
    const auto place = "line " + std::to_string(record.line);
    if (record.cells.size() > header.size()) return Labels::refuse(place, "more cells than the header has");
    if (record.cells.size() <= url_column) return Labels::refuse(place, "has no URL");
    TRY_OK(labels.begin(place, record.cells[url_column]));
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        const auto& cell = record.cells[i];
        if (header[i] == kThumb && !cell.empty()) {
            if (cell != "yes" && cell != "no") return Labels::refuse(place, "worth_reading is neither yes nor no");
            labels.add_thumb(cell == "yes");
        }
        if (cell.empty() || rubric.find(header[i]) == nullptr) continue;
        double score = 0;
        const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), score);
        if (error != std::errc() || end != cell.data() + cell.size())
            return Labels::refuse(place, header[i] + " is no number");
        TRY_OK(labels.add(place, header[i], score));
    }
    return {};
}

Result<std::vector<ScoredPage>> read_csv(std::string_view text, const Rubric& rubric) {
    TRY(const auto records, parse_csv(text));
    if (records.empty()) return fail(ErrorKind::malformed, "is empty");
    const auto& header = records.front().cells;
    std::size_t url_column = 0;
    while (url_column < header.size() && header[url_column] != "url") ++url_column;
    if (url_column == header.size()) return fail(ErrorKind::malformed, "its first line names no column url");
    Labels labels(rubric);
    for (std::size_t i = 1; i < records.size(); ++i)
        TRY_OK(read_record(records[i], header, url_column, rubric, labels));
    return std::move(labels).take();
}

Result<std::vector<ScoredPage>> read_json(std::string_view text, const Rubric& rubric) {
    TRY(const auto value, json::parse(text));
    Labels labels(rubric);
    std::size_t number = 0;
    for (const auto& entry : value.items()) {
        const auto place = "entry " + std::to_string(++number);
        TRY_OK(labels.begin(place, entry["url"].as_string()));
        const auto& thumb = entry[kThumb];
        if (thumb.is_bool())
            labels.add_thumb(thumb.as_bool());
        else if (!thumb.is_null())
            TRY_OK(Labels::refuse(place, "worth_reading is neither true nor false"));
        for (const auto& [criterion, score] : entry["scores"].members()) {
            if (!score.is_number()) TRY_OK(Labels::refuse(place, criterion + " is no number"));
            TRY_OK(labels.add(place, criterion, score.as_double()));
        }
    }
    return std::move(labels).take();
}

}  // namespace

Result<std::vector<ScoredPage>> read_labels(std::string_view text, const Rubric& rubric, const std::string& name) {
    const auto first = text.find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string_view::npos && text[first] == '[';
    auto labels = is_json ? read_json(text, rubric) : read_csv(text, rubric);
    if (!labels) return fail(std::move(labels).error().in(name));
    return labels;
}

}  // namespace winnow
