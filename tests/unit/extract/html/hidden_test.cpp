#include "extract/html/hidden.h"

#include <gtest/gtest.h>

namespace winnow::extract {
namespace {

bool hidden(const std::string& attributes, const std::string& tag = "div") {
    const auto dom = Dom::parse("<" + tag + " id=it " + attributes + ">x</" + tag + ">");
    for (NodeId id = 1; id < dom->size(); ++id)
        if (dom->attribute(id, "id") == "it") return is_hidden(*dom, id);
    ADD_FAILURE() << attributes;
    return false;
}

TEST(IsHidden, KnowsTheWaysOfHidingInAttributes) {
    for (const char* attributes :
         {"hidden", "aria-hidden=true", "style='display:none'", "style='Display : None ! important'",
          "style='visibility:hidden'", "style='font-size:0'", "style='opacity:0.0'", "style='text-indent:-9999px'",
          "style='position:absolute; left:-10000px'", "style='height:0;overflow:hidden'", "style='color:transparent'",
          "style='color:#fefefe; background-color:#FFF'", "style='color:white;background:#ffffff'",
          "style='position:absolute;clip:rect(0 0 0 0)'", "style='position:absolute; clip: rect(1px,1px,1px,1px)'",
          "style='color:#FFF;background-color:#fff'"})
        EXPECT_TRUE(hidden(attributes)) << attributes;
}

TEST(IsHidden, LeavesWhatIsSeen) {
    for (const char* attributes :
         {"hidden=until-found", "aria-hidden=false", "style='display:block'", "style='font-size:0.8em'",
          "style='opacity:0.5'", "style='left:-10000px'", "style='margin-left:-10px;position:absolute;left:-5px'",
          "style='height:0'", "style='color:#fff'", "style='background-display:none'", "style=';;:;'"})
        EXPECT_FALSE(hidden(attributes)) << attributes;
    EXPECT_FALSE(hidden("style='display:none'", "article"));
}

TEST(IsNotForScreen, KnowsTheClassesOfWidespreadStyleSheets) {
    EXPECT_TRUE(is_not_for_screen("a sr-only b"));
    EXPECT_TRUE(is_not_for_screen("d-none"));
    EXPECT_TRUE(is_not_for_screen("d-none d-print-block"));
    EXPECT_FALSE(is_not_for_screen("d-none d-md-block"));
    EXPECT_FALSE(is_not_for_screen("sr-only-focusable"));
    EXPECT_FALSE(is_not_for_screen(""));
}

}  // namespace
}  // namespace winnow::extract
