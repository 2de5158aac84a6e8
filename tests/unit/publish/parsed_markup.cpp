#include "parsed_markup.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

namespace winnow {
namespace {

std::string text_of(const xmlChar* text) {
    return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

std::string content_of(const xmlNode* node) {
    auto* content = xmlNodeGetContent(node);
    auto text = text_of(content);
    xmlFree(content);
    return text;
}

Element element_of(xmlNode* node) {
    Element element{.name = text_of(node->name),
                    .parent = node->parent != nullptr ? text_of(node->parent->name) : std::string(),
                    .attributes = {},
                    .text = content_of(node)};
    for (const auto* attribute = node->properties; attribute != nullptr; attribute = attribute->next)
        element.attributes[text_of(attribute->name)] = content_of(reinterpret_cast<const xmlNode*>(attribute));
    return element;
}

void collect(xmlNode* first, std::vector<Element>& elements) {
    for (auto* node = first; node != nullptr; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) elements.push_back(element_of(node));
        collect(node->children, elements);
    }
}

std::vector<Element> elements_of(xmlDoc* document) {
    std::vector<Element> elements;
    if (document == nullptr) return elements;
    collect(document->children, elements);
    xmlFreeDoc(document);
    return elements;
}

}  // namespace

std::vector<Element> parsed_xml(const std::string& text) {
    constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    return elements_of(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, kOptions));
}

std::vector<Element> parsed_html(const std::string& text) {
    constexpr int kOptions = HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER;
    return elements_of(htmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "utf-8", kOptions));
}

std::vector<Element> named(const std::vector<Element>& elements, std::string_view name) {
    std::vector<Element> found;
    for (const auto& element : elements)
        if (element.name == name) found.push_back(element);
    return found;
}

}  // namespace winnow
