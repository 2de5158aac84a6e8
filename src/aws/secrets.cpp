#include "aws/secrets.h"

#include <map>
#include <mutex>

#include "aws/calls/service.h"
#include "log/log.h"

namespace winnow::aws {
namespace {

constexpr std::chrono::seconds kLeastAge{10};  // whoever is refused again and again does not ask faster

class RememberedSecrets final : public Secrets {
public:
    RememberedSecrets(SecretsOptions options, std::unique_ptr<Service> manager, std::unique_ptr<Service> parameters,
                      const Clock& clock)
        : options_(options), manager_(std::move(manager)), parameters_(std::move(parameters)), clock_(clock) {}

    Result<Secret> secret(std::string_view reference, const Deadline& deadline) override {
        return read(reference, options_.lifetime, deadline);
    }
    Result<Secret> refresh(std::string_view reference, const Deadline& deadline) override {
        return read(reference, kLeastAge, deadline);
    }
    Result<Secret> parameter(std::string_view name, const Deadline& deadline) override {
        return remembered("ssm:" + std::string(name), options_.lifetime, [&] { return ask_parameter(name, deadline); });
    }

private:
    struct Known {
        Secret value;
        std::chrono::steady_clock::time_point since;
    };

    Result<Secret> read(std::string_view reference, std::chrono::seconds age, const Deadline& deadline) {
        const auto hash = reference.find('#');
        const auto name = reference.substr(0, hash);
        auto text = remembered(std::string(name), age, [&] { return ask_secret(name, deadline); });
        if (!text || hash == std::string_view::npos) return text;
        return member_of(*text, name, reference.substr(hash + 1));
    }

    static Result<Secret> member_of(const Secret& text, std::string_view name, std::string_view key) {
        const auto object = json::parse(text.reveal());
        if (!object || !object->is_object())
            return fail(ErrorKind::invalid_config, "the secret " + std::string(name) + " is no JSON object");
        const auto& value = (*object)[key];
        if (value.is_string()) return Secret(value.text());
        if (value.is_integer()) return Secret(std::to_string(value.as_int()));
        return fail(ErrorKind::invalid_config,
                    "the secret " + std::string(name) + " has no text under '" + std::string(key) + "'");
    }

    /// Asks under the lock: one request at a time, and whoever waited finds the answer.
    template <typename Ask>
    Result<Secret> remembered(const std::string& name, std::chrono::seconds age, Ask ask) {
        const std::scoped_lock lock(mutex_);
        const auto now = clock_.steady_now();
        const auto known = known_.find(name);
        if (known != known_.end() && now - known->second.since < age) return known->second.value;
        auto fresh = ask();
        if (fresh) {
            known_.insert_or_assign(name, Known{*fresh, now});
            return fresh;
        }
        if (known == known_.end() || !is_transient(fresh.error().kind())) return fresh;
        log::warn("secret not read anew; the value before is used", {{"secret", name}, {"error", fresh.error()}});
        known->second.since = now;
        return known->second.value;
    }

    Result<Secret> ask_secret(std::string_view name, const Deadline& deadline) {
        const auto body = json::object({{"SecretId", std::string(name)}});
        TRY(const auto answer, call_json(*manager_, "secretsmanager.GetSecretValue", "1.1", body, deadline));
        const auto& text = answer["SecretString"];
        if (!text.is_string() || text.as_string().empty())
            return fail(ErrorKind::invalid_config, "the secret " + std::string(name) + " holds no text");
        return Secret(text.text());
    }

    Result<Secret> ask_parameter(std::string_view name, const Deadline& deadline) {
        const auto body = json::object({{"Name", std::string(name)}, {"WithDecryption", true}});
        TRY(const auto answer, call_json(*parameters_, "AmazonSSM.GetParameter", "1.1", body, deadline));
        const auto& text = answer["Parameter"]["Value"];
        if (!text.is_string() || text.as_string().empty())
            return fail(ErrorKind::invalid_config, "the parameter " + std::string(name) + " holds no text");
        return Secret(text.text());
    }

    SecretsOptions options_;
    std::unique_ptr<Service> manager_;
    std::unique_ptr<Service> parameters_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Known> known_;
};

}  // namespace

Result<std::unique_ptr<Secrets>> make_secrets(SecretsOptions options, Context context) {
    const auto& clock = context.clock;
    TRY(auto manager, make_service("secretsmanager", context));
    TRY(auto parameters, make_service("ssm", std::move(context)));
    return std::make_unique<RememberedSecrets>(options, std::move(manager), std::move(parameters), clock);
}

}  // namespace winnow::aws
