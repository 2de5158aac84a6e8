#include "core/values/boxed.h"

#include <string>

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(Boxed, HoldsAValueOrNone) {
    Boxed<std::string> box;
    EXPECT_FALSE(box);
    box = std::string("a");
    ASSERT_TRUE(box.has_value());
    EXPECT_EQ(*box, "a");
    box.emplace() = "b";
    EXPECT_EQ(box->size(), 1u);
    EXPECT_EQ(*box, "b");
    box.reset();
    EXPECT_FALSE(box);
    EXPECT_FALSE(Boxed<std::string>(std::optional<std::string>()));
    EXPECT_EQ(*Boxed<std::string>(std::optional<std::string>("c")), "c");
}

TEST(Boxed, IsCopiedWithItsValueAndMovedWithout) {
    Boxed<std::string> first(std::string("a"));
    auto second = first;
    *second = "b";
    EXPECT_EQ(*first, "a");
    EXPECT_NE(first, second);
    first = second;
    EXPECT_EQ(first, second);
    const auto third = std::move(first);
    EXPECT_EQ(*third, "b");
    EXPECT_EQ(Boxed<std::string>(), Boxed<std::string>(std::nullopt));
    EXPECT_NE(third, Boxed<std::string>());
}

}  // namespace
}  // namespace winnow
