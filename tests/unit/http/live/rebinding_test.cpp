#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/live.h"
#include "support/scripted_server.h"

namespace winnow::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

/// A name that leads to each of the addresses in turn, the last one again and again.
Resolver leading_to(std::vector<std::string> addresses) {
    auto next = std::make_shared<std::atomic<std::size_t>>(0);
    return [addresses = std::move(addresses), next](const std::string&) -> Result<std::vector<Address>> {
        const auto at = std::min<std::size_t>((*next)++, addresses.size() - 1);
        TRY(auto address, parse_address(addresses[at]));
        return std::vector<Address>{std::move(address)};
    };
}

class Rebinding : public testing::Test {
protected:
    void lead_to(std::vector<std::string> addresses) {
        LiveOptions options;
        options.resolver = leading_to(std::move(addresses));
        client_ = *make_live_client(std::move(options));
        server_.page("/", "an internal page");
    }
    Result<Response> get(bool to_configured_host) {
        return client_->send({.url = *Url::parse_exact("http://name.invalid:" + std::to_string(server_.port()) + "/"),
                              .timeout = milliseconds{2'000},
                              .to_configured_host = to_configured_host},
                             {});
    }

    ScriptedServer server_;
    std::unique_ptr<Client> client_;
};

TEST_F(Rebinding, DoesNotReachWhatTheNameLeadsToAfterTheCheck) {
    lead_to({"127.0.0.1"});
    const auto response = get(false);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind(), ErrorKind::blocked);
    EXPECT_EQ(server_.connections(), 0);
}

TEST_F(Rebinding, DoesNotUseAConnectionThatWasOpenedWithMoreLeave) {
    lead_to({"127.0.0.1", "93.184.216.34"});  // public only when it is asked for without leave; nobody connects there
    ASSERT_TRUE(get(true));
    const auto response = get(false);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind(), ErrorKind::blocked);
    EXPECT_THAT(response.error().message(), HasSubstr("127.0.0.1"));
    EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_F(Rebinding, IsNoReasonToRefuseTheConfiguredHostAgain) {
    lead_to({"127.0.0.1"});
    ASSERT_TRUE(get(true));
    ASSERT_TRUE(get(true));
    EXPECT_EQ(server_.connections(), 1);
}

}  // namespace
}  // namespace winnow::http
