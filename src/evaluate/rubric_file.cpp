#include "evaluate/rubric_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>

#include "config/load.h"
#include "evaluate/rubric_texts.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxCriteria = 50;  // more cannot be read by anybody, and each costs time for every page

bool is_identifier(std::string_view name) {
    return std::ranges::all_of(name,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// A whole number that is all of the text.
std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void read_anchors(config::Section& section, Criterion& criterion) {
    std::vector<std::pair<std::string, std::string>> anchors;
    section.field("anchors", anchors, "Score (1 to 10) and what a document with that score looks like.");
    std::set<int> seen;
    for (auto& [key, text] : anchors) {
        const auto score = whole_number(key);
        if (!score || *score < 1 || *score > 10)
            section.refuse("anchors", "'" + key + "' is no score: a whole number from 1 to 10");
        else if (!seen.insert(*score).second)
            section.refuse("anchors", "the score " + key + " appears twice");
        else
            criterion.anchors.emplace_back(*score, std::move(text));
    }
    std::ranges::sort(criterion.anchors, {}, [](const auto& anchor) { return anchor.first; });
}

Criterion read_criterion(config::Section& section, std::set<std::string>& names) {
    Criterion criterion;
    section.field("name", criterion.name, "Identifier: lower-case letters, digits and _.");
    section.field("title", criterion.title, "For people; made of the name if it is missing.");
    section.field("description", criterion.description, "What the judge looks for.");
    section.field("weight", criterion.weight, "Share of the overall score; all weights add up to 1.",
                  {.least = 0, .most = 1});
    read_anchors(section, criterion);
    if (criterion.name.empty())
        section.refuse("name", "is missing");
    else if (!is_identifier(criterion.name))
        section.refuse("name", "'" + criterion.name + "' may hold lower-case letters, digits and _ only");
    else if (!names.insert(criterion.name).second)
        section.refuse("name", "'" + criterion.name + "' appears twice");
    if (!section.has("weight"))
        section.refuse("weight", "is missing");
    else if (criterion.weight == 0)
        section.refuse("weight", "must be above 0");
    if (criterion.title.empty()) {
        criterion.title = criterion.name;
        std::ranges::replace(criterion.title, '_', ' ');
        if (!criterion.title.empty() && criterion.title[0] >= 'a' && criterion.title[0] <= 'z')
            criterion.title[0] = static_cast<char>(criterion.title[0] - 'a' + 'A');
    }
    return criterion;
}

std::string in_thousandths(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
}

std::string names_of_builtins() {
    std::string names;
    for (const auto& name : builtin_rubrics()) names += (names.empty() ? "" : ", ") + name;
    return names;
}

Result<Rubric> parse_builtin(const evaluate::RubricText& text) {
    TRY(auto section, config::parse(text.yaml, "rubric " + std::string(text.name)));
    return read_rubric(section);
}

}  // namespace

Result<Rubric> read_rubric(config::Section& section) {
    Rubric rubric;
    section.field("name", rubric.name, "What reports call the rubric.");
    section.field("description", rubric.description, "What documents are judged for, in a sentence.");
    section.field("min_score", rubric.min_score, "Overall score from which a document counts as high quality.",
                  {.least = kLowestScore, .most = kHighestScore});
    auto criteria = section.children("criteria", "What is judged, each on a scale from 1 to 10.");
    std::set<std::string> names;
    double sum = 0;
    bool weighted = true;
    for (auto& child : criteria) {
        rubric.criteria.push_back(read_criterion(child, names));
        sum += rubric.criteria.back().weight;
        weighted = weighted && child.has("weight");
    }
    if (rubric.name.empty()) section.refuse("name", "is missing");
    if (criteria.empty())
        section.refuse("criteria", "is missing: a rubric needs at least one criterion");
    else if (criteria.size() > kMaxCriteria)
        section.refuse("criteria", "holds more than " + std::to_string(kMaxCriteria) + " criteria");
    else if (weighted && !(std::abs(sum - 1) <= 0.001))
        section.refuse("criteria", "the weights add up to " + in_thousandths(sum) + ", not to 1");
    TRY_OK(section.finish());
    TRY_OK(validate(rubric));
    return rubric;
}

Result<Rubric> load_rubric_named(const std::string& name_or_file) {
    for (const auto& text : evaluate::rubric_texts())
        if (text.name == name_or_file) return parse_builtin(text);
    std::error_code ignored;
    if (!std::filesystem::exists(name_or_file, ignored))
        return fail(ErrorKind::invalid_config, "there is no rubric '" + name_or_file +
                                                   "': it is no file, and built in are " + names_of_builtins());
    TRY(auto section, config::load(name_or_file, {}));
    return read_rubric(section);
}

std::vector<std::string> builtin_rubrics() {
    std::vector<std::string> names;
    for (const auto& text : evaluate::rubric_texts()) names.emplace_back(text.name);
    return names;
}

}  // namespace winnow
