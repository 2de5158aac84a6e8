// Subtitles in their four forms.
#include <array>

#include "document.h"
#include "extract/charset/charset.h"
#include "extract/formats/formats.h"

using namespace winnow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using extract::SubtitleForm;
    // The order lets a file that ends in a line break (10 modulo 4) be WebVTT.
    static constexpr std::array kForms{SubtitleForm::srt, SubtitleForm::ttml, SubtitleForm::vtt,
                                       SubtitleForm::youtube_json};
    fuzz::Input input(bytes, size);
    const auto form = kForms[input.choice(kForms.size())];
    const auto text = extract::repaired_utf8(input.rest());
    const auto page = fuzz::page_of(text, "text/vtt");
    fuzz::finish_and_check(extract::read_subtitles(page, text, form), page);
    return 0;
}
