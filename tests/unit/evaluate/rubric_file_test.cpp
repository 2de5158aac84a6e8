#include "evaluate/rubric_file.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

using testing::HasSubstr;

Result<Rubric> read(std::string_view yaml) {
    TRY(auto section, config::parse(yaml, "mine.yaml"));
    return read_rubric(section);
}

std::string complaint(std::string_view yaml) {
    const auto rubric = read(yaml);
    if (rubric) return "no complaint";
    EXPECT_EQ(rubric.error().kind(), ErrorKind::invalid_config);
    return rubric.error().message();
}

constexpr std::string_view kGood = R"(name: mine
description: What I want.
min_score: 6.5
criteria:
  - name: clarity
    description: It is clear.
    weight: 0.4
    anchors:
      9: Crystal clear.
      2: Fog.
  - name: brevity
    title: Short
    weight: 0.6
)";

TEST(RubricFile, ReadsNamesWeightsAndAnchorsInRisingOrder) {
    const auto rubric = read(kGood);
    ASSERT_TRUE(rubric) << rubric.error().message();
    EXPECT_EQ(rubric->name, "mine");
    EXPECT_DOUBLE_EQ(rubric->min_score, 6.5);
    ASSERT_EQ(rubric->criteria.size(), 2U);
    EXPECT_EQ(rubric->criteria[0].title, "Clarity") << "made of the name";
    EXPECT_EQ(rubric->criteria[0].anchors,
              (std::vector<std::pair<int, std::string>>{{2, "Fog."}, {9, "Crystal clear."}}));
    EXPECT_EQ(rubric->criteria[1].title, "Short");
}

TEST(RubricFile, TheBuiltInDefaultIsTheRubricOfTheCore) {
    const auto rubric = load_rubric_named("default");
    ASSERT_TRUE(rubric) << rubric.error().message();
    EXPECT_EQ(*rubric, default_rubric());
}

TEST(RubricFile, BuiltInRubricsAreValidAndTheSameAsTheirFiles) {
    EXPECT_EQ(builtin_rubrics(), (std::vector<std::string>{"default", "engineering_manager", "staff_engineer"}));
    for (const auto& name : builtin_rubrics()) {
        const auto built_in = load_rubric_named(name);
        ASSERT_TRUE(built_in) << built_in.error().message();
        EXPECT_TRUE(validate(*built_in));
        EXPECT_EQ(built_in->name, name);
        const auto file = load_rubric_named(source_folder().string() + "/examples/rubrics/" + name + ".yaml");
        ASSERT_TRUE(file) << file.error().message();
        EXPECT_EQ(*file, *built_in);
    }
}

TEST(RubricFile, ThePersonasHoldTheirCriteria) {
    const auto manager = load_rubric_named("engineering_manager");
    for (const auto* name :
         {"leadership_frameworks", "team_growth", "process_improvement", "people_management", "practical_application"})
        EXPECT_NE(manager->find(name), nullptr) << name;
    const auto staff = load_rubric_named("staff_engineer");
    for (const auto* name : {"technical_depth", "architectural_insight", "systems_thinking", "engineering_excellence",
                             "technical_applicability"})
        EXPECT_NE(staff->find(name), nullptr) << name;
}

TEST(RubricFile, ANameThatIsNeitherBuiltInNorAFileNamesTheBuiltInOnes) {
    const auto rubric = load_rubric_named("defualt");
    ASSERT_FALSE(rubric);
    EXPECT_EQ(rubric.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(rubric.error().message(), HasSubstr("default, engineering_manager, staff_engineer"));
}

TEST(RubricFile, AFolderIsNoRubric) {
    EXPECT_FALSE(load_rubric_named(std::filesystem::temp_directory_path().string()));
}

TEST(BadRubric, WeightsThatDoNotAddUpNameTheSum) {
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: x, weight: 0.5}\n  - {name: y, weight: 0.25}\n"),
                HasSubstr("mine.yaml:3: criteria: the weights add up to 0.750, not to 1"));
}

