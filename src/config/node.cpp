#include "config/node.h"

#include <algorithm>
#include <utility>

#include "config/values.h"

namespace winnow::config {
namespace {

constexpr std::size_t kMaxShown = 80;      // bytes of a foreign text in a message
constexpr std::size_t kMaxProblems = 100;  // nobody reads more at once

std::string in_quotes(std::string_view text) {
    return "\"" + shown(text) + "\"";
}

/// "fetch.hosts[2].url" as WINNOW_FETCH__HOSTS__2__URL.
std::string variable_name(std::string_view path) {
    std::string name = "WINNOW_";
    for (const char c : path) {
        if (c == '.' || c == '[')
            name += "__";
        else if (c >= 'a' && c <= 'z')
            name += static_cast<char>(c - 'a' + 'A');
        else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            name += c;
        else if (c != ']')
            name += '_';
    }
    return name;
}

std::string place(const Source& source, int line, std::string_view path) {
    auto text = source.name;
    if (line > 0 && !text.empty()) text += ":" + std::to_string(line);
    if (!text.empty() && !path.empty()) text += ": ";
    return text + shown(path);
}

std::string join(std::string_view path, std::string_view key) {
    if (path.empty() || key.empty()) return std::string(path.empty() ? key : path);
    return std::string(path) + "." + std::string(key);
}

std::shared_ptr<Record> make_record(const Source& source, std::string path, std::shared_ptr<const Yaml> value) {
    auto record = std::make_shared<Record>();
    record->path = std::move(path);
    if (!value || value->kind != Yaml::Kind::mapping) return record;
    record->line = value->line;
    for (const auto& member : value->members) {
        const auto [first, is_new] = record->given.emplace(member.key, &member);
        if (is_new) continue;
        record->problems.push_back({member.line, place(source, member.line, join(record->path, member.key)) +
                                                     ": given twice, first in line " +
                                                     std::to_string(first->second->line)});
    }
    record->mapping = std::move(value);
    return record;
}

bool is_one_of(const std::vector<std::string>& keys, std::string_view key) {
    return std::ranges::find(keys, key) != keys.end();
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    if (const auto* const meant = nearest(word, known)) return "; did you mean " + in_quotes(*meant) + "?";
    if (known.empty()) return {};
    std::string text = "; known here: ";
    for (const auto& key : known) text += (&key == known.data() ? "" : ", ") + key;
    return text;
}

void gather_unknown_keys(const Source& source, const Record& record, std::vector<Problem>& problems) {
    if (!record.mapping || record.has_free_keys || record.depends_on_bad_choice) return;
    for (const auto& member : record.mapping->members) {
        if (is_one_of(record.known, member.key) || record.given.at(member.key) != &member) continue;
        auto text = place(source, member.line, join(record.path, member.key)) + ": unknown key";
        if (problems.size() < kMaxProblems) text += suggestion(member.key, record.known);
        problems.push_back({member.line, std::move(text)});
    }
}

void gather(const Source& source, const Record& record, std::vector<Problem>& problems, bool& has_bad_choice) {
    problems.insert(problems.end(), record.problems.begin(), record.problems.end());
    gather_unknown_keys(source, record, problems);
    has_bad_choice = has_bad_choice || record.depends_on_bad_choice;
    for (const auto& [path, part] : record.parts) gather(source, *part, problems, has_bad_choice);
}

void gather_unknown_variables(const Source& source, std::vector<Problem>& problems) {
    const std::vector<std::string> known(source.variables.begin(), source.variables.end());
    for (const auto& [name, value] : source.environment) {
        if (!name.starts_with("WINNOW_") || !name.contains("__") || source.variables.contains(name)) continue;
        auto text = shown(name) + ": no key of the configuration has this variable";
        if (const auto* const meant = nearest(name, known)) text += "; did you mean " + *meant + "?";
        problems.push_back({0, std::move(text)});
    }
}

}  // namespace

std::string shown(std::string_view text) {
    std::string result;
    for (const char c : text.substr(0, kMaxShown))
        result += static_cast<unsigned char>(c) < ' ' || c == '\x7F' ? '?' : c;
    if (text.size() <= kMaxShown) return result;
    while (!result.empty() && (static_cast<unsigned char>(text[result.size()]) & 0xC0U) == 0x80U)
        result.pop_back();  // whole characters
    return result + "…";
}

std::string Section::Node::path_of(std::string_view key) const {
    return join(record->path, key);
}

void Section::Node::describe(std::string_view key, std::string type, std::string default_value,
                             std::string_view description) {
    source->description->push_back({path_of(key), std::move(type), std::move(default_value), std::string(description)});
}

void Section::Node::know(std::string_view key) {
    if (!record->has_free_keys && !is_one_of(record->known, key)) record->known.emplace_back(key);
    source->variables.insert(variable_name(path_of(key)));
}

const std::string* Section::Node::variable(std::string_view key) const {
    const auto found = source->environment.find(variable_name(path_of(key)));
    return found == source->environment.end() || found->second.empty() ? nullptr : &found->second;
}

bool Section::Node::has_variable(std::string_view key) const {
    if (variable(key) != nullptr) return true;
    const auto inside = variable_name(path_of(key)) + "__";
    const auto first = source->environment.lower_bound(inside);
    return first != source->environment.end() && first->first.starts_with(inside);
}

std::shared_ptr<const Yaml> Section::Node::value(std::string_view key) const {
    const auto found = record->given.find(key);
    if (found == record->given.end() || found->second->value->kind == Yaml::Kind::null) return nullptr;
    return found->second->value;
}

std::string Section::Node::where(std::string_view key) const {
    if (!key.empty() && variable(key) != nullptr) return variable_name(path_of(key));
    const auto given = value(key);
    return place(*source, given ? given->line : record->line, path_of(key));
}

void Section::Node::refuse(std::string_view key, std::string_view problem) {
    const auto given = value(key);
    const int line = variable(key) != nullptr ? 0 : given ? given->line : record->line;
    record->problems.push_back({line, where(key) + ": " + std::string(problem)});
}

std::optional<std::string> Section::Node::scalar(std::string_view key, std::string_view expected) {
    if (const auto* const text = variable(key)) return *text;
    const auto given = value(key);
    if (!given) return std::nullopt;
    if (given->kind == Yaml::Kind::text) return given->text;
    refuse(key, "expected " + std::string(expected) + ", found " +
                    (given->kind == Yaml::Kind::list ? "a list" : "a mapping (keys below it)"));
    return std::nullopt;
}

Section Section::Node::section(const std::string& path, std::shared_ptr<const Yaml> given) {
    auto& part = record->parts[path];
    if (!part) part = make_record(*source, path, std::move(given));
    return Section(std::make_unique<Node>(Node{source, part}));
}

Result<void> Section::Node::finish() const {
    if (is_describing()) return {};
    std::vector<Problem> problems;
    bool has_bad_choice = false;
    gather(*source, *record, problems, has_bad_choice);
    if (record->path.empty() && !has_bad_choice) gather_unknown_variables(*source, problems);
    if (problems.empty()) return {};
    std::ranges::stable_sort(problems, {}, &Problem::line);
    std::set<std::string, std::less<>> seen;  // a key that was read twice was refused twice
    std::erase_if(problems, [&](const Problem& problem) { return !seen.insert(problem.text).second; });
    std::string text;
    for (std::size_t i = 0; i < std::min(problems.size(), kMaxProblems); ++i)
        text += (i == 0 ? "" : "\n") + problems[i].text;
    if (problems.size() > kMaxProblems) text += "\nand " + std::to_string(problems.size() - kMaxProblems) + " more";
    return fail(ErrorKind::invalid_config, std::move(text));
}

Section make_root(std::shared_ptr<const Yaml> root, std::string name, Environment environment,
                  std::vector<FieldDescription>* description) {
    auto source = std::make_shared<Source>(Source{std::move(name), std::move(environment), {}, description});
    auto record = make_record(*source, {}, std::move(root));
    return Section(std::make_unique<Section::Node>(Section::Node{std::move(source), std::move(record)}));
}

}  // namespace winnow::config
