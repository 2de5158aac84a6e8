#pragma once
// json: values of JSON, and how the core types are written in it.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"

namespace winnow::json {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
/// Members in the order in which they were added, so that equal values are written as equal bytes.
using Object = std::vector<Member>;

/// A JSON value. Reading what is not there gives a null value, so a chain of lookups needs one check at its end.
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) {}
    Value(bool value) : data_(value) {}
    Value(int value) : data_(static_cast<std::int64_t>(value)) {}
    Value(unsigned value) : data_(static_cast<std::int64_t>(value)) {}
    Value(std::int64_t value) : data_(value) {}
    Value(std::size_t value) : data_(static_cast<std::int64_t>(value)) {}
    Value(double value) : data_(value) {}
    Value(const char* value) : data_(std::string(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(Array value) : data_(std::move(value)) {}
    Value(Object value) : data_(std::move(value)) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    bool is_bool() const { return std::holds_alternative<bool>(data_); }
    bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }
    bool is_number() const { return is_integer() || std::holds_alternative<double>(data_); }
    bool is_string() const { return std::holds_alternative<std::string>(data_); }
    bool is_array() const { return std::holds_alternative<Array>(data_); }
    bool is_object() const { return std::holds_alternative<Object>(data_); }

    /// The value if it is of that kind, else the fallback.
    bool as_bool(bool fallback = false) const;
    std::int64_t as_int(std::int64_t fallback = 0) const;  ///< a whole double counts
    double as_double(double fallback = 0) const;
    std::string_view as_string(std::string_view fallback = {}) const;  ///< valid as long as the value is
    std::string text() const { return std::string(as_string()); }
    const Array& items() const;     ///< empty if not an array
    const Object& members() const;  ///< empty if not an object

    const Value& operator[](std::string_view key) const;  ///< null if missing
    const Value& operator[](std::size_t index) const;     ///< null if missing
    const Value& operator[](const char* key) const { return (*this)[std::string_view(key)]; }
    const Value& operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
    bool contains(std::string_view key) const;
    /// Adds or replaces a member; a null value becomes an object first.
    Value& set(std::string_view key, Value value);
    /// Appends an element; a null value becomes an array first.
    Value& push(Value value);

    friend bool operator==(const Value&, const Value&) = default;

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

/// `object({{"a", 1}, {"b", "x"}})`: an object in the order given.
Value object(std::initializer_list<Member> members);

constexpr std::size_t kMaxDepth = 200;  // deeper input is refused: nothing that we read comes near it

/// Parses one JSON text (RFC 8259; of equal member names the last wins). Error: malformed, naming line and column;
/// also for nesting deeper than kMaxDepth and for invalid UTF-8.
Result<Value> parse(std::string_view text);
/// One line without blanks; invalid UTF-8 becomes U+FFFD, a number that is not finite becomes null.
std::string dump(const Value& value);
/// The same over several lines, two blanks a level.
std::string dump_pretty(const Value& value);

/// A member whose array is too long to stand in memory as a value: its elements one after the other, then nothing.
struct LongList {
    std::string member;
    std::function<std::optional<Value>()> next;
};
enum class Layout { one_line, pretty };
/// Writes an object as dump() or dump_pretty() do, the elements of some of its members from `lists`.
std::string dump(const Value& object, const std::vector<LongList>& lists, Layout layout);

}  // namespace winnow::json
