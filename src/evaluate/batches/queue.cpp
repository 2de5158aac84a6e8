#include <algorithm>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "core/usage/lost_usage.h"
#include "evaluate/batches.h"
#include "evaluate/batches/record.h"
#include "files/files.h"
#include "json/value.h"
#include "log/log.h"
#include "text/digest.h"

namespace winnow {
namespace {

using evaluate::BatchRecord;
using evaluate::KeptAnswer;
using evaluate::SentBatch;

constexpr int kMostFailures = 10;  // polls in a row that fail for a passing reason
constexpr std::int64_t kBytesPerToken = 4;
constexpr std::size_t kMostBytes = 100'000'000;  // of the requests of one batch; escaping makes them larger
constexpr std::size_t kKeyDigits = 40;
constexpr const char* kPutOff = "put off: the answer comes with the batch";

std::string key_of(const llm::ChatRequest& request, const std::string& model) {
    return text::sha256_hex(json::dump(json::object({{"model", model},
                                                     {"instructions", request.instructions},
                                                     {"input", request.input},
                                                     {"schema", request.schema},
                                                     {"most", request.max_output_tokens}})))
        .substr(0, kKeyDigits);
}

std::string random_number() {
    std::random_device device;
    return std::to_string((static_cast<std::uint64_t>(device()) << 32) | device());
}

bool is_over(double used, double limit) {
    return limit > 0 && used > limit;
}

class Queue final : public BatchedAnswers {
public:
    Queue(std::unique_ptr<llm::BatchModel> model, BatchOptions options)
        : model_(std::move(model)), options_(std::move(options)) {
        options_.waits = http::with_defaults(std::move(options_.waits));
        record_.model = model_->model();
        record_.number = random_number();
    }

    const std::string& model() const { return model_->model(); }
    std::unique_ptr<llm::ChatModel> chat_model() override;

    std::uint64_t run_number() override {
        const std::scoped_lock lock(mutex_);
        return std::stoull(record_.number);
    }

    Result<void> begin(const std::string& run_id) override {
        const std::scoped_lock lock(mutex_);
        TRY_OK(files::make_folders(options_.folder));
        file_ = options_.folder / (run_id + ".json");
        auto kept = evaluate::read_batch_record(file_);
        if (!kept) {
            if (kept.error().kind() != ErrorKind::not_found) return fail(std::move(kept).error());
            return evaluate::write_batch_record(file_, record_);
        }
        if (kept->model != model())
            return fail(ErrorKind::invalid_config, "the batches of run " + run_id + " were sent to " + kept->model +
                                                       ", not to " + model() + "; set the model as it was");
        record_ = std::move(*kept);
        const auto lost = std::erase_if(record_.under_way, [](const SentBatch& batch) { return batch.id.empty(); });
        if (lost > 0)
            log::warn("a batch was being ordered when the run was stopped; it is ordered again, and may be paid twice",
                      {{"run_id", run_id}});
        return {};
    }

    bool take_put_off() override {
        const std::scoped_lock lock(mutex_);
        return put_off_.erase(std::this_thread::get_id()) > 0;
    }

    Result<Settled> settle(const Budget& budget, const Deadline& deadline) override {
        TRY_OK(send_what_fits(budget, deadline));
        if (is_idle()) return Settled::budget_is_used_up;
        TRY_OK(wait_for_all(deadline));
        return Settled::answers_came;
    }

    Result<void> end() override {
        const std::scoped_lock lock(mutex_);
        std::error_code error;
        std::filesystem::remove(file_, error);
        if (error) return fail(files::system_error("remove", file_, error.value()));
        return {};
    }

    Result<llm::ChatReply> ask(const llm::ChatRequest& request) {
        if (!request.page.empty())
            return fail(ErrorKind::unsupported, "a model that opens pages itself does not answer in batches");
        const auto key = key_of(request, model());
        const std::scoped_lock lock(mutex_);
        if (const auto found = record_.answers.find(key); found != record_.answers.end()) {
            lost_.add(found->second.lost);
            return found->second.reply;
        }
        put_off_.insert(std::this_thread::get_id());
        const bool is_under_way = std::ranges::any_of(record_.under_way, [&](const SentBatch& batch) {
            return std::ranges::find(batch.keys, key) != batch.keys.end();
        });
        const bool waits = std::ranges::find(waiting_, key, &llm::BatchRequest::id) != waiting_.end();
        if (!is_under_way && !waits) waiting_.push_back({.id = key, .request = request});
        return fail(ErrorKind::unavailable, kPutOff);
    }

    Usage take_lost_usage() { return lost_.take(); }

private:
    bool is_idle() {
        const std::scoped_lock lock(mutex_);
        return record_.under_way.empty();
    }

    Result<void> save() { return evaluate::write_batch_record(file_, record_); }

    Usage expected(const llm::ChatRequest& request) const {
        const auto bytes = request.instructions.size() + request.input.size();
        Usage usage{.input_tokens = static_cast<std::int64_t>(bytes) / kBytesPerToken,
                    .output_tokens = options_.answer_tokens};
        usage.cost_usd = (static_cast<double>(usage.input_tokens) * options_.prices.input +
                          static_cast<double>(usage.output_tokens) * options_.prices.output) /
                         1e6 * options_.prices.batch_share;
        return usage;
    }

