// PDF files, through whatever the wrapper does to keep the library at bay.
#include "document.h"
#include "extract/formats/formats.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto page = fuzz::page_of(fuzz::Input(bytes, size).rest(), "application/pdf");
    fuzz::finish_and_check(extract::read_pdf(page, page.body), page);
    return 0;
}
