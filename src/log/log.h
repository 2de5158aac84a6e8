#pragma once
// log: events with fields, as lines for people or as JSON lines.

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "json/value.h"

namespace winnow::log {

enum class Level { debug, info, warn, error };
enum class Format { human, json };

/// A name and a value to search by. A Secret does not convert into one.
struct Field {
    std::string_view name;
    json::Value value;

    Field(std::string_view field, json::Value content) : name(field), value(std::move(content)) {}
    Field(std::string_view field, std::chrono::milliseconds took)
        : name(field), value(static_cast<std::int64_t>(took.count())) {}
    Field(std::string_view field, const Error& error);
};

/// Sets what is written to standard error from now on. Once, at the start, before other threads run.
void configure(Level least, Format format);
/// Adds a field to every later line (run id, request id); an empty value removes it. Safe from several threads.
void set_context(std::string_view name, std::string_view value);
/// The fields that set_context() has added. Safe from several threads.
std::vector<std::pair<std::string, std::string>> context_fields();
bool is_enabled(Level level);

/// Writes one line. `event` is a fixed lower-case phrase; what varies is a field. Safe from several threads.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    if (is_enabled(Level::debug)) write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warn, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

}  // namespace winnow::log
