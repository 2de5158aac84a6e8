#include "app/wiring/cloud/credentials.h"

#include <memory>
#include <mutex>

#include "app/wiring/version.h"
#include "aws/credentials.h"
#include "aws/credentials/sources.h"
#include "files/files.h"

namespace winnow {
namespace {

constexpr std::size_t kMaxVendorBytes = 256;
constexpr const char* kVendorFile = "/sys/class/dmi/id/board_vendor";

bool is_on_ec2(const aws::Environment& environment) {
    if (aws::variable(environment, "AWS_EC2_METADATA_DISABLED") == "true") return false;
    if (!aws::variable(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT").empty()) return true;
    const auto vendor = files::read_file(kVendorFile, kMaxVendorBytes);
    return vendor && vendor->contains("Amazon EC2");
}

/// Whether a place gives keys, or is set up so wrongly that asking it says why.
bool has_something(const aws::CredentialsSource& source) {
    const auto found = source.fetch(Deadline());
    return !found || found->has_value();
}

}  // namespace

std::string lack_of_aws_credentials(const aws::Environment& environment) {
    const auto names = [&](std::string_view name) { return !aws::variable(environment, name).empty(); };
    if (names("AWS_WEB_IDENTITY_TOKEN_FILE") && names("AWS_ROLE_ARN")) return {};
    if (names("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || names("AWS_CONTAINER_CREDENTIALS_FULL_URI")) return {};
    if (has_something(aws::environment_source(environment)) || has_something(aws::profile_source(environment)))
        return {};
    if (is_on_ec2(environment)) return {};
    return "there are no AWS credentials: neither keys in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) "
           "nor a profile, a role or a container that gives some";
}

Result<aws::Credentials> process_aws_credentials(const Deadline& deadline) {
    static std::mutex mutex;
    static std::unique_ptr<aws::Session> session;  // opened once, and as long as the process
    {
        const std::scoped_lock lock(mutex);
        if (!session) {
            auto environment = aws::process_environment();
            // Only STS asks for a region here, and answers in this one for all.
            if (aws_region(environment).empty()) environment["AWS_REGION"] = "us-east-1";
            TRY(session, aws::open_session(environment, {.user_agent = "winnow/" + version_number()}));
        }
    }
    return session->context().credentials.get(deadline);
}

std::string aws_region(const aws::Environment& environment) {
    const auto site = aws::read_site(environment);
    return site ? site->region : std::string();
}

}  // namespace winnow
