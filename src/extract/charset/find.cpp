#include <utility>

#include "extract/charset/charset.h"
#include "extract/charset/detect.h"
#include "extract/charset/prescan.h"

namespace winnow::extract {

Charset find_charset(std::string_view bytes, std::string_view content_type) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return {"utf-8", CharsetSource::bom};
    if (bytes.starts_with("\xFE\xFF")) return {"utf-16be", CharsetSource::bom};
    if (bytes.starts_with("\xFF\xFE")) return {"utf-16le", CharsetSource::bom};
    if (auto name = charset_name(charset_parameter(content_type)); !name.empty())
        return {std::move(name), CharsetSource::header};
    // A page that says utf-8 and is not was nearly always cut off or glued together: it stays utf-8.
    if (auto name = declared_charset(bytes); !name.empty()) return {std::move(name), CharsetSource::meta};
    if (auto name = detected_charset(bytes); !name.empty()) return {std::move(name), CharsetSource::detected};
    return {"windows-1252", CharsetSource::fallback};
}

}  // namespace winnow::extract
