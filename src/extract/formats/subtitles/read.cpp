#include "extract/charset/charset.h"
#include "extract/formats/compose.h"
#include "extract/formats/formats.h"
#include "extract/formats/subtitles/cues.h"
#include "extract/formats/subtitles/paragraphs.h"

namespace winnow::extract {
namespace {

Result<Cues> read_cues(std::string_view text, SubtitleForm form) {
    switch (form) {
        case SubtitleForm::vtt: return read_vtt(text);
        case SubtitleForm::srt: return read_srt(text);
        case SubtitleForm::ttml: return read_ttml(text);
        case SubtitleForm::youtube_json: return read_youtube(text);
    }
    return fail(ErrorKind::internal, "an unknown form of subtitles");
}

/// "[01:02:03]"
std::string stamp(std::chrono::milliseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    const auto two = [](std::int64_t value) {
        auto digits = std::to_string(value);
        return digits.size() < 2 ? "0" + digits : digits;
    };
    return "[" + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) + "]";
}

}  // namespace

Result<Document> read_subtitles(const Page& page, std::string_view text, SubtitleForm form) {
    const auto normal = to_nfc(repaired_utf8(text));
    std::string_view content = normal;
    if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
    TRY(auto cues, read_cues(content, form));
    Document document;
    document.title = cues.title.empty() ? title_from_path(page.final_url) : std::string(trimmed(cues.title));
    document.language = cues.language;
    for (const auto& paragraph : spoken_paragraphs(cues.cues)) {
        const auto& speaker = paragraph.speaker;
        const auto spoken = speaker.empty() ? paragraph.text : speaker + ": " + paragraph.text;
        const auto named = speaker.empty() ? std::string() : "**" + escaped_markdown(speaker) + ":** ";
        add_paragraph(document, spoken, stamp(paragraph.begin) + " " + named + escaped_markdown(paragraph.text));
    }
    return document;
}

}  // namespace winnow::extract
