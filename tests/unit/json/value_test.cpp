#include "json/value.h"

#include <cmath>

#include <gtest/gtest.h>

namespace winnow::json {
namespace {

TEST(JsonParse, KeepsTheOrderOfMembers) {
    EXPECT_EQ(dump(*parse(R"({"b":1,"a":[true,null,-2.5,"x"]})")), R"({"b":1,"a":[true,null,-2.5,"x"]})");
}

TEST(JsonParse, TakesTheLastOfEqualNames) {
    EXPECT_EQ(dump(*parse(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
}

TEST(JsonParse, NamesLineAndColumnOfAFault) {
    const auto result = parse("{\"a\": 1,\n \"b\": }");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::malformed);
    EXPECT_NE(result.error().message().find("line 2"), std::string::npos) << result.error().message();
}

TEST(JsonParse, RefusesWhatIsNoSingleText) {
    for (const auto* text :
         {"", "  ", "{", "[1,]", "{} {}", "nul", "\"\\x\"", "01", "\"a\nb\"", "[\xC3\x28]", "\"\xED\xA0\x80\""})
        EXPECT_FALSE(parse(text)) << text;
}

TEST(JsonParse, RefusesNestingDeeperThanTheLimit) {
    EXPECT_TRUE(parse(std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']')));
    EXPECT_FALSE(parse(std::string(kMaxDepth + 1, '[') + std::string(kMaxDepth + 1, ']')));
    EXPECT_FALSE(parse(std::string(1'000'000, '[')));
}

TEST(JsonParse, ReadsIntegersUpToTheirLimitAndLargerOnesAsDoubles) {
    EXPECT_EQ(parse("9223372036854775807")->as_int(), INT64_MAX);
    EXPECT_EQ(parse("18446744073709551615")->as_double(), 18446744073709551615.0);
    EXPECT_EQ(parse("2.0")->as_int(), 2);
    EXPECT_EQ(parse("2.5")->as_int(-1), -1);
}

TEST(JsonValue, ReadsWhatIsMissingAsNull) {
    const auto value = *parse(R"({"a":[{"b":"c"}]})");
    EXPECT_EQ(value["a"][0]["b"].as_string(), "c");
    EXPECT_TRUE(value["x"][7]["y"].is_null());
    EXPECT_EQ(value["x"].as_string("none"), "none");
    EXPECT_TRUE(value["a"]["b"].items().empty());
}

TEST(JsonValue, SetReplacesAndPushAppends) {
    Value value;
    value.set("a", 1).set("b", "x").set("a", Value().push(1).push(2));
    EXPECT_EQ(dump(value), R"({"a":[1,2],"b":"x"})");
}

TEST(JsonDump, EscapesControlCharactersAndReplacesBrokenUtf8) {
    EXPECT_EQ(dump(std::string("a\"\\\n\t\x01\x7F é")), R"("a\"\\\n\t\u0001\u007f é")");
    EXPECT_EQ(dump(std::string("\xC3(\xED\xA0\x80")), "\"\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(JsonDump, WritesNumbersThatReadBackTheSame) {
    for (const double number : {0.1, 1e300, -2.5e-7, 7.25}) EXPECT_EQ(parse(dump(number))->as_double(), number);
    EXPECT_EQ(dump(std::nan("")), "null");
}

TEST(JsonDump, PrettyHasTwoBlanksALevel) {
    EXPECT_EQ(dump_pretty(*parse(R"({"a":[1,{}],"b":[]})")), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
}

}  // namespace
}  // namespace winnow::json
