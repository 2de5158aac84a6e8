#include "aws/sns.h"

#include "aws/calls/service.h"
#include "aws/calls/xml.h"
#include "aws/sign.h"

namespace winnow::aws {
namespace {

constexpr std::size_t kMaxSubject = 100;
constexpr std::size_t kMaxTextBytes = 250u << 10;  // 256 KiB with the attributes

/// SNS refuses other subjects than up to 100 characters of ASCII that begin with a letter, digit or punctuation.
std::string subject_of(std::string_view text) {
    std::string subject;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) == 0x80) continue;  // the rest of a character that is '?' already
        if (byte > 0x20 && byte < 0x7F)
            subject += c;
        else if (byte >= 0x80)
            subject += '?';
        else if (!subject.empty() && subject.back() != ' ')
            subject += ' ';
    }
    subject = subject.substr(0, kMaxSubject);
    while (subject.ends_with(' ')) subject.pop_back();
    return subject;
}

std::string_view cut(std::string_view text) {
    if (text.size() <= kMaxTextBytes) return text;
    auto end = kMaxTextBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

std::string form_of(const std::string& topic_arn, const Notice& notice) {
    std::string form = "Action=Publish&Version=2010-03-31";
    const auto add = [&](const std::string& name, std::string_view value) {
        form += "&" + name + "=" + uri_encode(value, false);
    };
    add("TopicArn", topic_arn);
    add("Message", cut(notice.text));
    if (const auto subject = subject_of(notice.subject); !subject.empty()) add("Subject", subject);
    std::size_t number = 0;
    for (const auto& [name, value] : notice.attributes) {
        const auto entry = "MessageAttributes.entry." + std::to_string(++number);
        add(entry + ".Name", name);
        add(entry + ".Value.DataType", "String");
        add(entry + ".Value.StringValue", value);
    }
    return form;
}

class Sns final : public Topics {
public:
    explicit Sns(std::unique_ptr<Service> service) : service_(std::move(service)) {}

    Result<std::string> publish(const std::string& topic_arn, const Notice& notice, const Deadline& deadline) override {
        if (notice.text.empty()) return fail(ErrorKind::invalid_argument, "a notice without a text");
        Call call{.operation = "Publish", .request = {.method = "POST"}};
        TRY(call.request.url, Url::parse_exact(service_->endpoint() + "/"));
        call.request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
        call.request.body = form_of(topic_arn, notice);
        TRY(const auto response, service_->send(call, deadline));
        TRY(const auto root, parse_xml(response.body));
        const auto* const result = root.child("PublishResult");
        auto id = result == nullptr ? std::string() : result->text_of("MessageId");
        if (id.empty()) return fail(ErrorKind::malformed, "sns Publish answered without an id");
        return id;
    }

private:
    std::unique_ptr<Service> service_;
};

}  // namespace

Result<std::unique_ptr<Topics>> make_topics(Context context) {
    TRY(auto service, make_service("sns", std::move(context)));
    return std::make_unique<Sns>(std::move(service));
}

}  // namespace winnow::aws
