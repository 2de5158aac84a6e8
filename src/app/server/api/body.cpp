#include "app/server/api/body.h"

#include "text/utf8.h"

namespace winnow::site {
Result<Body> Body::of(const web::Request& request) {
    const auto type = request.header("Content-Type");
    if (type.substr(0, type.find(';')) != "application/json")
        return fail(ErrorKind::unsupported, "The body must be JSON, with the type application/json.");
    TRY(auto value, json::parse(request.body));
    if (!value.is_object()) return fail(ErrorKind::invalid_argument, "The body must be an object.");
    return Body(std::move(value));
}

bool Body::has(std::string_view name) const {
    return value_.contains(name);
}

const json::Value& Body::member(std::string_view name) {
    read_.emplace(name);
    return value_[name];
}

void Body::refuse(std::string_view name, const std::string& expected) {
    if (problem_.empty()) problem_ = std::string(name) + ": expected " + expected;
}

std::string Body::text(std::string_view name, std::size_t most) {
    const auto& value = member(name);
    if (!has(name)) return {};
    if (!value.is_string() || text::count_code_points(value.as_string()) > most)
        refuse(name, "a text of at most " + std::to_string(most) + " characters");
    return value.text();
}

std::vector<std::string> Body::texts(std::string_view name, std::size_t most) {
    const auto& value = member(name);
    std::vector<std::string> result;
    if (!has(name)) return result;
    if (!value.is_array() || value.items().size() > most)
        refuse(name, "a list of at most " + std::to_string(most) + " texts");
    for (const auto& item : value.items()) {
        if (!item.is_string()) refuse(name, "a list of texts");
        result.push_back(item.text());
    }
    return result;
}

std::size_t Body::count(std::string_view name, std::size_t most) {
    const auto& value = member(name);
    if (!has(name)) return 0;
    const auto number = value.as_int(-1);
    if (!value.is_number() || number < 1 || static_cast<std::uint64_t>(number) > most) {
        refuse(name, "a whole number from 1 to " + std::to_string(most));
        return 0;
    }
    return static_cast<std::size_t>(number);
}

bool Body::flag(std::string_view name) {
    const auto& value = member(name);
    if (has(name) && !value.is_bool()) refuse(name, "true or false");
    return value.as_bool();
}

std::optional<bool> Body::maybe_flag(std::string_view name) {
    const auto& value = member(name);
    if (!has(name) || value.is_null()) return std::nullopt;
    if (!value.is_bool()) refuse(name, "true, false or null");
    return value.as_bool();
}

std::vector<std::pair<std::string, double>> Body::numbers(std::string_view name) {
    const auto& value = member(name);
    std::vector<std::pair<std::string, double>> result;
    if (!has(name)) return result;
    if (!value.is_object()) refuse(name, "an object of numbers");
    for (const auto& [key, number] : value.members()) {
        if (!number.is_number()) refuse(std::string(name) + "." + key, "a number");
        result.emplace_back(key, number.as_double());
    }
    return result;
}

Result<void> Body::finish() const {
    if (!problem_.empty()) return fail(ErrorKind::invalid_argument, problem_);
    for (const auto& [name, value] : value_.members())
        if (!read_.contains(name)) return fail(ErrorKind::invalid_argument, "'" + name + "' is not known here");
    return {};
}

}  // namespace winnow::site
