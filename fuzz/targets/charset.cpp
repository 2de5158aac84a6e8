// Finding a page's encoding and converting from it. The first line is the Content-Type and also a label.
#include "extract/charset/charset.h"

#include "check.h"
#include "text/utf8.h"

using namespace winnow;
using namespace winnow::extract;

namespace {

void check_text(std::string_view bytes, const std::string& charset) {
    const auto text = to_utf8(bytes, charset);
    fuzz::check(text::is_valid_utf8(text), "converted text is valid UTF-8");
    fuzz::check(text.find('\0') == std::string::npos, "converted text has no NUL");
    const auto composed = to_nfc(text);
    fuzz::check(text::is_valid_utf8(composed), "composed text is valid UTF-8");
    fuzz::check(to_nfc(composed) == composed, "composing twice changes nothing");
    std::size_t removed = 0;
    const auto visible = without_invisible(text, removed);
    fuzz::check(text::is_valid_utf8(visible), "visible text is valid UTF-8");
    fuzz::check(visible.size() <= text.size(), "removing does not add");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const auto label = input.line();
    const auto body = input.rest();
    const auto found = find_charset(body, label);
    fuzz::check(charset_name(found.name) == found.name, "an encoding that was found has a name of the standard");
    check_text(body, found.name);
    if (const auto name = charset_name(label); !name.empty()) check_text(body, name);

    const auto repaired = repaired_utf8(body);
    fuzz::check(text::is_valid_utf8(repaired), "repaired text is valid UTF-8");
    fuzz::check(is_utf8(body) == text::is_valid_utf8(body), "both judges of UTF-8 agree");
    fuzz::check(!is_utf8(body) || body.contains('\0') || repaired == body, "what is valid needs no repair");
    return 0;
}
