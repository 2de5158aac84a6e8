#include "aws/calls/xml.h"

#include <algorithm>

#include "markup/reader.h"

namespace winnow::aws {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";

/// The reader is made for feeds and forgives what is cut off; an answer of a service that is cut off is none.
bool is_closed(std::string_view text, std::string_view root) {
    text = text.substr(0, text.find_last_not_of(kWhiteSpace) + 1);
    if (text.ends_with("/>")) return true;
    if (!text.ends_with('>')) return false;
    text.remove_suffix(1);
    text = text.substr(0, text.find_last_not_of(kWhiteSpace) + 1);
    return text.ends_with("</" + std::string(root));
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view child_name) const {
    const auto found = std::ranges::find(children, child_name, &XmlElement::name);
    return found == children.end() ? nullptr : &*found;
}

std::string XmlElement::text_of(std::string_view child_name) const {
    const auto* const found = child(child_name);
    return found == nullptr ? std::string() : found->text;
}

Result<XmlElement> parse_xml(std::string_view text) {
    if (text.contains("<!DOCTYPE")) return fail(ErrorKind::malformed, "an answer with a document type");
    markup::Reader reader(text, {});
    XmlElement document;
    std::string root;  // with its prefix
    std::vector<XmlElement*> open{
        &document};  // a child is added to the last one only, so the others stay where they are
    for (markup::Event event; reader.next(event);) {
        switch (event.kind) {
            case markup::Event::Kind::start: {
                if (open.size() == 1) root = event.written;
                auto& element = open.back()->children.emplace_back();
                element.name = event.written.substr(event.written.find(':') + 1);
                open.push_back(&element);
                break;
            }
            case markup::Event::Kind::end: open.pop_back(); break;
            case markup::Event::Kind::text: open.back()->text += event.text; break;
        }
    }
    if (reader.too_deep()) return fail(ErrorKind::malformed, "an answer that nests too deep");
    if (document.children.size() != 1) return fail(ErrorKind::malformed, "an answer that is no XML");
    if (document.text.find_first_not_of(kWhiteSpace) != std::string::npos || !is_closed(text, root))
        return fail(ErrorKind::malformed, "an answer that is cut off, or no XML");
    return std::move(document.children[0]);
}

}  // namespace winnow::aws
