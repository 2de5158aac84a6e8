#include "aws/states.h"

#include <algorithm>

#include "aws/calls/failure.h"
#include "aws/calls/service.h"
#include "text/digest.h"

namespace winnow::aws {
namespace {

constexpr std::size_t kMaxNameBytes = 80;
constexpr std::size_t kMaxInputBytes = 256u << 10;
constexpr std::size_t kHashDigits = 12;

bool is_name_letter(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kMaxNameBytes && std::ranges::all_of(name, is_name_letter);
}

/// "arn:…:stateMachine:NAME[:version]" and the name of an execution as "arn:…:execution:NAME:…".
std::string execution_arn(const std::string& state_machine, const std::string& name) {
    constexpr std::string_view kMachine = ":stateMachine:";
    const auto at = state_machine.find(kMachine);
    if (at == std::string::npos) return {};
    const auto machine = state_machine.substr(at + kMachine.size());
    return state_machine.substr(0, at) + ":execution:" + machine.substr(0, machine.find(':')) + ":" + name;
}

class StepFunctions final : public StateMachines {
public:
    explicit StepFunctions(std::unique_ptr<Service> service) : service_(std::move(service)) {}

    Result<Execution> start_execution(const std::string& state_machine_arn, const std::string& name,
                                      const json::Value& input, const Deadline& deadline) override {
        if (!is_name(name))
            return fail(ErrorKind::invalid_argument, "'" + name + "' is no name that an execution can have");
        auto text = json::dump(input);
        if (text.size() > kMaxInputBytes)
            return fail(ErrorKind::too_large, "an execution's input of " + std::to_string(text.size()) + " bytes");
        Call call{.operation = "StartExecution", .request = {.method = "POST"}};
        TRY(call.request.url, Url::parse_exact(service_->endpoint() + "/"));
        call.request.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                                {"X-Amz-Target", "AWSStepFunctions.StartExecution"}};
        call.request.body = json::dump(
            json::object({{"stateMachineArn", state_machine_arn}, {"name", name}, {"input", std::move(text)}}));
        call.accepted_codes = {"ExecutionAlreadyExists"};
        TRY(const auto response, service_->send(call, deadline));
        if (response.status >= 300) return Execution{.arn = execution_arn(state_machine_arn, name), .existed = true};
        TRY(const auto answer, json::parse(response.body));
        auto arn = answer["executionArn"].text();
        if (arn.empty()) return fail(ErrorKind::malformed, "states StartExecution answered without an ARN");
        return Execution{.arn = std::move(arn), .existed = false};
    }

private:
    std::unique_ptr<Service> service_;
};

}  // namespace

Result<std::unique_ptr<StateMachines>> make_state_machines(Context context) {
    TRY(auto service, make_service("states", std::move(context)));
    return std::make_unique<StepFunctions>(std::move(service));
}

std::string execution_name(std::string_view text) {
    std::string name(text);
    for (auto& c : name)
        if (!is_name_letter(static_cast<unsigned char>(c))) c = '-';
    if (name == text && is_name(name)) return name;
    return name.substr(0, kMaxNameBytes - kHashDigits - 1) + "-" + text::sha256_hex(text).substr(0, kHashDigits);
}

}  // namespace winnow::aws
