#include "evaluate/batches/record.h"

#include "files/files.h"
#include "json/value.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kMaxFileBytes = 2u << 30;
constexpr std::int64_t kVersion = 1;

json::Value encoded(const Usage& usage) {
    return json::object(
        {{"input_tokens", usage.input_tokens}, {"output_tokens", usage.output_tokens}, {"cost_usd", usage.cost_usd}});
}

Usage usage_in(const json::Value& value) {
    return {.input_tokens = value["input_tokens"].as_int(),
            .output_tokens = value["output_tokens"].as_int(),
            .cost_usd = value["cost_usd"].as_double()};
}

json::Value encoded(const KeptAnswer& answer) {
    if (!answer.reply)
        return json::object({{"error", to_string(answer.reply.error().kind())},
                             {"message", answer.reply.error().message()},
                             {"usage", encoded(answer.lost)}});
    const auto& reply = *answer.reply;
    return json::object({{"text", reply.text},
                         {"model", reply.model},
                         {"request_id", reply.request_id},
                         {"usage", encoded(reply.usage)}});
}

KeptAnswer answer_in(const json::Value& value) {
    if (value.contains("error"))
        return {.reply = fail(error_kind_from(value["error"].as_string()), value["message"].text()),
                .lost = usage_in(value["usage"])};
    return {.reply = llm::ChatReply{.text = value["text"].text(),
                                    .model = value["model"].text(),
                                    .request_id = value["request_id"].text(),
                                    .opened = {},
                                    .tool_errors = {},
                                    .usage = usage_in(value["usage"])},
            .lost = {}};
}

json::Value encoded(const SentBatch& batch) {
    json::Value keys(json::Array{});
    for (const auto& key : batch.keys) keys.push(key);
    return json::object({{"id", batch.id}, {"keys", std::move(keys)}, {"expected", encoded(batch.expected)}});
}

SentBatch batch_in(const json::Value& value) {
    SentBatch batch{.id = value["id"].text(), .keys = {}, .expected = usage_in(value["expected"])};
    for (const auto& key : value["keys"].items()) batch.keys.push_back(key.text());
    return batch;
}

}  // namespace

Result<BatchRecord> read_batch_record(const std::filesystem::path& file) {
    TRY(const auto bytes, files::read_file(file, kMaxFileBytes));
    const auto value = json::parse(bytes);
    if (!value || (*value)["version"].as_int() != kVersion)
        return fail(ErrorKind::malformed, file.string() + " is no record of batches that this version reads");
    BatchRecord record{.model = (*value)["model"].text(),
                       .number = (*value)["number"].text(),
                       .spent = usage_in((*value)["spent"]),
                       .under_way = {},
                       .answers = {}};
    for (const auto& batch : (*value)["under_way"].items()) record.under_way.push_back(batch_in(batch));
    for (const auto& answer : (*value)["answers"].items())
        record.answers.emplace(answer["key"].text(), answer_in(answer));
    return record;
}

Result<void> write_batch_record(const std::filesystem::path& file, const BatchRecord& record) {
    json::Value under_way(json::Array{});
    for (const auto& batch : record.under_way) under_way.push(encoded(batch));
    json::Value answers(json::Array{});
    for (const auto& [key, answer] : record.answers) answers.push(encoded(answer).set("key", key));
    return files::write_file_atomically(file, json::dump(json::object({{"version", kVersion},
                                                                       {"model", record.model},
                                                                       {"number", record.number},
                                                                       {"spent", encoded(record.spent)},
                                                                       {"under_way", std::move(under_way)},
                                                                       {"answers", std::move(answers)}})));
}

}  // namespace winnow::evaluate
