#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "aws/context.h"
#include "aws/credentials.h"
#include "aws/s3.h"

namespace winnow::aws {

/// The environment of a program that uses a stand-in, as tests/cloud/run starts them; the URL is empty without it.
inline Environment environment_of(const char* url_variable) {
    const char* const url = std::getenv(url_variable);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return {{"AWS_ENDPOINT_URL", url == nullptr ? "" : url},
            {"AWS_REGION", "eu-central-1"},
            {"AWS_ACCESS_KEY_ID", "winnow"},
            {"AWS_SECRET_ACCESS_KEY", "winnow-secret-key"}};
}
/// Checks signatures; S3 only.
inline Environment versity() {
    return environment_of("WINNOW_TEST_S3_URL");
}
/// Checks none; everything else, too.
inline Environment moto() {
    return environment_of("WINNOW_TEST_AWS_URL");
}

inline std::unique_ptr<Session> session(const Environment& environment) {
    auto opened = open_session(environment);
    EXPECT_TRUE(opened) << opened.error().message();
    return opened ? std::move(*opened) : nullptr;
}

constexpr const char* kBucket = "winnow-test";

}  // namespace winnow::aws
