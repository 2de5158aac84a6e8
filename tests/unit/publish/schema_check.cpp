#include "schema_check.h"

#include <algorithm>
#include <set>

namespace winnow {
namespace {

class Checker {
public:
    explicit Checker(const json::Value& root) : root_(root) {}

    void check(const json::Value& schema, const json::Value& value, const std::string& path) {
        check_keywords(schema, path);
        if (schema.contains("$ref")) check(resolved(schema["$ref"].text()), value, path);
        if (schema.contains("type") && !has_type(value, schema["type"].text()))
            add(path, "is no " + schema["type"].text());
        if (schema.contains("enum") && !contains(schema["enum"], value)) add(path, "is none of the values allowed");
        check_limits(schema, value, path);
        check_members(schema, value, path);
        if (schema.contains("items"))
            for (std::size_t i = 0; i < value.items().size(); ++i)
                check(schema["items"], value[i], path + "/" + std::to_string(i));
        if (schema.contains("anyOf")) check_alternatives(schema["anyOf"], value, path);
    }
    std::vector<std::string> take() { return std::move(faults_); }

private:
    void add(const std::string& path, const std::string& what) { faults_.push_back(path + " " + what); }

    void check_keywords(const json::Value& schema, const std::string& path) {
        static const std::set<std::string> known{"$schema", "title",      "$defs",    "description", "$ref",
                                                 "type",    "properties", "required", "items",       "enum",
                                                 "minimum", "maximum",    "pattern",  "format",      "anyOf"};
        for (const auto& [keyword, ignored] : schema.members())
            if (!known.contains(keyword)) add(path, "has a schema with the keyword " + keyword);
        if (!schema.contains("$ref") && schema["description"].as_string().empty()) add(path, "is not described");
    }

    const json::Value& resolved(const std::string& reference) {
        const std::string prefix = "#/$defs/";
        return root_["$defs"][reference.substr(std::min(prefix.size(), reference.size()))];
    }

    static bool has_type(const json::Value& value, const std::string& type) {
        return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
               (type == "string" && value.is_string()) || (type == "integer" && value.is_integer()) ||
               (type == "number" && value.is_number()) || (type == "boolean" && value.is_bool()) ||
               (type == "null" && value.is_null());
    }

    static bool contains(const json::Value& list, const json::Value& value) {
        return std::ranges::find(list.items(), value) != list.items().end();
    }

    void check_limits(const json::Value& schema, const json::Value& value, const std::string& path) {
        if (schema.contains("minimum") && value.as_double() < schema["minimum"].as_double()) add(path, "is too small");
        if (schema.contains("maximum") && value.as_double() > schema["maximum"].as_double()) add(path, "is too large");
        if (schema.contains("pattern") && !value.as_string().starts_with("http://") &&
            !value.as_string().starts_with("https://"))
            add(path, "is no address");
        if (schema.contains("format") && !parse_rfc3339(value.as_string())) add(path, "is no time");
    }

    void check_members(const json::Value& schema, const json::Value& value, const std::string& path) {
        for (const auto& name : schema["required"].items())
            if (!value.contains(name.as_string())) add(path, "lacks " + name.text());
        if (!schema.contains("properties")) return;
        for (const auto& [name, member] : value.members()) {
            if (schema["properties"].contains(name))
                check(schema["properties"][name], member, path + "/" + name);
            else
                add(path, "has a member that is not described: " + name);
        }
    }

    void check_alternatives(const json::Value& alternatives, const json::Value& value, const std::string& path) {
        const bool fits = std::ranges::any_of(alternatives.items(), [&](const json::Value& alternative) {
            Checker inner(root_);
            inner.check(alternative, value, path);
            return inner.take().empty();
        });
        if (!fits) add(path, "fits no alternative");
    }

    const json::Value& root_;
    std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> schema_faults(const json::Value& schema, const json::Value& value) {
    Checker checker(schema);
    checker.check(schema, value, "");
    return checker.take();
}

}  // namespace winnow
