#include "extract/form.h"

#include <algorithm>
#include <string>

#include "extract/ascii.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kSniffedBytes = 2048;

std::string_view without_blanks(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto begin = text.find_first_not_of(" \t\r\n\f");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// "text/html" of "Text/HTML; charset=utf-8".
std::string media_type(std::string_view content_type) {
    auto type = lower_ascii(content_type.substr(0, content_type.find(';')));
    std::erase_if(type, is_space);
    return type;
}

bool is_utf16(std::string_view bytes, std::string_view content_type) {
    return bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE") ||
           lower_ascii(content_type).find("utf-16") != std::string::npos;
}

/// Bytes that no text in an encoding made of bytes holds in such number.
bool is_binary(std::string_view bytes) {
    bytes = bytes.substr(0, kSniffedBytes);
    for (const std::string_view magic : {"\x89PNG", "GIF8", "\xFF\xD8\xFF", "PK\x03\x04", "\x1F\x8B", "RIFF", "\177ELF",
                                         "OggS", "ID3", "BZh", "7z\xBC\xAF", "wOFF", "wOF2", "%!PS", "Rar!"})
        if (bytes.starts_with(magic)) return true;
    const auto odd = std::ranges::count_if(bytes, [](unsigned char c) {
        return c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B;
    });
    return odd * 10 > static_cast<std::ptrdiff_t>(bytes.size());
}

bool is_epub(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") &&
           bytes.substr(0, 200).find("mimetypeapplication/epub+zip") != std::string_view::npos;
}

bool looks_like_html(std::string_view bytes) {
    const auto low = lower_ascii(without_blanks(bytes.substr(0, kSniffedBytes)));
    if (!low.starts_with('<')) return false;
    for (const std::string_view mark :
         {"<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<article", "<title", "<meta", "<table",
          "<h1", "<script", "<!--", "<br", "<a ", "<section", "<main"})
        if (low.starts_with(mark)) return true;
    return low.find("<html") != std::string::npos;
}

bool looks_like_srt(std::string_view text) {
    const auto line = text.find('\n');
    if (line > 8 || !is_digit(text[0])) return false;
    return text.substr(line, 60).find(" --> ") != std::string_view::npos;
}

Form xml_form(std::string_view bytes) {
    const auto low = lower_ascii(bytes.substr(0, kSniffedBytes));
    if (low.find("<tt ") != std::string::npos || low.find("<tt>") != std::string::npos) return Form::ttml;
    return low.find("<html") != std::string::npos ? Form::html : Form::unknown;
}

Form json_form(std::string_view bytes) {
    const auto head = bytes.substr(0, 4096);
    const bool events =
        head.find("\"events\"") != std::string_view::npos || head.find("\"wireMagic\"") != std::string_view::npos;
    return events ? Form::youtube_json : Form::unknown;
}

Form by_content(std::string_view bytes) {
    const auto text = without_blanks(bytes);
    if (looks_like_html(bytes)) return Form::html;
    if (text.starts_with("WEBVTT")) return Form::vtt;
    if (looks_like_srt(text)) return Form::srt;
    if (text.starts_with("<?xml")) return xml_form(text);
    if (text.starts_with('{')) return json_form(text);
    return Form::plain_text;
}

Form by_extension(std::string_view path, Form fallback) {
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos) return fallback;
    const auto extension = lower_ascii(path.substr(dot + 1));
    if (extension == "md" || extension == "markdown" || extension == "mdx" || extension == "mkd") return Form::markdown;
    if (extension == "vtt") return Form::vtt;
    if (extension == "srt") return Form::srt;
    if (extension == "ttml" || extension == "dfxp") return Form::ttml;
    return fallback;
}

Form by_type(std::string_view type, std::string_view bytes) {
    if (type == "text/html" || type == "application/xhtml+xml") return Form::html;
    if (type == "text/markdown" || type == "text/x-markdown") return Form::markdown;
    if (type == "text/vtt") return Form::vtt;
    if (type == "application/x-subrip" || type == "text/srt") return Form::srt;
    if (type == "application/ttml+xml") return Form::ttml;
    if (type == "application/json" || type.ends_with("+json")) return json_form(bytes);
    if (type == "text/xml" || type == "application/xml" || type.ends_with("+xml")) return xml_form(bytes);
    if (type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
        type.starts_with("font/"))
        return Form::unknown;
    return Form::plain_text;
}

}  // namespace

Form form_of(const Page& page) {
    const std::string_view bytes = page.body;
    if (without_blanks(bytes.substr(0, kSniffedBytes)).starts_with("%PDF-")) return Form::pdf;
    if (is_epub(bytes)) return Form::epub;
    const auto type = media_type(page.content_type);
    if (!is_utf16(bytes, page.content_type) && is_binary(bytes)) return Form::unknown;
    const auto& url = page.final_url.empty() ? page.url : page.final_url;
    const auto form = by_type(type, bytes);
    const bool vague = type.empty() || type == "application/octet-stream" || type == "text/plain" ||
                       type == "binary/octet-stream" || type == "application/x-download";
    if (!vague) return form;
    // Hosts of source code serve everything as text/plain; only its name tells what it is.
    const auto named = by_extension(url.path(), Form::unknown);
    if (named != Form::unknown) return named;
    const auto seen = by_content(bytes);
    // A page shown as its source is meant to be read as text.
    return type == "text/plain" && seen == Form::html ? Form::plain_text : seen;
}

}  // namespace winnow::extract
