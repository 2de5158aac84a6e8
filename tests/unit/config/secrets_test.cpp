#include "config/secrets.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/files.h"

namespace winnow::config {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Secrets, AreReadFromTheEnvironment) {
    ::setenv("WINNOW_TEST_SECRET", "s3cret\n", 1);
    const auto secret = resolve({"env:WINNOW_TEST_SECRET"}, builtin_secret_schemes());
    ::unsetenv("WINNOW_TEST_SECRET");
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->reveal(), "s3cret\n");
}

class SecretFiles : public testing::Test {
protected:
    SecretFiles() : folder_(*files::TemporaryFolder::create(fs::temp_directory_path(), "winnow-secrets")) {}

    SecretReference write(std::string_view text, fs::perms permissions) {
        const auto path = folder_.path() / "key";
        EXPECT_TRUE(files::write_file_atomically(path, text));
        fs::permissions(path, permissions);
        return {"file:" + path.string()};
    }
    files::TemporaryFolder folder_;
    static constexpr auto kOwn = fs::perms::owner_read | fs::perms::owner_write;
};

TEST_F(SecretFiles, AreReadWithoutTheNewlineAtTheEnd) {
    EXPECT_EQ(resolve(write("s3cret\n", kOwn), builtin_secret_schemes())->reveal(), "s3cret");
    EXPECT_EQ(resolve(write("s3cret\r\n", kOwn), builtin_secret_schemes())->reveal(), "s3cret");
    EXPECT_EQ(resolve(write("two\nlines \n\n", kOwn), builtin_secret_schemes())->reveal(), "two\nlines \n");
}

TEST_F(SecretFiles, AreReadButWarnedOfWhenOthersMayReadThem) {
    const auto open = write("s3cret", kOwn | fs::perms::others_read);
    testing::internal::CaptureStderr();
    EXPECT_EQ(resolve(open, builtin_secret_schemes())->reveal(), "s3cret");
    const auto lines = testing::internal::GetCapturedStderr();
    EXPECT_THAT(lines, HasSubstr("secret file is open to every user"));
    EXPECT_THAT(lines, Not(HasSubstr("s3cret")));
}

TEST_F(SecretFiles, AreReadInSilenceWhenOnlyTheOwnerMayReadThem) {
    const auto closed = write("s3cret", kOwn);
    testing::internal::CaptureStderr();
    EXPECT_TRUE(resolve(closed, builtin_secret_schemes()));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(SecretFiles, AreRefusedWhenEmptyMissingOrHuge) {
    for (const auto& reference :
         {write("\n", kOwn), SecretReference{"file:/nowhere/key"}, SecretReference{"file:/dev/zero"}})
        EXPECT_EQ(resolve(reference, builtin_secret_schemes()).error().kind(), ErrorKind::invalid_config)
            << reference.text;
}

TEST(Secrets, AreEmptyForAnEmptyReference) {
    const auto secret = resolve({}, builtin_secret_schemes());
    ASSERT_TRUE(secret);
    EXPECT_TRUE(secret->empty());
}

TEST(Secrets, NameTheReferenceThatCannotBeResolved) {
    const auto missing = resolve({"env:WINNOW_TEST_MISSING"}, builtin_secret_schemes());
    EXPECT_EQ(missing.error().kind(), ErrorKind::invalid_config);
    EXPECT_THAT(missing.error().message(), HasSubstr("WINNOW_TEST_MISSING is not set"));
    EXPECT_THAT(resolve({"ssm:/winnow/key"}, builtin_secret_schemes()).error().message(),
                HasSubstr("'ssm:' cannot be read here"));
}

TEST(Secrets, AreFetchedByTheSchemesThatAProgramAdds) {
    auto schemes = builtin_secret_schemes();
    schemes.emplace("ssm",
                    [](std::string_view name) -> Result<Secret> { return Secret("value of " + std::string(name)); });
    EXPECT_EQ(resolve({"ssm:/winnow/key"}, schemes)->reveal(), "value of /winnow/key");
}

TEST(Secrets, AreNeverShownWhenSomebodyPutsOneInPlaceOfAReference) {
    for (const auto* literal : {"sk-hidden", "redis:hidden", "env:sk-hidden", "env:", "hidden:"}) {
        EXPECT_FALSE(is_secret_reference(literal)) << literal;
        EXPECT_THAT(resolve({literal}, builtin_secret_schemes()).error().message(), Not(HasSubstr("hidden")));
    }
}

}  // namespace
}  // namespace winnow::config
