// JSON: what was read is written, read again and the same; and read as each of our own types.
#include <algorithm>

#include "check.h"
#include "json/codec.h"
#include "text/utf8.h"

using namespace winnow;

namespace {

/// Whether both are the same but for a whole double, which is written as an integer is.
bool is_same(const json::Value& a, const json::Value& b) {
    if (a.is_number() && b.is_number() && a.is_integer() != b.is_integer()) return a.as_double() == b.as_double();
    if (a.is_array() && b.is_array()) return std::ranges::equal(a.items(), b.items(), is_same);
    if (a.is_object() && b.is_object())
        return std::ranges::equal(a.members(), b.members(), [](const json::Member& one, const json::Member& other) {
            return one.first == other.first && is_same(one.second, other.second);
        });
    return a == b;
}

void check_written(const json::Value& value, const std::string& text) {
    fuzz::check(text::is_valid_utf8(text), "written JSON is valid UTF-8");
    const auto again = json::parse(text);
    fuzz::check(again.has_value(), "written JSON can be read");
    fuzz::check(is_same(*again, value), "it is the same value");
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
