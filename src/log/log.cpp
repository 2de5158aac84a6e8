#include "log/log.h"

#include <atomic>
#include <cstdio>
#include <mutex>
#include <vector>

#include "core/time.h"
#include "log/redirect.h"

namespace winnow::log {
namespace {

std::atomic<Level> least_level{Level::warn};
std::atomic<Format> line_format{Format::human};
std::mutex context_mutex;

std::vector<std::pair<std::string, std::string>>& context() {
    static std::vector<std::pair<std::string, std::string>> fields;
    return fields;
}

std::mutex writer_mutex;

std::function<void(std::string_view line)>& writer() {
    static std::function<void(std::string_view line)> function;
    return function;
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug: return "DEBUG";
        case Level::info: return "INFO";
        case Level::warn: return "WARN";
        case Level::error: return "ERROR";
    }
    return "ERROR";
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    json::Value line =
        json::object({{"timestamp", to_rfc3339(system_clock().now())}, {"level", name_of(level)}, {"event", event}});
    {
        const std::scoped_lock lock(context_mutex);
        for (const auto& [name, value] : context()) line.set(name, value);
    }
    for (const auto& field : fields) line.set(field.name, field.value);
    return json::dump(line);
}

/// U+0080 to U+009F, which JSON may carry as they are, and which a terminal takes for the beginning of a sequence.
std::string without_c1(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (text[i] == '\xC2' && next >= 0x80 && next < 0xA0) {
            kept += "\\u00";
            kept += kDigits[next >> 4];
            kept += kDigits[next & 15];
            ++i;
        } else {
            kept += text[i];
        }
    }
    return kept;
}

/// Control characters of foreign text must not reach a terminal: JSON's escapes take their sting away.
std::string human_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line(name_of(level));
    line.resize(6, ' ');
    line += event;
    for (const auto& field : fields) {
        line += "  ";
        line += field.name;
        line += '=';
        line += without_c1(json::dump(field.value));
    }
    return line;
}

}  // namespace

Field::Field(std::string_view field, const Error& error)
    : name(field), value(json::object({{"kind", to_string(error.kind())}, {"message", error.message()}})) {}

void configure(Level least, Format format) {
    least_level = least;
    line_format = format;
}

void redirect(std::function<void(std::string_view line)> new_writer) {
    const std::scoped_lock lock(writer_mutex);
    writer() = std::move(new_writer);
}

void set_context(std::string_view name, std::string_view value) {
    const std::scoped_lock lock(context_mutex);
    std::erase_if(context(), [&](const auto& field) { return field.first == name; });
    if (!value.empty()) context().emplace_back(name, value);
}

std::vector<std::pair<std::string, std::string>> context_fields() {
    const std::scoped_lock lock(context_mutex);
    return context();
}

bool is_enabled(Level level) {
    return level >= least_level;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!is_enabled(level)) return;
    const auto line =
        (line_format == Format::json ? json_line(level, event, fields) : human_line(level, event, fields)) + '\n';
    {
        const std::scoped_lock lock(writer_mutex);
        if (writer()) return writer()(line);
    }
    std::fwrite(line.data(), 1, line.size(), stderr);  // one call a line: lines of several threads do not mix
}

}  // namespace winnow::log
