#include "config/values.h"

#include <gtest/gtest.h>

namespace winnow::config {
namespace {

using namespace std::chrono_literals;

TEST(ConfigDuration, ReadsNumbersWithUnits) {
    EXPECT_EQ(parse_duration("20s"), 20s);
    EXPECT_EQ(parse_duration("1h30m"), 90min);
    EXPECT_EQ(parse_duration("7d"), 168h);
    EXPECT_EQ(parse_duration("2w"), 336h);
    EXPECT_EQ(parse_duration("500ms"), 500ms);
    EXPECT_EQ(parse_duration("1.5h"), 90min);
    EXPECT_EQ(parse_duration("0"), 0ms);
    EXPECT_EQ(parse_duration("0s"), 0ms);
}

TEST(ConfigDuration, RefusesWhatIsNone) {
    for (const auto* text : {"", "20", "s", "-5s", "5 s", "5x", "5S", "1..5s", ".5s", "5.s", "1e3s", "s5", "1h30",
                             "99999999999999999999w", "20000000d"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(ConfigDuration, IsWrittenInTheShortestFormThatReadsBack) {
    EXPECT_EQ(format_duration(0ms), "0s");
    EXPECT_EQ(format_duration(90s), "1m30s");
    EXPECT_EQ(format_duration(24h), "1d");
    EXPECT_EQ(format_duration(7 * 24h), "7d");
    EXPECT_EQ(format_duration(14 * 24h), "2w");
    EXPECT_EQ(format_duration(36h + 1ms), "1d12h1ms");
    for (const auto duration : std::initializer_list<std::chrono::milliseconds>{1ms, 59s, 61s, 25h, 9999h, 123456789ms})
        EXPECT_EQ(parse_duration(format_duration(duration)), duration);
}

TEST(ConfigBytes, ReadsDecimalAndBinaryUnitsInAnyCase) {
    EXPECT_EQ(parse_bytes("8MiB"), Bytes{8u << 20});
    EXPECT_EQ(parse_bytes("500kb"), Bytes{500'000});
    EXPECT_EQ(parse_bytes("1.5 GB"), Bytes{1'500'000'000});
    EXPECT_EQ(parse_bytes("12345"), Bytes{12345});
    EXPECT_EQ(parse_bytes("0"), Bytes{0});
    EXPECT_EQ(parse_bytes("7B"), Bytes{7});
}

TEST(ConfigBytes, RefusesWhatIsNone) {
    for (const auto* text : {"", "MB", "8M", "8 parsecs", "-1", "8  MB", "0.5", "0.0001KB", "99999999TB", "1e3"})
        EXPECT_FALSE(parse_bytes(text)) << text;
}

TEST(ConfigBytes, IsWrittenExactly) {
    EXPECT_EQ(format_bytes({8u << 20}), "8MiB");
    EXPECT_EQ(format_bytes({500'000}), "500KB");
    EXPECT_EQ(format_bytes({1025}), "1025");
    EXPECT_EQ(format_bytes({0}), "0");
    for (const std::size_t count : {1uz, 1000uz, 1024uz, 1536uz, 123456789uz, 5uz << 40})
        EXPECT_EQ(parse_bytes(format_bytes({count})), Bytes{count});
}

TEST(ConfigNumber, ReadsANumberAndNothingElse) {
    EXPECT_EQ(parse_number<int>("-3"), -3);
    EXPECT_EQ(parse_number<double>("0.25"), 0.25);
    for (const auto* text : {"", " 3", "3 ", "3.0", "0x3", "99999999999", "three"})
        EXPECT_FALSE(parse_number<int>(text)) << text;
    for (const auto* text : {"nan", "inf", "-inf", "1e999"}) EXPECT_FALSE(parse_number<double>(text)) << text;
    EXPECT_FALSE(parse_number<std::size_t>("-1"));
}

TEST(ConfigBool, ReadsTheWordsOfYaml) {
    for (const auto* text : {"true", "Yes", "ON"}) EXPECT_EQ(parse_bool(text), true) << text;
    for (const auto* text : {"false", "No", "OFF"}) EXPECT_EQ(parse_bool(text), false) << text;
    for (const auto* text : {"", "1", "0", "y", "truth"}) EXPECT_FALSE(parse_bool(text).has_value()) << text;
}

TEST(ConfigText, IsQuotedWhenYamlWouldReadSomethingElse) {
    EXPECT_EQ(format_text("engineering growth"), "engineering growth");
    EXPECT_EQ(format_text("https://a.org/x"), "https://a.org/x");
    for (const auto* text : {"yes", "12", "null", "a: b", "- a", "@a", "#a", " a", "a ", "a:", "a, b", "[a]"})
        EXPECT_EQ(format_text(text), '"' + std::string(text) + '"');
    EXPECT_EQ(format_text(""), "\"\"");
    EXPECT_EQ(format_text("a\"\\\n\t"), R"("a\"\\\n\t")");
}

TEST(ConfigNearest, FindsTheWordThatWasMeant) {
    const std::vector<std::string> words{"timeout", "retries", "user_agent", "ttl"};
    EXPECT_EQ(*nearest("tiemout", words), "timeout");
    EXPECT_EQ(*nearest("timeouts", words), "timeout");
    EXPECT_EQ(*nearest("user-agent", words), "user_agent");
    EXPECT_EQ(*nearest("tll", words), "ttl");
}

TEST(ConfigNearest, FindsNothingWhenNothingIsNear) {
    const std::vector<std::string> words{"timeout", "ttl", "a"};
    EXPECT_EQ(nearest("colour", words), nullptr);
    EXPECT_EQ(nearest("x", words), nullptr);
    EXPECT_EQ(nearest("", words), nullptr);
    EXPECT_EQ(nearest(std::string(1'000'000, 't'), words), nullptr);
}

}  // namespace
}  // namespace winnow::config
