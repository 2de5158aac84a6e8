#include "config/load.h"

#include <array>
#include <cstdlib>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"

namespace winnow::config {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Optional;

/// Sets variables and the working folder, and puts all back.
class ConfigFiles : public testing::Test {
protected:
    ConfigFiles()
        : folder_(*files::TemporaryFolder::create(fs::temp_directory_path(), "winnow-config")),
          before_(fs::current_path()) {
        for (const auto* name : kNames)
            if (const auto* value = std::getenv(name)) saved_.emplace_back(name, value);
        for (const auto* name : kNames) ::unsetenv(name);
        ::setenv("HOME", folder_.path().c_str(), 1);
        fs::create_directory(folder_.path() / "work");
        fs::current_path(folder_.path() / "work");
    }
    ~ConfigFiles() override {
        fs::current_path(before_);
        for (const auto* name : kNames) ::unsetenv(name);
        for (const auto& [name, value] : saved_) ::setenv(name, value.c_str(), 1);
    }

    fs::path write(const fs::path& name, std::string_view text) {
        const auto path = folder_.path() / name;
        fs::create_directories(path.parent_path());
        EXPECT_TRUE(files::write_file_atomically(path, text));
        return path;
    }

    static constexpr std::array kNames{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "WINNOW_DATA", "WINNOW_TEST__VALUE"};
    files::TemporaryFolder folder_;
    fs::path before_;
    std::vector<std::pair<const char*, std::string>> saved_;
};

TEST_F(ConfigFiles, LoadsAFileAndNamesItInMessages) {
    const auto path = write("c.yaml", "workers: x\n");
    auto section = load(path, {});
    ASSERT_TRUE(section);
    int workers = 0;
    section->field("workers", workers, "");
    EXPECT_EQ(section->finish().error().message(), path.string() + ":1: workers: expected a whole number, found \"x\"");
}

TEST_F(ConfigFiles, SaysWhichFileCannotBeRead) {
    const auto section = load(folder_.path() / "missing.yaml", {});
    ASSERT_FALSE(section);
    EXPECT_EQ(section.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(section.error().message(), HasSubstr("missing.yaml: it does not exist"));
}

TEST_F(ConfigFiles, RefusesAFileThatIsNoText) {
    EXPECT_THAT(parse(std::string("a: b\0", 5), "c.yaml").error().message(), HasSubstr("zero bytes"));
    EXPECT_THAT(load(write("large.yaml", std::string(2u << 20, '#')), {}).error().message(), HasSubstr("larger than"));
}

TEST_F(ConfigFiles, FindsNoFileWhereNoneIs) {
    EXPECT_EQ(*find_config_file({}), std::nullopt);
}

TEST_F(ConfigFiles, FindsTheFileOfTheHomeFolder) {
    const auto path = write(".config/winnow/winnow.yaml", "");
    EXPECT_THAT(*find_config_file({}), Optional(path));
}

TEST_F(ConfigFiles, PrefersXdgConfigHomeUnlessItIsRelative) {
    const auto usual = write(".config/winnow/winnow.yaml", "");
    const auto moved = write("xdg/winnow/winnow.yaml", "");
    ::setenv("XDG_CONFIG_HOME", (folder_.path() / "xdg").c_str(), 1);
    EXPECT_THAT(*find_config_file({}), Optional(moved));
    ::setenv("XDG_CONFIG_HOME", "../xdg", 1);
    EXPECT_THAT(*find_config_file({}), Optional(usual));
}

TEST_F(ConfigFiles, PrefersTheWorkingFolderAndMostOfAllTheNamedFile) {
    write(".config/winnow/winnow.yaml", "");
    write("work/winnow.yaml", "");
    const auto named = write("other.yaml", "");
    EXPECT_THAT(*find_config_file({}), Optional(fs::path("winnow.yaml")));
    EXPECT_THAT(*find_config_file(named), Optional(named));
}

TEST_F(ConfigFiles, ComplainsWhenTheNamedFileIsMissing) {
    const auto found = find_config_file("nowhere.yaml");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(found.error().message(), HasSubstr("nowhere.yaml"));
}

TEST_F(ConfigFiles, KeepsDataWhereXdgOrTheUserSays) {
    EXPECT_EQ(data_folder(), folder_.path() / ".local/share/winnow");
    ::setenv("XDG_DATA_HOME", "/var/lib/me", 1);
    EXPECT_EQ(data_folder(), "/var/lib/me/winnow");
    ::setenv("WINNOW_DATA", "/data", 1);
    EXPECT_EQ(data_folder(), "/data");
}

TEST_F(ConfigFiles, TakesItsVariablesFromTheProcess) {
    ::setenv("WINNOW_TEST__VALUE", "a=b", 1);
    const auto environment = process_environment();
    EXPECT_EQ(environment.at("WINNOW_TEST__VALUE"), "a=b");
    EXPECT_FALSE(environment.contains("HOME"));
}

TEST(ConfigHostile, AnswersEveryTortureWithAnErrorOrASection) {
    constexpr std::size_t kBytes = 200'000;
    for (const std::string part :
         {"[",   "{",       "- ",     "a: ",          "? ",          "&a ",  "!a ",   "'",   "\"",   "[a,",  "{a: ",
          "[]",  "-\n",     "a:\n ",  "\t",           "*a ",         "%",    "---\n", "|\n", ">\n ", "{,",   "?",
          "{? ", "- - a\n", "a: b\n", "\"\\x",        "!<",          ": ",   ",",     "}",   "]",    "a: [", "&",
          "[:",  "...\n",   "\xFF",   "\xEF\xBB\xBF", "%YAML 1.2\n", "<<: ", "a",     "\r",  "#"}) {
        std::string text;
        while (text.size() < kBytes) text += part;
        auto section = parse(text, "c.yaml");
        if (section)
            (void)section->finish();
        else
            EXPECT_EQ(section.error().kind(), ErrorKind::invalid_config) << part;
    }
}

}  // namespace
}  // namespace winnow::config
