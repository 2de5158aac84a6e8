#include "config/section.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "config/node.h"
#include "config/secrets.h"
#include "config/values.h"

namespace winnow::config {
namespace {

/// How one type is called, read and written.
template <typename T>
struct Reading {
    std::string type;      ///< in descriptions
    std::string expected;  ///< in messages
    std::function<std::optional<T>(std::string_view)> parse;
    std::string (*format)(const T&);
};

template <typename T>
void read(Section::Node& node, std::string_view key, T& value, std::string_view description,
          const Reading<T>& reading) {
    node.know(key);
    if (node.is_describing()) return node.describe(key, reading.type, reading.format(value), description);
    const auto text = node.scalar(key, reading.expected);
    if (!text) return;
    if (auto parsed = reading.parse(*text))
        value = std::move(*parsed);
    else
        node.refuse(key, "expected " + reading.expected + ", found \"" + shown(*text) + "\"");
}

template <typename T>
std::string limits_text(const Range<T>& range, std::string (*format)(const T&)) {
    const bool has_least = !std::numeric_limits<T>::is_signed || range.least != std::numeric_limits<T>::lowest();
    const bool has_most = range.most != std::numeric_limits<T>::max();
    if (has_least && has_most) return ", " + format(range.least) + " to " + format(range.most);
    if (has_most) return ", at most " + format(range.most);
    if (has_least) return ", at least " + format(range.least);
    return {};
}

template <typename T>
Reading<T> within(const Range<T>& range, Reading<T> reading) {
    const auto limits = limits_text(range, reading.format);
    reading.type += limits;
    reading.expected += limits;
    reading.parse = [range, parse = std::move(reading.parse)](std::string_view text) {
        auto value = parse(text);
        if (value && (*value < range.least || *value > range.most)) value.reset();
        return value;
    };
    return reading;
}

std::string format_list(const std::vector<std::string>& texts) {
    std::string list = "[";
    for (const auto& text : texts) list += (&text == texts.data() ? "" : ", ") + format_text(text);
    return list + "]";
}

/// The parts between commas, without the blanks around them.
std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(',', begin), text.size());
        auto part = text.substr(begin, end - begin);
        part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
        part = part.substr(0, part.find_last_not_of(' ') + 1);
        if (!part.empty()) parts.emplace_back(part);
        begin = end + 1;
    }
    return parts;
}

}  // namespace

Section::Section(std::unique_ptr<Node> node) : node_(std::move(node)) {}
Section::~Section() = default;
Section::Section(Section&&) noexcept = default;
Section& Section::operator=(Section&&) noexcept = default;

void Section::field(std::string_view key, std::string& value, std::string_view description) {
    read<std::string>(*node_, key, value, description,
                      {"text", "a text", [](std::string_view text) { return std::optional(std::string(text)); },
                       [](const std::string& text) { return format_text(text); }});
}

void Section::field(std::string_view key, bool& value, std::string_view description) {
    read<bool>(*node_, key, value, description, {"true or false", "true or false", parse_bool, [](const bool& is) {
                                                     return std::string(is ? "true" : "false");
                                                 }});
}

void Section::field(std::string_view key, int& value, std::string_view description, Range<int> range) {
    read(*node_, key, value, description,
         within<int>(range, {"whole number", "a whole number", parse_number<int>,
                             [](const int& number) { return std::to_string(number); }}));
}

void Section::field(std::string_view key, std::size_t& value, std::string_view description, Range<std::size_t> range) {
    read(*node_, key, value, description,
         within<std::size_t>(range, {"whole number", "a whole number", parse_number<std::size_t>,
                                     [](const std::size_t& number) { return std::to_string(number); }}));
}

void Section::field(std::string_view key, double& value, std::string_view description, Range<double> range) {
    read(*node_, key, value, description,
         within<double>(range, {"number", "a number", parse_number<double>,
                                [](const double& number) { return format_number(number); }}));
}

void Section::field(std::string_view key, std::chrono::milliseconds& value, std::string_view description,
                    Range<std::chrono::milliseconds> range) {
    using Count = std::chrono::milliseconds::rep;  // which has numeric_limits, as durations have not
    const auto parse = [](std::string_view text) {
        const auto duration = parse_duration(text);
        return duration ? std::optional<Count>(duration->count()) : std::nullopt;
    };
    const auto lowest = range.least.count() == 0 ? std::numeric_limits<Count>::lowest() : range.least.count();
    auto count = value.count();
    read(*node_, key, count, description,
         within<Count>({.least = lowest, .most = range.most.count()},
                       {"duration", "a duration such as \"20s\" or \"1h30m\"", parse,
                        [](const Count& number) { return format_duration(std::chrono::milliseconds{number}); }}));
    value = std::chrono::milliseconds{count};
}

void Section::field(std::string_view key, Bytes& value, std::string_view description) {
    read<Bytes>(
        *node_, key, value, description,
        {"size", "a size such as \"8MiB\"", parse_bytes, [](const Bytes& bytes) { return format_bytes(bytes); }});
}

void Section::field(std::string_view key, SecretReference& value, std::string_view description) {
    constexpr std::string_view kExpected = "a reference such as env:NAME or file:/path";
    node_->know(key);
    if (node_->is_describing()) return node_->describe(key, "secret reference", format_text(value.text), description);
    const auto text = node_->scalar(key, kExpected);
    if (!text) return;
    if (!is_secret_reference(*text))
        return node_->refuse(key, "expected " + std::string(kExpected) + "; a secret itself does not belong here");
    value.text = *text;
}

