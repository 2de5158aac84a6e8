// Markdown with front matter.
#include "document.h"
#include "extract/charset/charset.h"
#include "extract/formats/formats.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto text = extract::repaired_utf8(fuzz::Input(bytes, size).rest());
    const auto page = fuzz::page_of(text, "text/markdown");
    fuzz::finish_and_check(extract::read_markdown(page, text), page);
    return 0;
}
