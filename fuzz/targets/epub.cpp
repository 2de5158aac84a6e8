// EPUB books: the archive, its index, and the chapters by the reader of HTML.
#include "document.h"
#include "extract/formats/formats.h"
#include "extract/html_page.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto page = fuzz::page_of(fuzz::Input(bytes, size).rest(), "application/epub+zip");
    fuzz::finish_and_check(
        extract::read_epub(page, page.body, [](const Page& chapter) { return extract::read_html(chapter); }), page);
    return 0;
}