TEST(BadRubric, ACriterionTwiceIsNamedWithItsLine) {
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - name: x\n    weight: 0.5\n  - name: x\n    weight: 0.5\n"),
                HasSubstr("mine.yaml:5: criteria[1].name: 'x' appears twice"));
}

TEST(BadRubric, AnchorsOutsideTheScaleAreNamed) {
    const auto text = complaint(
        "name: a\ncriteria:\n  - name: x\n    weight: 1\n    anchors:\n      0: a\n      11: b\n      5.5: c\n      "
        "high: d\n");
    EXPECT_THAT(text, HasSubstr("'0' is no score"));
    EXPECT_THAT(text, HasSubstr("'11' is no score"));
    EXPECT_THAT(text, HasSubstr("'5.5' is no score"));
    EXPECT_THAT(text, HasSubstr("'high' is no score: a whole number from 1 to 10"));
}

TEST(BadRubric, AnUnknownKeyNamesTheNearest) {
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: x, wieght: 1, weight: 1}\n"),
                HasSubstr("criteria[0].wieght: unknown key; did you mean \"weight\"?"));
    EXPECT_THAT(complaint("name: a\nmin_scor: 3\ncriteria:\n  - {name: x, weight: 1}\n"),
                HasSubstr("did you mean \"min_score\"?"));
}

TEST(BadRubric, MissingPartsAreNamed) {
    EXPECT_THAT(complaint("criteria:\n  - {name: x, weight: 1}\n"), HasSubstr("name: is missing"));
    EXPECT_THAT(complaint("name: a\n"), HasSubstr("criteria: is missing"));
    EXPECT_THAT(complaint("name: a\ncriteria: []\n"), HasSubstr("criteria: is missing"));
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: x}\n"), HasSubstr("criteria[0].weight: is missing"));
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {weight: 1}\n"), HasSubstr("criteria[0].name: is missing"));
    EXPECT_THAT(complaint(""), HasSubstr("name: is missing"));
}

TEST(BadRubric, ValuesOutOfRangeAreRefused) {
    EXPECT_THAT(complaint("name: a\nmin_score: 11\ncriteria:\n  - {name: x, weight: 1}\n"), HasSubstr("min_score"));
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: x, weight: 2}\n"), HasSubstr("criteria[0].weight"));
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: x, weight: 0}\n"), HasSubstr("must be above 0"));
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: x, weight: much}\n"), HasSubstr("criteria[0].weight"));
    EXPECT_THAT(complaint("name: a\ncriteria:\n  - {name: Big Name, weight: 1}\n"), HasSubstr("lower-case letters"));
}

TEST(BadRubric, AllProblemsAreToldAtOnce) {
    const auto text = complaint("nam: a\ncriteria:\n  - {name: x, weight: -1}\n  - {name: x, weight: 0.2}\n");
    EXPECT_THAT(text, HasSubstr("did you mean \"name\"?"));
    EXPECT_THAT(text, HasSubstr("criteria[0].weight"));
    EXPECT_THAT(text, HasSubstr("criteria[1].name: 'x' appears twice"));
}

TEST(BadRubric, AHostileFileIsRefused) {
    std::string many = "name: a\ncriteria:\n";
    for (int i = 0; i < 1'000; ++i) many += "  - {name: c" + std::to_string(i) + ", weight: 0.001}\n";
    EXPECT_THAT(complaint(many), HasSubstr("more than 50 criteria"));
    EXPECT_THAT(complaint("[1, 2]"), HasSubstr("mine.yaml"));
    EXPECT_THAT(complaint("name: [a\n"), HasSubstr("mine.yaml"));
}

TEST(RubricFile, DescribesItsKeys) {
    std::vector<config::FieldDescription> fields;
    auto section = config::describe(fields);
    EXPECT_FALSE(read_rubric(section)) << "nothing to read";
    const auto has = [&](std::string_view path) {
        return std::ranges::any_of(fields, [&](const auto& field) { return field.path == path; });
    };
    EXPECT_TRUE(has("criteria[].weight"));
    EXPECT_TRUE(has("criteria[].anchors"));
    EXPECT_TRUE(has("min_score"));
}

}  // namespace
}  // namespace winnow
