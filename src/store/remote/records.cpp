#include "store/remote/records.h"

#include <charconv>

#include "text/digest.h"

namespace winnow::remote {

std::string page_name(const Url& url) {
    return text::sha256_hex(url.href());
}

std::string assessment_name(const EvaluationKey& key) {
    std::string all;
    for (const auto* member : {&key.content_hash, &key.rubric_hash, &key.method, &key.model, &key.question})
        all += std::to_string(member->size()) + ":" + *member;  // so that no two keys are written alike
    return text::sha256_hex(all);
}

std::string as_text(Timestamp time) {
    return std::to_string(time.time_since_epoch().count());
}

std::optional<Timestamp> as_time(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Timestamp{std::chrono::seconds{seconds}};
}

}  // namespace winnow::remote
