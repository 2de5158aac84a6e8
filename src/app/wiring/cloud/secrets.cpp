#include "app/wiring/cloud/secrets.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "app/wiring/version.h"
#include "aws/secrets.h"

namespace winnow {
namespace {

constexpr std::chrono::seconds kTimeout{15};  // a start that cannot read its secrets should say so soon

/// How long a service that did not answer is left alone: a start asks for the keys of many providers, some twice.
constexpr std::chrono::seconds kRest{10};

/// The way to AWS, opened when it is first needed.
class LazySecrets {
public:
    explicit LazySecrets(const aws::Environment& environment) : environment_(environment) {}

    Result<Secret> secret(std::string_view name) { return ask(&aws::Secrets::secret, name); }
    Result<Secret> parameter(std::string_view name) { return ask(&aws::Secrets::parameter, name); }

private:
    using Asked = Result<Secret> (aws::Secrets::*)(std::string_view, const Deadline&);

    Result<Secret> ask(Asked what, std::string_view name) {
        TRY(auto* const secrets, opened());
        if (auto failure = recent_failure()) return fail(std::move(*failure));
        auto secret = (secrets->*what)(name, Deadline::after(kTimeout));
        if (!secret && is_transient(secret.error().kind())) {
            const std::scoped_lock lock(mutex_);
            failure_ = secret.error();
            failed_at_ = std::chrono::steady_clock::now();
        }
        return secret;
    }

    std::optional<Error> recent_failure() {
        const std::scoped_lock lock(mutex_);
        if (failure_ && std::chrono::steady_clock::now() - failed_at_ > kRest) failure_.reset();
        return failure_;
    }

    Result<aws::Secrets*> opened() {
        const std::scoped_lock lock(mutex_);
        if (!secrets_) {
            TRY(session_, aws::open_session(environment_, {.user_agent = "winnow/" + version_number()}));
            TRY(secrets_, aws::make_secrets({}, session_->context()));
        }
        return secrets_.get();
    }

    aws::Environment environment_;
    std::mutex mutex_;
    std::optional<Error> failure_;
    std::chrono::steady_clock::time_point failed_at_;
    std::unique_ptr<aws::Session> session_;
    std::unique_ptr<aws::Secrets> secrets_;  // borrows from the session
};

}  // namespace

config::SecretSchemes secret_schemes(const aws::Environment& environment) {
    auto schemes = config::builtin_secret_schemes();
    const auto lazy = std::make_shared<LazySecrets>(environment);  // both functions below own it
    schemes["secretsmanager"] = [lazy](std::string_view name) { return lazy->secret(name); };
    schemes["ssm"] = [lazy](std::string_view name) { return lazy->parameter(name); };
    return schemes;
}

const config::SecretSchemes& process_secret_schemes() {
    static const auto schemes = secret_schemes(aws::process_environment());
    return schemes;
}

}  // namespace winnow
