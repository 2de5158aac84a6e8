// HTML pages of any encoding, from bytes to finished document.
#include <array>

#include "document.h"
#include "extract/html_page.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static constexpr std::array kTypes{"text/html; charset=utf-8", "text/html", "text/html; charset=shift_jis",
                                       "application/xhtml+xml"};
    fuzz::Input input(bytes, size);
    const auto* const type = kTypes[input.choice(kTypes.size())];
    const auto page = fuzz::page_of(input.rest(), type);
    fuzz::finish_and_check(extract::read_html(page), page);
    return 0;
}
