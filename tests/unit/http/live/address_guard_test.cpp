#include "http/live/address_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/url.h"

namespace winnow::http {
namespace {

using testing::HasSubstr;

Address at(std::string_view text) {
    const auto address = parse_address(text);
    EXPECT_TRUE(address) << text;
    return address.value_or(Address{});
}

/// Answers every name with the same addresses.
Resolver names(std::vector<const char*> addresses) {
    std::vector<Address> parsed;
    for (const auto* text : addresses) parsed.push_back(at(text));
    return [parsed](const std::string&) -> Result<std::vector<Address>> { return parsed; };
}

AddressGuard guard_with(std::vector<const char*> addresses, std::vector<std::string> allowed = {},
                        PrivateAddresses policy = PrivateAddresses::forbidden) {
    return {policy, std::move(allowed), names(std::move(addresses))};
}

class Forbidden : public testing::TestWithParam<const char*> {};

TEST_P(Forbidden, AddressHasAReasonAndIsRefused) {
    EXPECT_NE(forbidden_reason(at(GetParam())), "");
    const auto result = guard_with({GetParam()}).resolve("name.example", 80);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::blocked);
    EXPECT_THAT(result.error().message(), HasSubstr("name.example"));
}

INSTANTIATE_TEST_SUITE_P(OfIpv4, Forbidden,
                         testing::Values("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
                                         "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.0.1",
                                         "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170",
                                         "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
                                         "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
                                         "255.255.255.255", "168.63.129.16"));

INSTANTIATE_TEST_SUITE_P(OfIpv6, Forbidden,
                         testing::Values("::", "::1", "100::1", "100:0:0:1::1", "2001:db8::1", "2001::1", "2001:2::1",
                                         "2001:10::1", "2001:1ff:ffff::1", "3fff::1", "3fff:fff::1", "5f00::1",
                                         "fc00::1", "fd00::1", "fdff::1", "fd00:ec2::254", "fe80::1", "febf::1",
                                         "fec0::1", "ff02::1", "4000::1", "8000::1", "200::1"));

INSTANTIATE_TEST_SUITE_P(OfIpv4InsideIpv6, Forbidden,
                         testing::Values("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe",
                                         "::ffff:0:127.0.0.1", "::127.0.0.1", "::8.8.8.8", "64:ff9b::127.0.0.1",
                                         "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:0a00:1::1",
                                         "2002:a9fe:a9fe::1", "2001:0:808:808::1"));

class Public : public testing::TestWithParam<const char*> {};

TEST_P(Public, AddressIsPermitted) {
    EXPECT_EQ(forbidden_reason(at(GetParam())), "");
    const auto result = guard_with({GetParam()}).resolve("name.example", 80);
    ASSERT_TRUE(result);
    EXPECT_EQ(to_string(result->front()), to_string(at(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Addresses, Public,
                         testing::Values("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255",
                                         "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
                                         "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
                                         "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
                                         "168.63.129.15", "2606:4700::1111", "2a00:1450:4001::1", "2001:200::1",
                                         "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
                                         "2002:808:808::1"));

TEST(AddressGuard, JudgesNothingThatIsNoAddress) {
    EXPECT_NE(forbidden_reason({}), "");
    EXPECT_NE(forbidden_reason({{1, 2, 3, 4, 5}}), "");
}

TEST(AddressGuard, ReadsNumericAddressesOnlyInTheirOneForm) {
    for (const auto* text : {"", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "0x7f.0.0.1", "1.2.3.4 ", "::1%lo",
                             "fe80::1%eth0", "[::1]", ":::", "localhost"})
        EXPECT_FALSE(parse_address(text)) << text;
    EXPECT_EQ(to_string(at("2001:0DB8:0:0::1")), "2001:db8::1");
}

TEST(AddressGuard, RefusesAHostOfWhichOneAddressIsPrivate) {
    EXPECT_FALSE(guard_with({"8.8.8.8", "10.0.0.1"}).resolve("rebinding.example", 443));
    EXPECT_FALSE(guard_with({"8.8.8.8", "2606:4700::1111", "::1"}).resolve("rebinding.example", 443));
    EXPECT_EQ(guard_with({"8.8.8.8", "2606:4700::1111"}).resolve("good.example", 443)->size(), 2u);
}

TEST(AddressGuard, ChecksAtTheConnectionAgain) {
    const auto guard = guard_with({"8.8.8.8"});
    EXPECT_TRUE(guard.permits(at("8.8.8.8"), "rebinding.example", 80));
    EXPECT_FALSE(guard.permits(at("127.0.0.1"), "rebinding.example", 80));
}

TEST(AddressGuard, JudgesLiteralsWithoutAskingForNames) {
    const AddressGuard guard(PrivateAddresses::forbidden, {},
                             [](const std::string& name) -> Result<std::vector<Address>> {
                                 return fail(ErrorKind::internal, "asked for " + name);
                             });
    EXPECT_EQ(guard.resolve("127.0.0.1", 80).error().kind(), ErrorKind::blocked);
    EXPECT_EQ(guard.resolve("[::1]", 80).error().kind(), ErrorKind::blocked);
    EXPECT_EQ(guard.resolve("[::ffff:7f00:1]", 80).error().kind(), ErrorKind::blocked);
    EXPECT_TRUE(guard.resolve("8.8.8.8", 80));
    EXPECT_TRUE(guard.resolve("[2606:4700::1111]", 80));
}

// However an address is spelled, the URL parser or the resolver of the system turns it into the usual form.
TEST(AddressGuard, IsNotDeceivedByOtherSpellings) {
    const AddressGuard guard(PrivateAddresses::forbidden, {}, system_resolver());
    for (const auto* text : {"http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
                             "http://127.1/", "http://127.0.0.1./", "http://localhost/", "http://LOCALHOST/",
                             "http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:0:0:1]/"}) {
        const auto url = Url::parse(text);
        if (!url) continue;  // refused even earlier
        EXPECT_FALSE(guard.resolve(url->host(), url->port())) << text << " was taken for " << url->host();
    }
}

TEST(AddressGuard, RefusesZoneIdentifiers) {
    const auto url = Url::parse("http://[fe80::1%25eth0]/");
    const AddressGuard guard(PrivateAddresses::forbidden, {}, system_resolver());
    EXPECT_FALSE(url && guard.resolve(url->host(), url->port()));
    EXPECT_FALSE(guard.resolve("[fe80::1%lo]", 80));
}

TEST(AddressGuard, ExemptsListedHostsAndPorts) {
    const auto guard = guard_with({"10.0.0.1"}, {"Wiki.Local", "db.local:8080", "[::1]:9000", "fd00::1"});
    EXPECT_TRUE(guard.resolve("wiki.local", 80));
    EXPECT_TRUE(guard.resolve("wiki.local", 8080));
    EXPECT_TRUE(guard.resolve("db.local", 8080));
    EXPECT_FALSE(guard.resolve("db.local", 80));
    EXPECT_FALSE(guard.resolve("other.local", 80));
    EXPECT_FALSE(guard.resolve("wiki.local.evil.example", 80));
    EXPECT_TRUE(guard.resolve("[::1]", 9000));
    EXPECT_FALSE(guard.resolve("[::1]", 80));
    EXPECT_TRUE(guard.resolve("[fd00::1]", 80));
    EXPECT_TRUE(guard.permits(at("10.0.0.1"), "db.local", 8080));
    EXPECT_FALSE(guard.permits(at("10.0.0.1"), "db.local", 80));
}

TEST(AddressGuard, AllowsPrivateAddressesButNoMetadataWhenTold) {
    const auto allowed = PrivateAddresses::allowed;
    for (const auto* address : {"127.0.0.1", "10.0.0.1", "::1", "fd00::1"})
        EXPECT_TRUE(guard_with({address}, {}, allowed).resolve("x.local", 80)) << address;
    for (const auto* address : {"169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "168.63.129.16", "100.100.100.200",
                                "192.0.0.192", "::ffff:169.254.169.254"}) {
        EXPECT_FALSE(guard_with({address}, {}, allowed).resolve("x.local", 80)) << address;
        EXPECT_FALSE(guard_with({}, {}, allowed).permits(at(address), "x.local", 80)) << address;
        EXPECT_TRUE(guard_with({address}, {"x.local"}, allowed).resolve("x.local", 80)) << address;
    }
}

TEST(AddressGuard, RefusesTheNamesOfMetadataServices) {
    for (const auto* name :
         {"metadata.google.internal", "metadata.google.internal.", "metadata.goog", "instance-data"}) {
        EXPECT_EQ(guard_with({"8.8.8.8"}).resolve(name, 80).error().kind(), ErrorKind::blocked) << name;
        EXPECT_FALSE(guard_with({"8.8.8.8"}, {}, PrivateAddresses::allowed).resolve(name, 80)) << name;
        EXPECT_TRUE(guard_with({"8.8.8.8"}, {name}).resolve(name, 80)) << name;
    }
}

TEST(AddressGuard, SaysWhenANameLeadsNowhere) {
    EXPECT_EQ(guard_with({}).resolve("empty.example", 80).error().kind(), ErrorKind::unavailable);
    const AddressGuard guard(PrivateAddresses::forbidden, {}, [](const std::string&) -> Result<std::vector<Address>> {
        return fail(ErrorKind::unavailable, "no such name");
    });
    EXPECT_EQ(guard.resolve("none.example", 80).error(), Error(ErrorKind::unavailable, "no such name"));
}

TEST(SystemResolver, KnowsLocalhostAndNotWhatCannotExist) {
    EXPECT_FALSE(system_resolver()("localhost")->empty());
    const auto unknown = system_resolver()("name.invalid");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind(), ErrorKind::unavailable);
}

}  // namespace
}  // namespace winnow::http
