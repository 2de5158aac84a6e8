#include "aws/calls/service.h"

#include <algorithm>
#include <atomic>

#include "aws/calls/failure.h"
#include "aws/credentials.h"
#include "aws/sign.h"
#include "log/log.h"

namespace winnow::aws {
namespace {

using std::chrono::milliseconds;

class SigningService final : public Service {
public:
    SigningService(std::string name, std::string endpoint, bool custom, Context context)
        : name_(std::move(name)), endpoint_(std::move(endpoint)), custom_(custom), context_(std::move(context)) {
        context_.retry = http::with_defaults(std::move(context_.retry));
    }

    const std::string& endpoint() const override { return endpoint_; }
    bool has_custom_endpoint() const override { return custom_; }
    const Site& site() const override { return context_.site; }

    Result<http::Response> send(const Call& call, const Deadline& deadline) override {
        bool clock_set = false, renewed = false;
        for (std::size_t attempt = 0;;) {
            TRY(const auto credentials, context_.credentials.get(deadline));
            const auto time = context_.clock.now() + std::chrono::seconds{skew_seconds_.load()};
            auto response = context_.client.send(signed_request(call, credentials, time), deadline);
            if (response && is_success(call, *response)) return response;
            const auto failure = response ? read_failure(*response) : Failure();
            if (response && std::ranges::find(call.accepted_codes, failure.code) != call.accepted_codes.end())
                return response;
            const auto remedy = response                                ? remedy_of(failure, *response, time)
                                : is_transient(response.error().kind()) ? Remedy::wait
                                                                        : Remedy::none;
            auto error = response ? to_error(name_, call.operation, failure, credentials)
                                  : Error(response.error()).in(name_ + " " + call.operation);
            if (remedy == Remedy::set_clock && !std::exchange(clock_set, true)) {
                set_clock(*response);
            } else if (remedy == Remedy::renew_credentials && !std::exchange(renewed, true)) {
                context_.credentials.discard(credentials.access_key_id);
            } else if (remedy == Remedy::wait && attempt < context_.retry.retries) {
                const auto asked = response ? http::retry_after(*response, context_.clock.now()) : std::nullopt;
                if (!wait(attempt++, asked.value_or(milliseconds{0}), call, deadline)) return fail(std::move(error));
            } else {
                return fail(std::move(error));
            }
        }
    }

private:
    /// S3 begins to answer a long POST before it knows the end: an error then comes with status 200.
    bool is_success(const Call& call, const http::Response& response) const {
        if (name_ == "s3" && call.request.method == "POST" && response.body.find("<Error>") != std::string::npos)
            return false;
        return (response.status >= 200 && response.status < 300) || response.status == 304;
    }

    http::Request signed_request(const Call& call, const Credentials& credentials, Timestamp time) const {
        auto request = call.request;
        const bool is_s3 = name_ == "s3";
        sign(request, credentials,
             {.region = context_.site.region,
              .service = name_,
              .time = time,
              .normalise_path = !is_s3,
              .hash_header = is_s3});
        return request;
    }

    void set_clock(const http::Response& response) {
        const auto theirs = parse_http_date(response.header("date").value_or(""));
        if (!theirs) return;
        const auto skew = std::chrono::seconds{*theirs - context_.clock.now()};
        log::warn("clock differs from the service's", {{"service", name_}, {"seconds", skew.count()}});
        skew_seconds_ = skew.count();
    }

    bool wait(std::size_t attempt, milliseconds asked, const Call& call, const Deadline& deadline) const {
        const auto delay = std::max(asked, http::backoff(context_.retry, attempt));
        if (asked > context_.retry.longest_retry_after || delay >= deadline.remaining()) return false;
        log::debug("trying again", {{"service", name_}, {"operation", call.operation}, {"delay", delay}});
        context_.retry.sleep(delay, deadline);
        return !deadline.has_passed();
    }

    std::string name_;
    std::string endpoint_;
    bool custom_;
    Context context_;
    std::atomic<std::int64_t> skew_seconds_ = 0;
};

}  // namespace

Result<std::pair<std::string, bool>> endpoint_of(const Site& site, const std::string& service) {
    for (const auto& name : {service, std::string()}) {
        const auto found = site.endpoints.find(name);
        if (found == site.endpoints.end()) continue;
        const auto url = Url::parse_exact(found->second);
        if (!url || !url->query().empty())
            return fail(ErrorKind::invalid_config, "the endpoint '" + found->second + "' of " + service + " is no URL");
        auto text = url->href();
        while (text.ends_with('/')) text.pop_back();
        return std::pair(std::move(text), true);
    }
    const std::string suffix = site.region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return std::pair("https://" + service + "." + site.region + suffix, false);
}

Result<std::unique_ptr<Service>> make_service(std::string name, Context context) {
    TRY(auto endpoint, endpoint_of(context.site, name));
    return std::make_unique<SigningService>(std::move(name), std::move(endpoint.first), endpoint.second,
                                            std::move(context));
}

Result<json::Value> call_json(Service& service, std::string_view target, std::string_view version,
                              const json::Value& body, const Deadline& deadline) {
    Call call{.operation = std::string(target.substr(target.rfind('.') + 1)), .request = {.method = "POST"}};
    TRY(call.request.url, Url::parse_exact(service.endpoint() + "/"));
    call.request.headers = {{"Content-Type", "application/x-amz-json-" + std::string(version)},
                            {"X-Amz-Target", std::string(target)}};
    call.request.body = json::dump(body);
    TRY(const auto response, service.send(call, deadline));
    auto value = json::parse(response.body);
    if (!value) return fail(std::move(value).error().in(call.operation + " answered what is no JSON"));
    return value;
}

}  // namespace winnow::aws
