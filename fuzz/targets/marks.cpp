// A page is the same whether the HTML parser gets its texts and attributes or marks in their place.
#include "check.h"
#include "outline.h"

using namespace winnow;

namespace {

void check_same(const std::string& marked, const std::string& plain, const char* promise) {
    if (marked != plain) std::fprintf(stderr, "with marks:\n%s\nwithout:\n%s\n", marked.c_str(), plain.c_str());
    fuzz::check(marked == plain, promise);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz::Input input(bytes, size);
    const std::string html(input.rest());
    const auto marked = extract::Dom::parse(html);
    const auto plain = extract::Dom::parse(fuzz::without_marks(html));
    check_same(fuzz::outline(marked), fuzz::outline(plain), "the tree does not depend on marks");
    check_same(fuzz::reading(marked), fuzz::reading(plain), "what is read does not depend on marks");
    return 0;
}
