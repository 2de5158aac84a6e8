#include "llm/wire/schema.h"

#include <algorithm>
#include <array>
#include <span>

namespace winnow::llm {
namespace {

constexpr std::array<std::string_view, 13> kUnknownToOpenAi{
    "minLength",     "maxLength",     "uniqueItems",   "contains",          "minContains",      "maxContains",
    "minProperties", "maxProperties", "propertyNames", "patternProperties", "unevaluatedItems", "unevaluatedProperties",
    "default"};
constexpr std::array<std::string_view, 19> kUnknownToAnthropic{
    "minLength",     "maxLength",         "uniqueItems",      "contains",
    "minContains",   "maxContains",       "minProperties",    "maxProperties",
    "propertyNames", "patternProperties", "unevaluatedItems", "unevaluatedProperties",
    "minimum",       "maximum",           "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf",    "maxItems",          "prefixItems"};

std::span<const std::string_view> unknown_to(SchemaRules rules) {
    switch (rules) {
        case SchemaRules::openai: return kUnknownToOpenAi;
        case SchemaRules::anthropic: return kUnknownToAnthropic;
        case SchemaRules::free: break;
    }
    return {};
}

bool is_known(std::string_view keyword, const json::Value& value, SchemaRules rules) {
    if (rules == SchemaRules::anthropic && keyword == "minItems") return value.as_int(2) <= 1;
    const auto unknown = unknown_to(rules);
    return std::ranges::find(unknown, keyword) == unknown.end();
}

/// The schema, or null.
json::Value nullable(json::Value schema) {
    const auto& type = schema["type"];
    if (type.is_string() && !schema.contains("enum") && !schema.contains("const")) {
        if (type.as_string() != "null") schema.set("type", json::Array{type, "null"});
        return schema;
    }
    return json::object({{"anyOf", json::Array{std::move(schema), json::object({{"type", "null"}})}}});
}

bool is_required(const json::Value& schema, const std::string& property) {
    return std::ranges::any_of(schema["required"].items(),
                               [&](const json::Value& name) { return name.as_string() == property; });
}

json::Value fit_properties(const json::Value& schema, SchemaRules rules) {
    json::Value properties(json::Object{});
    for (const auto& [name, property] : schema["properties"].members()) {
        auto fitted = fit_schema(property, rules);
        properties.set(name, is_required(schema, name) ? std::move(fitted) : nullable(std::move(fitted)));
    }
    return properties;
}

json::Value fit_each(const json::Value& list, SchemaRules rules) {
    json::Value fitted(json::Array{});
    for (const auto& schema : list.items()) fitted.push(fit_schema(schema, rules));
    return fitted;
}

json::Value fit_definitions(const json::Value& definitions, SchemaRules rules) {
    json::Value fitted(json::Object{});
    for (const auto& [name, schema] : definitions.members()) fitted.set(name, fit_schema(schema, rules));
    return fitted;
}

/// The keyword's value as it may stand in the fitted schema.
json::Value fit_member(std::string_view keyword, const json::Value& value, SchemaRules rules) {
    if (keyword == "items") return fit_schema(value, rules);
    if (keyword == "anyOf" || keyword == "oneOf" || keyword == "allOf") return fit_each(value, rules);
    if (keyword == "$defs" || keyword == "definitions") return fit_definitions(value, rules);
    return value;
}

}  // namespace

json::Value fit_schema(const json::Value& schema, SchemaRules rules) {
    if (!schema.is_object()) return schema;
    json::Value fitted(json::Object{});
    std::string limits;
    for (const auto& [keyword, value] : schema.members()) {
        if (keyword == "$schema" || keyword == "$id" || keyword == "required" || keyword == "additionalProperties" ||
            keyword == "properties")
            continue;
        if (!is_known(keyword, value, rules))
            limits += (limits.empty() ? "" : ", ") + keyword + " " + json::dump(value);
        else  // a model that is held to the schema cannot match two forms at once, so the two say the same
            fitted.set(keyword == "oneOf" ? "anyOf" : keyword, fit_member(keyword, value, rules));
    }
    if (!limits.empty()) {
        const auto said = schema["description"].text();
        fitted.set("description", said + (said.empty() ? "" : " ") + "(" + limits + ")");
    }
    if (schema.contains("properties") || schema["type"].as_string() == "object") {
        const auto properties = fit_properties(schema, rules);
        json::Value required(json::Array{});
        for (const auto& [name, property] : properties.members()) required.push(name);
        fitted.set("properties", properties);
        fitted.set("required", required);
        fitted.set("additionalProperties", false);
    }
    return fitted;
}

}  // namespace winnow::llm
