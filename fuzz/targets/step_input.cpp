// What the state machine and its callers hand to the functions: the execution's input, a run's header, a URL's item.
#include "app/lambda/request.h"
#include "check.h"
#include "pipeline/steps/steps.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto value = json::parse(fuzz::Input(bytes, size).rest());
    if (!value) return 0;
    if (const auto request = lambda::decode_run_request(*value)) {
        fuzz::check(!request->query.empty(), "a request has a question");
        fuzz::check(request->run_id.empty() || check_run_id(request->run_id), "its run can be named");
    }
    if (const auto header = decode_run_header(*value)) {
        const auto again = decode_run_header(encode(*header));
        fuzz::check(again.has_value(), "a header that was written can be read");
        fuzz::check(json::dump(encode(*again)) == json::dump(encode(*header)), "it is the same header");
    }
    if (const auto item = decode_url_item(*value); item && item->candidate)
        fuzz::check(decode_url_item(item_of(item->run_id, *item->candidate, true)).has_value(),
                    "an item that was written can be read");
    return 0;
}
