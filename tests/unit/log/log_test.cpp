#include "log/log.h"

#include <gtest/gtest.h>

#include "core/secret.h"

namespace winnow::log {
namespace {

static_assert(!std::is_constructible_v<Field, std::string_view, Secret>, "a secret must not become a field");

std::string written(const std::function<void()>& act) {
    testing::internal::CaptureStderr();
    act();
    return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneJsonObjectALine) {
    configure(Level::info, Format::json);
    set_context("run_id", "r1");
    const auto line =
        written([] { error("page lost", {{"url", "https://a.org/"}, {"took", std::chrono::milliseconds{12}}}); });
    set_context("run_id", "");
    const auto value = json::parse(line);
    ASSERT_TRUE(value) << line;
    EXPECT_EQ((*value)["level"].as_string(), "ERROR");
    EXPECT_EQ((*value)["event"].as_string(), "page lost");
    EXPECT_EQ((*value)["run_id"].as_string(), "r1");
    EXPECT_EQ((*value)["took"].as_int(), 12);
    EXPECT_EQ(line.back(), '\n');
}

TEST(Log, KeepsForeignControlCharactersFromTheTerminal) {
    configure(Level::info, Format::human);
    const auto line = written([] { warn("odd title", {{"title", "\x1b[31mred\nnext"}}); });
    EXPECT_EQ(line, "WARN  odd title  title=\"\\u001b[31mred\\nnext\"\n");
    EXPECT_EQ(written([] {
                  warn("odd title", {{"title",
                                      "\xC2\x9B"
                                      "31mred \xC2\xA0"}});
              }),
              "WARN  odd title  title=\"\\u009b31mred \xC2\xA0\"\n");
}

TEST(Log, StaysSilentBelowItsLevel) {
    configure(Level::warn, Format::human);
    EXPECT_EQ(written([] {
                  info("not shown");
                  debug("nor this");
              }),
              "");
}

TEST(Field, ShowsKindAndMessageOfAnError) {
    EXPECT_EQ(json::dump(Field("why", Error(ErrorKind::timed_out, "too slow")).value),
              R"({"kind":"timed_out","message":"too slow"})");
}

}  // namespace
}  // namespace winnow::log
