// Configuration in YAML, read as sections of every kind, and its scalars: durations, sizes, numbers.
#include <chrono>

#include "check.h"
#include "config/load.h"
#include "config/values.h"

using namespace winnow;

namespace {

void read_scalars(config::Section& section) {
    std::string text;
    bool flag = false;
    int number = 0;
    double share = 0;
    std::size_t count = 0;
    std::chrono::milliseconds timeout{0};
    config::Bytes bytes;
    config::SecretReference key;
    std::vector<std::string> list;
    std::vector<std::pair<std::string, std::string>> pairs;
    section.field("text", text, "A text.");
    section.field("flag", flag, "A flag.");
    section.field("number", number, "A number.", {.least = -5, .most = 5});
    section.field("share", share, "A share.", {.least = 0, .most = 1});
    section.field("count", count, "A count.");
    section.field("timeout", timeout, "A duration.");
    section.field("bytes", bytes, "A size.");
    section.field("key", key, "A secret.");
    section.field("list", list, "A list.");
    section.field("pairs", pairs, "Pairs.");
    section.choice("kind", text, {"feed", "sitemap", "urls"}, "A choice.");
    fuzz::check(share >= 0 && share <= 1 && number >= -5 && number <= 5, "values keep to their range");
}

void read_sections(config::Section section) {
    read_scalars(section);
    auto child = section.child("child", "A mapping.");
    read_scalars(child);
    for (auto& element : section.children("sources", "A list of mappings.")) read_scalars(element);
    for (auto& [name, entry] : section.entries("entries", "Free keys.")) read_scalars(entry);
    const auto finished = section.finish();
    if (!finished) fuzz::check(finished.error().message().contains("fuzz.yaml"), "a problem names its file");
}

void check_scalars(std::string_view text) {
    if (const auto duration = config::parse_duration(text))
        fuzz::check(config::parse_duration(config::format_duration(*duration)) == duration, "durations read back");
    if (const auto bytes = config::parse_bytes(text))
        fuzz::check(config::parse_bytes(config::format_bytes(*bytes)) == bytes, "sizes read back");
    if (const auto number = config::parse_number<double>(text))
        fuzz::check(config::parse_number<double>(config::format_number(*number)) == number, "numbers read back");
    static_cast<void>(config::parse_bool(text));
}

/// A text written as a YAML scalar is that text again. What cannot stand in YAML at all may be refused.
void check_written(std::string_view text) {
    auto section = config::parse("text: " + config::format_text(text) + "\n", "fuzz.yaml");
    if (!section) return;
    std::string again;
    section->field("text", again, "A text.");
    if (section->finish() && !text.empty()) fuzz::check(again == text, "a written text reads back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto file = input.rest();
    if (auto section = config::parse(file, "fuzz.yaml")) {
        read_sections(std::move(*section));
    } else {
        fuzz::check(section.error().kind() == ErrorKind::invalid_config, "what is no configuration is invalid");
        fuzz::check(section.error().message().contains("fuzz.yaml"), "a problem names its file");
    }
    const auto line = input.line();
    check_scalars(line);
    check_written(line);
    return 0;
}
