#include "json/value.h"

#include <algorithm>
#include <cmath>

namespace winnow::json {
namespace {

const Value kNull;

}  // namespace

bool Value::as_bool(bool fallback) const {
    const auto* value = std::get_if<bool>(&data_);
    return value ? *value : fallback;
}

std::int64_t Value::as_int(std::int64_t fallback) const {
    if (const auto* value = std::get_if<std::int64_t>(&data_)) return *value;
    if (const auto* value = std::get_if<double>(&data_);
        value && std::nearbyint(*value) == *value && std::abs(*value) < 9e15)
        return static_cast<std::int64_t>(*value);
    return fallback;
}

double Value::as_double(double fallback) const {
    if (const auto* value = std::get_if<double>(&data_)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*value);
    return fallback;
}

std::string_view Value::as_string(std::string_view fallback) const {
    const auto* value = std::get_if<std::string>(&data_);
    return value ? std::string_view(*value) : fallback;
}

const Array& Value::items() const {
    static const Array none;
    const auto* value = std::get_if<Array>(&data_);
    return value ? *value : none;
}

const Object& Value::members() const {
    static const Object none;
    const auto* value = std::get_if<Object>(&data_);
    return value ? *value : none;
}

const Value& Value::operator[](std::string_view key) const {
    const auto& all = members();
    const auto found = std::ranges::find(all, key, &Member::first);
    return found == all.end() ? kNull : found->second;
}

const Value& Value::operator[](std::size_t index) const {
    const auto& all = items();
    return index < all.size() ? all[index] : kNull;
}

bool Value::contains(std::string_view key) const {
    return std::ranges::find(members(), key, &Member::first) != members().end();
}

Value& Value::set(std::string_view key, Value value) {
    if (!is_object()) data_ = Object{};
    auto& all = std::get<Object>(data_);
    if (const auto found = std::ranges::find(all, key, &Member::first); found != all.end())
        found->second = std::move(value);
    else
        all.emplace_back(std::string(key), std::move(value));
    return *this;
}

Value& Value::push(Value value) {
    if (!is_array()) data_ = Array{};
    std::get<Array>(data_).push_back(std::move(value));
    return *this;
}

Value object(std::initializer_list<Member> members) {
    return Value(Object(members));
}

}  // namespace winnow::json
