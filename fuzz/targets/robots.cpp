// robots.txt and the header fields with wishes. First line: agent; second line: target; then the file.
#include "check.h"
#include "fetch/field_list.h"
#include "fetch/robots/pattern.h"
#include "fetch/robots/rules.h"
#include "fetch/usage_wishes.h"

using namespace winnow;

namespace {

void check_rules(const RobotsRules& rules, std::string_view target) {
    fuzz::check(rules.allows("/robots.txt"), "robots.txt itself may be asked for");
    fuzz::check(rules.allows(target) == rules.allows(normalised_target(target)), "spelling does not change the answer");
    static_cast<void>(rules.refuses_ai_input(target));
    if (const auto delay = rules.crawl_delay()) fuzz::check(delay->count() >= 0, "a delay is not negative");
}

void check_target(std::string_view target) {
    const auto normalised = normalised_target(target);
    fuzz::check(normalised_target(normalised) == normalised, "a normalised target stays as it is");
    fuzz::check(matches_pattern(normalised, normalised), "a target matches itself as a pattern");
    static_cast<void>(matches_pattern(normalised_pattern(target), normalised));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto agent = input.line();
    const auto target = input.line();
    const auto file = input.rest();
    check_target(target);
    check_rules(RobotsRules::parse(file, agent), target);
    check_rules(RobotsRules::parse(file, "winnow"), target);

    const std::vector<HeaderField> fields{{"X-Robots-Tag", std::string(target)}, {"Content-Signal", std::string(file)}};
    static_cast<void>(usage_wishes(fields, agent));
    for (const auto item : list_items(fields, "content-signal")) static_cast<void>(split_parameter(item));
    return 0;
}
