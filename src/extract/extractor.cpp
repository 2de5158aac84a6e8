#include "extract/extractor.h"

#include <exception>

#include "extract/charset/charset.h"
#include "extract/finish.h"
#include "extract/form.h"
#include "extract/formats/formats.h"
#include "extract/html_page.h"

namespace winnow {
namespace {

using namespace extract;  // NOLINT(google-build-using-namespace): this file is the module's front door

Result<Document> read(const Page& page) {
    const auto form = form_of(page);
    const auto utf8 = [&] { return to_utf8(page.body, find_charset(page.body, page.content_type).name); };
    switch (form) {
        case Form::html: return read_html(page);
        case Form::markdown: return read_markdown(page, utf8());
        case Form::plain_text: return read_plain_text(page, utf8());
        case Form::pdf: return read_pdf(page, page.body);
        case Form::epub:
            return read_epub(page, page.body,
                             [](const Page& chapter) { return read_html(chapter, Scope::everything); });
        case Form::vtt: return read_subtitles(page, utf8(), SubtitleForm::vtt);
        case Form::srt: return read_subtitles(page, utf8(), SubtitleForm::srt);
        case Form::ttml: return read_subtitles(page, utf8(), SubtitleForm::ttml);
        case Form::youtube_json: return read_subtitles(page, utf8(), SubtitleForm::youtube_json);
        case Form::unknown: break;
    }
    return fail(ErrorKind::unsupported,
                "a form that is not read: " + (page.content_type.empty() ? "binary data" : page.content_type));
}

class FormExtractor : public Extractor {
public:
    explicit FormExtractor(ExtractOptions options) : options_(options) {}

    Result<Document> extract(const Page& page) override {
        try {
            TRY(auto document, read(page));
            finish(document, page, options_);
            return document;
        } catch (const std::exception& error) {  // out of memory, or a library that throws
            return fail(ErrorKind::internal, std::string("extraction failed: ") + error.what());
        }
    }

private:
    ExtractOptions options_;
};

}  // namespace

std::unique_ptr<Extractor> make_extractor(ExtractOptions options) {
    return std::make_unique<FormExtractor>(options);
}

}  // namespace winnow
