#include "app/lambda/request.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/time.h"
#include "pipeline/steps/run_blobs.h"
#include "text/blank.h"

namespace winnow::lambda {
namespace {

enum class Kind { text, number };

/// A key of the input that stands for a key of the configuration.
struct Override {
    std::string_view key;
    std::string_view path;
    Kind kind;
};

constexpr std::array kOverrides{
    Override{"evaluation_method", "evaluate.method", Kind::text},
    Override{"rubric", "evaluate.rubric", Kind::text},
    Override{"min_score", "evaluate.min_score", Kind::number},
    Override{"min_words", "evaluate.min_words", Kind::number},
    Override{"max_urls", "run.max_urls", Kind::number},
    Override{"per_source", "run.per_source", Kind::number},
    Override{"limit", "rank.limit", Kind::number},
    Override{"budget_usd", "budget.cost_usd", Kind::number},
    Override{"budget_tokens", "budget.tokens", Kind::number},
};
constexpr std::array<std::string_view, 6> kOthers{"query", "run_id", "schedule", "scheduled_time", "since", "sources"};

Error wrong(std::string_view key, std::string_view expected) {
    return {ErrorKind::invalid_argument, "'" + std::string(key) + "' must be " + std::string(expected)};
}

Error unknown(std::string_view key) {
    std::string known;
    for (const auto& each : kOthers) known += std::string(each) + ", ";
    for (const auto& each : kOverrides) known += std::string(each.key) + ", ";
    known.resize(known.size() - 2);
    return {ErrorKind::invalid_argument, "there is no key '" + std::string(key) + "' of a run; there are " + known};
}

Result<void> read_override(const Override& wanted, const json::Value& value, RunRequest& request) {
    if (wanted.kind == Kind::text && !value.is_string()) return fail(wrong(wanted.key, "a text"));
    if (wanted.kind == Kind::number && !value.is_number()) return fail(wrong(wanted.key, "a number"));
    request.settings[std::string(wanted.path)] = value.is_string() ? value.text() : json::dump(value);
    return {};
}

Result<void> read_other(std::string_view key, const json::Value& value, RunRequest& request) {
    if (key == "sources") {
        if (!value.is_array()) return fail(wrong(key, "a list of names"));
        for (const auto& name : value.items()) {
            if (!name.is_string()) return fail(wrong(key, "a list of names"));
            request.sources.push_back(name.text());
        }
        return {};
    }
    if (!value.is_string()) return fail(wrong(key, "a text"));
    auto& target = key == "query"            ? request.query
                   : key == "run_id"         ? request.run_id
                   : key == "schedule"       ? request.schedule
                   : key == "scheduled_time" ? request.scheduled_time
                                             : request.since;
    target = value.text();
    return {};
}

}  // namespace

Result<RunRequest> decode_run_request(const json::Value& event) {
    if (!event.is_object())
        return fail(ErrorKind::invalid_argument, "a run is started with an object that has a 'query'");
    RunRequest request;
    for (const auto& [key, value] : event.members()) {
        const auto setting = std::ranges::find(kOverrides, key, &Override::key);
        if (setting != kOverrides.end()) {
            TRY_OK(read_override(*setting, value, request));
        } else if (std::ranges::find(kOthers, key) != kOthers.end()) {
            TRY_OK(read_other(key, value, request));
        } else {
            return fail(unknown(key));
        }
        if (key != "schedule" && key != "scheduled_time") request.input.set(key, value);
    }
    if (text::is_blank(request.query)) return fail(ErrorKind::invalid_argument, "'query' is missing or empty");
    if (!request.run_id.empty()) TRY_OK(check_run_id(request.run_id));
    if (!request.scheduled_time.empty() && !parse_rfc3339(request.scheduled_time))
        return fail(wrong("scheduled_time", "a time such as 2026-11-23T00:00:00Z"));
    return request;
}

}  // namespace winnow::lambda
