#include <string>

#include <gtest/gtest.h>

#include "core/url.h"
#include "core/url/host/address.h"
#include "core/url/host/idna.h"
#include "core/url/host/punycode.h"

namespace winnow::url {
namespace {

TEST(Ipv4, TakesEveryNotation) {
    for (const auto* text : {"192.0.2.235", "0xc0.0.2.235", "0300.0.2.0353", "192.0.747", "3221226219", "0xC00002EB",
                             "030000001353", "192.0.2.235."})
        EXPECT_EQ(ipv4_serialised(text), "192.0.2.235") << text;
    EXPECT_EQ(ipv4_serialised("0x"), "0.0.0.0");
}

TEST(Ipv4, RefusesWhatOverflowsOrIsNoNumber) {
    for (const auto* text : {"256.0.0.1", "1.2.3.256", "1.2.65536", "1.16777216", "4294967296", "1.2.3.4.5", "09.1.1.1",
                             "1..2", "", ".", "0xg", "1.2.3.4.."})
        EXPECT_FALSE(ipv4_serialised(text)) << text;
}

TEST(EndsInNumber, LooksAtTheLastLabel) {
    for (const auto* text : {"1", "a.1", "a.0x", "a.0xff.", "a.09", "1.2.3.4."})
        EXPECT_TRUE(ends_in_number(text)) << text;
    for (const auto* text : {"1.a", "a.1b", "a.0xg", "", ".", "1..", "a"}) EXPECT_FALSE(ends_in_number(text)) << text;
}

TEST(Ipv6, CompressesTheFirstLongestRunOfZeros) {
    EXPECT_EQ(ipv6_serialised("2001:DB8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
    EXPECT_EQ(ipv6_serialised("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
    EXPECT_EQ(ipv6_serialised("::"), "::");
    EXPECT_EQ(ipv6_serialised("::1"), "::1");
    EXPECT_EQ(ipv6_serialised("1::"), "1::");
    EXPECT_EQ(ipv6_serialised("1:0:0:2:0:0:0:3"), "1:0:0:2::3");
    EXPECT_EQ(ipv6_serialised("::ffff:192.0.2.1"), "::ffff:c000:201");
    EXPECT_EQ(ipv6_serialised("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
}

TEST(Ipv6, RefusesWhatIsNoAddress) {
    for (const auto* text :
         {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "12345::", "g::", "1:", "::1.2.3",
          "::1.2.3.4.5", "::1.2.3.256", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1%25eth0", "::.1.2.3", "::1.2.3.4:5"})
        EXPECT_FALSE(ipv6_serialised(text)) << text;
}

// RFC 3492, section 7.1.
TEST(Punycode, WritesAndReadsTheSamplesOfItsStandard) {
    const std::pair<std::u32string, std::string> samples[] = {
        {U"他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"},
        {U"почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"},
        {U"3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"},
        {U"安室奈美恵-with-super-monkeys", "-with-super-monkeys-pc58ag80a8qai00g7n9n"},
        {U"ü", "tda"},
    };
    for (const auto& [plain, encoded] : samples) {
        EXPECT_EQ(punycode_encoded(plain), encoded);
        EXPECT_EQ(punycode_decoded(encoded), plain);
    }
}

TEST(Punycode, RefusesBadDigitsCutNumbersAndOverflows) {
    for (const auto* text : {"a-\xc3\xbc", "tda!", "99999999", "a-z", "ls8h="})
        EXPECT_FALSE(punycode_decoded(text)) << text;
}

TEST(Idna, MapsComposesAndEncodes) {
    EXPECT_EQ(domain_to_ascii("BÜCHER.example"), "xn--bcher-kva.example");
    EXPECT_EQ(domain_to_ascii("bu\u0308cher。example"), "xn--bcher-kva.example");
    EXPECT_EQ(domain_to_ascii("faß.de"), "xn--fa-hia.de");  // not transitional: not "fass"
    EXPECT_EQ(domain_to_ascii("ＧＯ．ＯＲＧ"), "go.org");
    EXPECT_EQ(domain_to_ascii("a\u00adb\u200bc.org"), "abc.org");
    EXPECT_EQ(domain_to_ascii("\u00ad"), "");
}

TEST(Idna, RefusesWhatUts46Disallows) {
    EXPECT_FALSE(domain_to_ascii("a\u2024b.org"));                           // a full stop in disguise
    EXPECT_FALSE(domain_to_ascii("a\u202eb.org"));                           // changes the direction
    EXPECT_FALSE(domain_to_ascii("\u0301a.org"));                            // begins with a mark
    EXPECT_FALSE(domain_to_ascii("xn--a.ü"));                                // no Punycode
    EXPECT_FALSE(domain_to_ascii("xn--abc-.ü"));                             // hides ASCII
    EXPECT_FALSE(domain_to_ascii("xn--fa-hia\u3002xn--a-ecp.x\u00fc\xff"));  // no UTF-8
    EXPECT_FALSE(domain_to_ascii("a\U000e0061.org"));                        // a tag
    EXPECT_FALSE(domain_to_ascii("\ue000.org"));                             // private
}

TEST(Idna, ChecksJoinersAndDirections) {
    EXPECT_TRUE(domain_to_ascii("نامه‌ای.com"));
    EXPECT_FALSE(domain_to_ascii("a\u200cb.com"));
    EXPECT_TRUE(domain_to_ascii("क्\u200dष.com"));
    EXPECT_FALSE(domain_to_ascii("क\u200dष.com"));
    EXPECT_TRUE(domain_to_ascii("שלום.com"));
    EXPECT_FALSE(domain_to_ascii("שלוםa.com"));
    EXPECT_FALSE(domain_to_ascii("1a.שלום"));  // every label of such a domain counts
    EXPECT_FALSE(domain_to_ascii("ا1٢.com"));  // two kinds of digits
}

}  // namespace
}  // namespace winnow::url
