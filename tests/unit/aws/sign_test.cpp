#include "aws/sign.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "json/value.h"
#include "support/source_folder.h"
#include "text/digest.h"

namespace winnow::aws {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    std::stringstream text;
    text << file.rdbuf();
    auto content = text.str();
    std::erase(content, '\r');
    return content;
}

/// One folder of AWS's suite.
struct Case {
    SignableRequest request;
    Credentials credentials;
    SigningOptions options;

    static Case read(const fs::path& folder) {
        Case result;
        const auto context = *json::parse(slurp(folder / "context.json"));
        const auto& keys = context["credentials"];
        result.credentials = {
            keys["access_key_id"].text(), Secret(keys["secret_access_key"].text()), Secret(keys["token"].text()), {}};
        result.options.region = context["region"].text();
        result.options.service = context["service"].text();
        result.options.time = *parse_rfc3339(context["timestamp"].as_string());
        result.options.expires = std::chrono::seconds{context["expiration_in_seconds"].as_int()};
        result.options.normalise_path = context["normalize"].as_bool();
        result.options.hash_header = context["sign_body"].as_bool();
        result.options.sign_session_token = !context["omit_session_token"].as_bool();
        result.read_request(slurp(folder / "request.txt"));
        return result;
    }

    void read_request(const std::string& text) {
        std::istringstream lines(text);
        std::string line;
        std::getline(lines, line);
        request.method = line.substr(0, line.find(' '));
        auto target = line.substr(request.method.size() + 1);
        target.resize(target.rfind(" HTTP/"));
        const auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos) request.query = target.substr(question + 1);
        while (std::getline(lines, line) && !line.empty()) {
            if (line.front() == ' ') {
                request.headers.back().value += "\n" + line;
                continue;
            }
            const auto colon = line.find(':');
            request.headers.push_back({line.substr(0, colon), line.substr(colon + 1)});
        }
        std::stringstream body;
        body << lines.rdbuf();
        request.body_hash = text::sha256_hex(body.str());
    }
};

std::vector<fs::path> cases() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(source_folder() / "tests/data/sigv4"))
        if (entry.is_directory()) folders.push_back(entry.path());
    return folders;
}

std::string last_value(const SignableRequest& request) {
    return request.headers.back().value;
}

TEST(SigV4, SignsHeadersAsTheSuiteOfAwsDoes) {
    EXPECT_EQ(cases().size(), 38u);
    for (const auto& folder : cases()) {
        SCOPED_TRACE(folder.filename().string());
        auto test = Case::read(folder);
        sign_headers(test.request, test.credentials, test.options);
        const auto expected = slurp(folder / "header-signature.txt");
        EXPECT_TRUE(last_value(test.request).ends_with("Signature=" + expected)) << last_value(test.request);
    }
}

TEST(SigV4, BuildsTheCanonicalRequestAndTheStringToSign) {
    for (const auto& folder : cases()) {
        SCOPED_TRACE(folder.filename().string());
        auto test = Case::read(folder);
        test.request.headers.push_back({"X-Amz-Date", "20150830T123600Z"});
        if (test.options.hash_header) test.request.headers.push_back({"x-amz-content-sha256", test.request.body_hash});
        if (!test.credentials.session_token.empty() && test.options.sign_session_token)
            test.request.headers.push_back({"X-Amz-Security-Token", test.credentials.session_token.reveal()});
        const auto canonical = canonical_request(test.request, test.options.normalise_path);
        EXPECT_EQ(canonical, slurp(folder / "header-canonical-request.txt"));
        EXPECT_EQ(string_to_sign(canonical, test.options), slurp(folder / "header-string-to-sign.txt"));
    }
}

TEST(SigV4, SignsQueriesAsTheSuiteOfAwsDoes) {
    for (const auto& folder : cases()) {
        SCOPED_TRACE(folder.filename().string());
        auto test = Case::read(folder);
        sign_query(test.request, test.credentials, test.options);
        const auto expected = slurp(folder / "query-signature.txt");
        EXPECT_TRUE(test.request.query.ends_with("X-Amz-Signature=" + expected)) << test.request.query;
    }
}

TEST(Sign, EncodesThePathTwiceForAllServicesButS3) {
    const auto canonical = [](std::string path, bool normalise) {
        const SignableRequest request{
            .method = "POST", .path = std::move(path), .query = "", .headers = {{"Host", "h"}}, .body_hash = "x"};
        const auto text = canonical_request(request, normalise);
        return text.substr(5, text.find('\n', 5) - 5);
    };
    EXPECT_EQ(canonical("/model/anthropic.claude%3A0/converse", true), "/model/anthropic.claude%253A0/converse");
    EXPECT_EQ(canonical("/bucket//a b/../ü", false), "/bucket//a%20b/../%C3%BC");
}

TEST(Sign, LeavesNoSecretInTheRequest) {
    http::Request request{
        .method = "PUT", .url = *Url::parse_exact("https://s3.example.org/bucket/key"), .headers = {}, .body = "hello"};
    sign(
        request, {"AKID", Secret("very-secret"), Secret("token"), {}},
        {.region = "eu-central-1", .service = "s3", .time = Timestamp{}, .normalise_path = false, .hash_header = true});
    for (const auto& field : request.headers) EXPECT_EQ(field.value.find("very-secret"), std::string::npos);
    EXPECT_EQ(http::find_header(request.headers, "x-amz-content-sha256"), text::sha256_hex("hello"));
    EXPECT_TRUE(http::find_header(request.headers, "authorization")
                    ->starts_with("AWS4-HMAC-SHA256 Credential=AKID/19700101/eu-central-1/s3/"));
}

}  // namespace
}  // namespace winnow::aws
