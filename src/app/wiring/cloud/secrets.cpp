#include "app/wiring/cloud/secrets.h"

#include <memory>
#include <mutex>

#include "app/wiring/version.h"
#include "aws/secrets.h"

namespace winnow {
namespace {

constexpr std::chrono::seconds kTimeout{15};  // a start that cannot read its secrets should say so soon

/// The way to AWS, opened when it is first needed.
class LazySecrets {
public:
    explicit LazySecrets(const aws::Environment& environment) : environment_(environment) {}

    Result<Secret> secret(std::string_view name) {
        TRY(auto* const secrets, opened());
        return secrets->secret(name, Deadline::after(kTimeout));
    }
    Result<Secret> parameter(std::string_view name) {
        TRY(auto* const secrets, opened());
        return secrets->parameter(name, Deadline::after(kTimeout));
    }

private:
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
