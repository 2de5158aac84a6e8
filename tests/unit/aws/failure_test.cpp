#include "aws/calls/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/calls/xml.h"
#include "fixture.h"

namespace winnow::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

const Timestamp kNow{std::chrono::seconds{1'700'000'000}};  // Tue, 14 Nov 2023 22:13:20 GMT

TEST(Failure, IsReadFromTheXmlOfS3) {
    const auto failure = read_failure(answer(
        404,
        "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code><Message>The key &lt;a&gt; does\nnot exist.</Message>"
        "<RequestId>4442587FB7D0A2F9</RequestId></Error>"));
    EXPECT_EQ(failure.code, "NoSuchKey");
    EXPECT_EQ(failure.message, "The key <a> does not exist.");
    EXPECT_EQ(failure.request_id, "4442587FB7D0A2F9");
    EXPECT_EQ(kind_of(failure), ErrorKind::not_found);
}

TEST(Failure, IsReadFromTheXmlOfTheQueryProtocol) {
    const auto failure = read_failure(answer(
        403,
        "<ErrorResponse xmlns=\"https://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type>"
        "<Code>AuthorizationError</Code><Message>no</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"));
    EXPECT_EQ(failure.code, "AuthorizationError");
    EXPECT_EQ(failure.request_id, "r-1");
    EXPECT_EQ(kind_of(failure), ErrorKind::forbidden);
}

TEST(Failure, IsReadFromJsonWithTheCodeInTheBodyOrInTheHeader) {
    const auto body =
        read_failure(answer(400, R"({"__type":"com.amazonaws.swf#StateMachineDoesNotExist","message":"gone"})",
                            {{"x-amzn-RequestId", "r-2"}}));
    EXPECT_EQ(body.code, "StateMachineDoesNotExist");
    EXPECT_EQ(body.message, "gone");
    EXPECT_EQ(body.request_id, "r-2");
    const auto header = read_failure(
        answer(400, R"({"Message":"slow"})", {{"X-Amzn-ErrorType", "ThrottlingException:http://internal/"}}));
    EXPECT_EQ(header.code, "ThrottlingException");
    EXPECT_EQ(header.message, "slow");
    EXPECT_EQ(kind_of(header), ErrorKind::rate_limited);
}

TEST(Failure, WithoutABodyIsJudgedByItsStatus) {
    EXPECT_EQ(kind_of(read_failure(answer(404))), ErrorKind::not_found);
    EXPECT_EQ(kind_of(read_failure(answer(403))), ErrorKind::forbidden);
    EXPECT_EQ(kind_of(read_failure(answer(412))), ErrorKind::conflict);
    EXPECT_EQ(kind_of(read_failure(answer(503))), ErrorKind::unavailable);
    EXPECT_EQ(kind_of(read_failure(answer(301))), ErrorKind::invalid_config);
    EXPECT_EQ(kind_of(read_failure(answer(400))), ErrorKind::invalid_argument);
}

TEST(Failure, SurvivesBodiesThatAreNothing) {
    for (const auto* body :
         {"<", "{", "<html><body>502</body></html>", "{\"__type\":7}", "<Error/>", "\xff\xfe", "[]"}) {
        const auto failure = read_failure(answer(502, body));
        EXPECT_EQ(failure.code, "") << body;
        EXPECT_EQ(kind_of(failure), ErrorKind::unavailable) << body;
    }
}

TEST(Failure, SaysWhatMayHelp) {
    const auto remedy = [](int status, const std::string& code, std::vector<HeaderField> headers = {}) {
        const auto response = answer(status, R"({"__type":")" + code + "\"}", std::move(headers));
        return remedy_of(read_failure(response), response, kNow);
    };
    EXPECT_EQ(remedy(400, "ThrottlingException"), Remedy::wait);
    EXPECT_EQ(remedy(503, "SlowDown"), Remedy::wait);
    EXPECT_EQ(remedy(500, ""), Remedy::wait);
    EXPECT_EQ(remedy(400, "ExpiredTokenException"), Remedy::renew_credentials);
    EXPECT_EQ(remedy(400, "ValidationException"), Remedy::none);
    EXPECT_EQ(remedy(501, "NotImplemented"), Remedy::none);
    EXPECT_EQ(remedy(403, "RequestTimeTooSkewed", {{"Date", "Tue, 14 Nov 2023 22:33:20 GMT"}}), Remedy::set_clock);
    EXPECT_EQ(remedy(403, "SignatureDoesNotMatch", {{"Date", "Tue, 14 Nov 2023 21:33:20 GMT"}}), Remedy::set_clock);
    EXPECT_EQ(remedy(403, "SignatureDoesNotMatch", {{"Date", "Tue, 14 Nov 2023 22:13:21 GMT"}}), Remedy::none);
}

TEST(Failure, ShowsNoSecretInItsMessage) {
    const Credentials keys{.access_key_id = "AKID",
                           .secret_access_key = Secret("SECRETKEY"),
                           .session_token = Secret("SESSIONTOKEN"),
                           .expires = {}};
    const auto bad =
        to_error("states", "StartExecution",
                 read_failure(answer(400, R"({"__type":"InvalidSignatureException","message":"The Canonical String )"
                                          R"(should have been x-amz-security-token:SESSION"})")),
                 keys);
    EXPECT_THAT(bad.message(), Not(HasSubstr("Canonical")));
    EXPECT_EQ(bad.kind(), ErrorKind::unauthorized);
    const auto echoed = to_error(
        "s3", "PutObject",
        read_failure(answer(400, "<Error><Code>Odd</Code><Message>SECRETKEY and SESSIONTOKEN</Message></Error>")),
        keys);
    EXPECT_EQ(echoed.message(), "s3 PutObject: Odd: [removed] and [removed] (400)");
}

TEST(Failure, CutsAnEndlessMessageAtACharacter) {
    std::string text(299, 'a');
    text += "\u00E9\u00E9\u00E9";
    const auto failure = read_failure(answer(400, R"({"message":")" + text + "\"}"));
    EXPECT_EQ(failure.message, std::string(299, 'a') + "…");
}

TEST(Xml, RefusesDocumentTypesAndWhatIsNoXml) {
    EXPECT_FALSE(parse_xml("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"));
    for (const auto* text : {"", "x", "<a>", "<a></b>", "<a/><b/>"}) EXPECT_FALSE(parse_xml(text)) << text;
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    EXPECT_FALSE(parse_xml(deep));
}

TEST(Xml, GivesChildrenAndTexts) {
    const auto root = parse_xml("<l:List xmlns:l='u'><K>a &amp; b</K><K><![CDATA[<c>]]></K><E/></l:List>");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->name, "List");
    EXPECT_EQ(root->text_of("K"), "a & b");
    EXPECT_EQ(root->children[1].text, "<c>");
    EXPECT_EQ(root->child("none"), nullptr);
    EXPECT_EQ(root->text_of("E"), "");
}

}  // namespace
}  // namespace winnow::aws