    /// The next batch of what waits: as much as fits into it and into the budget.
    std::pair<SentBatch, std::vector<llm::BatchRequest>> next_batch(const Budget& budget) {
        SentBatch batch;
        auto used = record_.spent;
        for (const auto& sent : record_.under_way) used += sent.expected;
        std::size_t count = 0;
        std::size_t bytes = 0;
        for (; count < waiting_.size() && count < options_.most_requests; ++count) {
            const auto& request = waiting_[count].request;
            const auto more = expected(request);
            bytes += request.instructions.size() + request.input.size();
            used += more;
            if (bytes > kMostBytes && count > 0) break;
            if (is_over(used.cost_usd, budget.cost_usd) ||
                is_over(static_cast<double>(used.input_tokens + used.output_tokens),
                        static_cast<double>(budget.tokens)))
                break;
            batch.keys.push_back(waiting_[count].id);
            batch.expected += more;
        }
        const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
        std::vector<llm::BatchRequest> requests(std::make_move_iterator(waiting_.begin()),
                                                std::make_move_iterator(end));
        waiting_.erase(waiting_.begin(), end);
        return {std::move(batch), std::move(requests)};
    }

    /// Each order is noted before it is made and again when it has an id.
    Result<void> send_what_fits(const Budget& budget, const Deadline& deadline) {
        const std::scoped_lock lock(mutex_);  // nobody is judged while batches are settled
        for (;;) {
            auto [batch, requests] = next_batch(budget);
            if (requests.empty()) return {};
            record_.under_way.push_back(std::move(batch));
            TRY_OK(save());
            auto id = model_->submit(requests, deadline);
            if (!id) {
                record_.under_way.pop_back();
                TRY_OK(save());
                return fail(std::move(id).error().in("ordering a batch"));
            }
            record_.under_way.back().id = *id;
            TRY_OK(save());
            log::info("batch ordered", {{"batch", *id}, {"requests", static_cast<std::int64_t>(requests.size())}});
        }
    }

    Result<void> wait_for_all(const Deadline& deadline) {
        int failures = 0;
        for (;;) {
            auto fetched = fetch_what_ended(deadline);
            if (fetched)
                failures = 0;
            else if (!is_transient(fetched.error().kind()) || ++failures > kMostFailures || deadline.has_passed())
                return deadline.is_stopped() ? fail(stopped()) : fail(std::move(fetched).error());
            if (is_idle()) return {};
            if (options_.poll >= deadline.remaining())
                return fail(ErrorKind::timed_out, "no time left to wait for batches; they go on");
            options_.waits.sleep(options_.poll, deadline);
            if (deadline.is_stopped()) return fail(stopped());
        }
    }

    static Error stopped() { return {ErrorKind::cancelled, "stopped while batches are under way; they go on"}; }

    /// Takes the answers of the batches that have ended.
    Result<void> fetch_what_ended(const Deadline& deadline) {
        const std::scoped_lock lock(mutex_);
        for (std::size_t i = 0; i < record_.under_way.size();) {
            const auto id = record_.under_way[i].id;
            TRY(const auto status, model_->poll(id, deadline));
            log::info("batch", {{"batch", id},
                                {"state", to_string(status.state)},
                                {"answers", status.succeeded},
                                {"failed", status.failed},
                                {"of", status.total}});
            if (!has_ended(status.state)) {
                ++i;
                continue;
            }
            TRY(auto results, model_->results(id, json::object({{"type", "object"}}), deadline));
            take(record_.under_way[i], std::move(results), status);
            record_.under_way.erase(record_.under_way.begin() + static_cast<std::ptrdiff_t>(i));
            TRY_OK(save());
        }
        return {};
    }

    void take(const SentBatch& batch, std::vector<llm::BatchResult> results, const llm::BatchStatus& status) {
        const std::set<std::string> keys(batch.keys.begin(), batch.keys.end());
        for (auto& result : results) {
            if (!keys.contains(result.id) || record_.answers.contains(result.id)) continue;
            record_.spent += result.reply ? result.reply->usage : result.lost;
            record_.answers.emplace(std::move(result.id), KeptAnswer{std::move(result.reply), result.lost});
        }
        for (const auto& key : batch.keys)
            if (!record_.answers.contains(key))
                record_.answers.emplace(key, KeptAnswer{fail(without_answer(batch, status)), {}});
    }

    static Error without_answer(const SentBatch& batch, const llm::BatchStatus& status) {
        const auto how = "batch " + batch.id + " ended as " + std::string(to_string(status.state));
        if (status.state == llm::BatchState::failed)
            return {ErrorKind::invalid_config, how + (status.problem.empty() ? "" : ": " + status.problem)};
        return {ErrorKind::unavailable, how + " without an answer to this request"};
    }

    std::unique_ptr<llm::BatchModel> model_;
    BatchOptions options_;
    std::filesystem::path file_;
    std::mutex mutex_;
    BatchRecord record_;
    std::vector<llm::BatchRequest> waiting_;  // in the order in which they were put off
    std::set<std::thread::id> put_off_;
    LostUsage lost_;
};

class BatchedModel final : public llm::ChatModel {
public:
    explicit BatchedModel(Queue& queue) : queue_(queue) {}
    const std::string& model() const override { return queue_.model(); }
    Usage take_lost_usage() override { return queue_.take_lost_usage(); }
    Result<llm::ChatReply> ask(const llm::ChatRequest& request, const Deadline&) override {
        return queue_.ask(request);
    }

private:
    Queue& queue_;
};

std::unique_ptr<llm::ChatModel> Queue::chat_model() {
    return std::make_unique<BatchedModel>(*this);
}

}  // namespace

std::unique_ptr<BatchedAnswers> make_batched_answers(std::unique_ptr<llm::BatchModel> model, BatchOptions options) {
    return std::make_unique<Queue>(std::move(model), std::move(options));
}

}  // namespace winnow
