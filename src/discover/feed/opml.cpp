#include "discover/feed/opml.h"

#include "discover/encoding/encoding.h"
#include "markup/reader.h"
#include "text/utf8.h"

namespace winnow::feeds {

Result<std::vector<Subscription>> parse_opml(std::string_view bytes) {
    const auto document = markup::to_unicode(bytes, {});
    markup::Reader reader(document.text, {});
    markup::Event event;
    std::vector<Subscription> found;
    bool is_opml = false;
    while (reader.next(event)) {
        if (event.kind != markup::Event::Kind::start) continue;
        is_opml = is_opml || event.name == "opml" || event.name == "outline";
        if (event.name != "outline" || found.size() >= kMaxOutlines) continue;
        auto url = reader.attribute(event, "xmlurl");
        if (url.empty()) continue;  // a folder, or a note
        auto title = reader.attribute(event, "title");
        if (title.empty()) title = reader.attribute(event, "text");
        found.push_back({text::folded_white_space(title), std::move(url)});
    }
    if (!is_opml) return fail(ErrorKind::malformed, "no OPML");
    return found;
}

}  // namespace winnow::feeds
