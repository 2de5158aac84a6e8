#include "json/codec.h"
#include "pipeline/steps/steps.h"

namespace winnow {

json::Value item_of(const std::string& run_id, const Candidate& candidate, bool whole) {
    auto item = json::object({{"run_id", run_id}, {"url", candidate.url.href()}});
    if (!whole) return item;
    const auto members = json::encode(candidate);
    for (const auto& [name, value] : members.members()) item.set(name, value);
    return item;
}

Result<UrlItem> decode_url_item(const json::Value& value) {
    if (!value.is_object()) return fail(ErrorKind::invalid_argument, "the event must be an object with run_id and url");
    for (const auto* name : {"run_id", "url"})
        if (!value[name].is_string())
            return fail(ErrorKind::invalid_argument, std::string("the event has no '") + name + "'");
    UrlItem item{.run_id = value["run_id"].text(), .url = {}, .candidate = {}};
    TRY_OK(check_run_id(item.run_id));
    if (value.contains("source")) {
        TRY(item.candidate, json::decode_candidate(value));
        item.url = item.candidate->url;
        return item;
    }
    auto url = Url::parse_exact(value["url"].as_string());
    if (!url) return fail(std::move(url).error().in("'url'"));
    item.url = std::move(*url);
    return item;
}

json::Value answer_of(const std::string& run_id, const Evaluated& item) {
    auto answer =
        json::object({{"run_id", run_id}, {"url", item.candidate.url.href()}, {"state", to_string(item.state)}});
    if (item.assessment) answer.set("score", item.assessment->overall);
    return answer;
}

}  // namespace winnow
