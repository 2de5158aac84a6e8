// JSON: what was read is written, read again and the same; and read as each of our own types.
#include "check.h"
#include "json/codec.h"
#include "text/utf8.h"

using namespace winnow;

namespace {

void check_written(const json::Value& value, const std::string& text) {
    fuzz::check(text::is_valid_utf8(text), "written JSON is valid UTF-8");
    const auto again = json::parse(text);
    fuzz::check(again.has_value(), "written JSON can be read");
    fuzz::check(*again == value, "it is the same value");
}

/// What one of our types becomes in JSON comes back as it is.
template <typename Decode>
void check_type(const json::Value& value, Decode decode) {
    const auto object = decode(value);
    if (!object) return;
    const auto written = json::encode(*object);
    const auto again = decode(written);
    fuzz::check(again.has_value(), "an encoded object can be decoded");
    fuzz::check(json::dump(json::encode(*again)) == json::dump(written), "it is the same object");
}

void check_types(const json::Value& value) {
    check_type(value, json::decode_error);
    check_type(value, json::decode_date);
    check_type(value, json::decode_candidate);
    check_type(value, json::decode_document);
    check_type(value, json::decode_usage);
    check_type(value, json::decode_assessment);
    check_type(value, json::decode_features);
    check_type(value, json::decode_evaluated);
    check_type(value, json::decode_rubric);
    check_type(value, json::decode_report);
    check_type(value, json::decode_discovered);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto value = json::parse(fuzz::Input(bytes, size).rest());
    if (!value) {
        fuzz::check(value.error().kind() == ErrorKind::malformed, "text that is no JSON is malformed");
        return 0;
    }
    check_written(*value, json::dump(*value));
    check_written(*value, json::dump_pretty(*value));
    static_cast<void>(value->as_int());
    for (const auto& item : value->items()) static_cast<void>(item.as_int());
    check_types(*value);
    return 0;
}