void Section::field(std::string_view key, std::vector<std::string>& value, std::string_view description) {
    node_->know(key);
    if (node_->is_describing()) return node_->describe(key, "list of texts", format_list(value), description);
    if (const auto* const text = node_->variable(key)) {
        value = split(*text);
        return;
    }
    const auto given = node_->value(key);
    if (!given) return;
    std::vector<std::string> texts;
    if (given->kind == Yaml::Kind::text) texts.push_back(given->text);
    bool is_good = given->kind != Yaml::Kind::mapping;
    for (const auto& item : given->items) {
        is_good = is_good && item->kind == Yaml::Kind::text;
        texts.push_back(item->text);
    }
    if (is_good)
        value = std::move(texts);
    else
        node_->refuse(key, "expected a list of texts, each in a line with '- ' before it, or [a, b]");
}

void Section::field(std::string_view key, std::vector<std::pair<std::string, std::string>>& value,
                    std::string_view description) {
    node_->know(key);
    if (node_->is_describing()) {
        std::string text = "{";
        for (const auto& [name, content] : value)
            text += (text == "{" ? "" : ", ") + format_text(name) + ": " + format_text(content);
        return node_->describe(key, "mapping of texts", text + "}", description);
    }
    const auto given = node_->value(key);
    if (!given) return;
    if (given->kind != Yaml::Kind::mapping) return node_->refuse(key, "expected 'name: text' lines below it");
    auto part = node_->section(node_->path_of(key), given);
    part.node_->record->has_free_keys = true;
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& member : given->members) {
        part.node_->know(member.key);
        if (const auto text = part.node_->scalar(member.key, "a text")) texts.emplace_back(member.key, *text);
    }
    value = std::move(texts);
}

void Section::choice(std::string_view key, std::string& value, std::initializer_list<std::string_view> choices,
                     std::string_view description) {
    choice(key, value, std::vector<std::string>(choices.begin(), choices.end()), description);
}

void Section::choice(std::string_view key, std::string& value, const std::vector<std::string>& names,
                     std::string_view description) {
    node_->know(key);
    std::string expected = "one of ";
    for (const auto& name : names) expected += (&name == names.data() ? "" : ", ") + name;
    if (node_->is_describing()) return node_->describe(key, expected, format_text(value), description);
    const auto problems = node_->record->problems.size();
    const auto text = node_->scalar(key, expected);
    if (text && std::ranges::find(names, *text) == names.end()) {
        auto problem = "expected " + expected + ", found \"" + shown(*text) + "\"";
        if (const auto* const meant = nearest(*text, names)) problem += "; did you mean \"" + *meant + "\"?";
        node_->refuse(key, problem);
    }
    if (node_->record->problems.size() != problems)
        node_->record->depends_on_bad_choice = true;
    else if (text)
        value = *text;
}

Section Section::child(std::string_view key, std::string_view description) {
    node_->know(key);
    if (node_->is_describing()) node_->describe(key, "mapping", {}, description);
    auto given = node_->value(key);
    if (given && given->kind != Yaml::Kind::mapping) {
        node_->refuse(key, "expected keys of its own, in lines below it that are indented");
        given = nullptr;
    }
    return node_->section(node_->path_of(key), std::move(given));
}

std::vector<Section> Section::children(std::string_view key, std::string_view description) {
    node_->know(key);
    std::vector<Section> sections;
    if (node_->is_describing()) {
        node_->describe(key, "list of mappings", "[]", description);
        sections.push_back(node_->section(node_->path_of(key) + "[]", nullptr));
        return sections;
    }
    const auto given = node_->value(key);
    if (!given) return sections;
    if (given->kind != Yaml::Kind::list) {
        node_->refuse(key, "expected a list, each entry beginning with '- '");
        return sections;
    }
    for (const auto& item : given->items) {
        const auto path = node_->path_of(key) + "[" + std::to_string(sections.size()) + "]";
        sections.push_back(node_->section(path, item));
        if (item->kind != Yaml::Kind::mapping) {
            // The library does not tell where an entry without anything stands.
            sections.back().node_->record->line = item->kind == Yaml::Kind::null ? given->line : item->line;
            sections.back().refuse({}, "expected keys and values, as in '- name: value'");
        }
    }
    return sections;
}

std::vector<std::pair<std::string, Section>> Section::entries(std::string_view key, std::string_view description) {
    node_->know(key);
    std::vector<std::pair<std::string, Section>> sections;
    if (node_->is_describing()) {
        node_->describe(key, "mapping with names of your own", "{}", description);
        sections.emplace_back("<name>", node_->section(node_->path_of(key) + ".<name>", nullptr));
        return sections;
    }
    auto part = child(key, description);
    auto& record = *part.node_->record;
    record.has_free_keys = true;
    if (!record.mapping) return sections;
    for (const auto& member : record.mapping->members)
        if (record.given.at(member.key) == &member) sections.emplace_back(member.key, part.child(member.key, {}));
    return sections;
}

bool Section::has(std::string_view key) const {
    return node_->value(key) != nullptr || node_->has_variable(key);
}

std::string Section::where(std::string_view key) const {
    return node_->where(key);
}

void Section::refuse(std::string_view key, std::string_view problem) {
    node_->refuse(key, problem);
}

Result<void> Section::finish() {
    return node_->finish();
}

}  // namespace winnow::config
