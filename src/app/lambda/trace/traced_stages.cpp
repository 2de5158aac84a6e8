#include "app/lambda/trace/traced_stages.h"

namespace winnow::lambda {
namespace {

using Moment = std::chrono::system_clock::time_point;

class TracedFetcher final : public Fetcher {
public:
    TracedFetcher(std::unique_ptr<Fetcher> inner, const Tracer& tracer) : inner_(std::move(inner)), tracer_(tracer) {}

    Result<Fetched> fetch(const Url& url, const std::optional<Validators>& validators,
                          const Deadline& deadline) override {
        const Moment begin = std::chrono::system_clock::now();
        auto fetched = inner_->fetch(url, validators, deadline);
        Subsegment part{.name = std::string(url.host()),
                        .name_space = "remote",
                        .method = "GET",
                        .url = url.origin() + std::string(url.path())};
        if (fetched)
            part.status = fetched->page.status;
        else
            part.error = fetched.error().kind();
        tracer_.end(Tracer::new_id(), part, begin);
        return fetched;
    }
    std::chrono::milliseconds delay_for(const Url& url) override { return inner_->delay_for(url); }

private:
    std::unique_ptr<Fetcher> inner_;
    const Tracer& tracer_;
};

class TracedEvaluator final : public Evaluator {
public:
    TracedEvaluator(std::unique_ptr<Evaluator> inner, const Tracer& tracer)
        : inner_(std::move(inner)), tracer_(tracer) {}

    const std::string& method() const override { return inner_->method(); }
    const std::string& model() const override { return inner_->model(); }
    bool is_metered() const override { return inner_->is_metered(); }
    Usage take_lost_usage() override { return inner_->take_lost_usage(); }
    std::vector<Exchange> take_exchanges() override { return inner_->take_exchanges(); }

    Result<Assessment> evaluate(const Document& document, const std::string& question, const Rubric& rubric,
                                const Deadline& deadline) override {
        const Moment begin = std::chrono::system_clock::now();
        auto assessment = inner_->evaluate(document, question, rubric, deadline);
        Subsegment part{.name = "evaluate", .annotations = {{"method", method()}, {"model", model()}}};
        if (!assessment) part.error = assessment.error().kind();
        tracer_.end(Tracer::new_id(), part, begin);
        return assessment;
    }

private:
    std::unique_ptr<Evaluator> inner_;
    const Tracer& tracer_;
};

}  // namespace

std::unique_ptr<Fetcher> make_traced_fetcher(std::unique_ptr<Fetcher> inner, const Tracer& tracer) {
    return std::make_unique<TracedFetcher>(std::move(inner), tracer);
}

std::unique_ptr<Evaluator> make_traced_evaluator(std::unique_ptr<Evaluator> inner, const Tracer& tracer) {
    return std::make_unique<TracedEvaluator>(std::move(inner), tracer);
}

}  // namespace winnow::lambda
