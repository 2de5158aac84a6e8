#include "aws/calls/xml.h"

#include <algorithm>
#include <limits>
#include <memory>

#include <libxml/parser.h>
#include <libxml/tree.h>

namespace winnow::aws {
namespace {

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string as_string(const xmlChar* text) {
    return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

/// libxml2 refuses nesting deeper than 256, which bounds the recursion.
XmlElement read(const xmlNode& node) {
    XmlElement element{.name = as_string(node.name), .text = {}, .children = {}};
    for (const auto* child = node.children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            element.children.push_back(read(*child));
        else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            element.text += as_string(child->content);
    }
    return element;
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
    static const bool started = (xmlInitParser(), true);
    static_cast<void>(started);
    if (text.empty() || text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return fail(ErrorKind::malformed, "an XML document of " + std::to_string(text.size()) + " bytes");
    constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    const std::unique_ptr<xmlDoc, FreeDocument> document(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, kOptions));
    if (!document) return fail(ErrorKind::malformed, "an answer that is no XML");
    if (document->intSubset != nullptr) return fail(ErrorKind::malformed, "an answer with a document type");
    const auto* const root = xmlDocGetRootElement(document.get());
    if (root == nullptr) return fail(ErrorKind::malformed, "an XML document without an element");
    return read(*root);
}

}  // namespace winnow::aws
