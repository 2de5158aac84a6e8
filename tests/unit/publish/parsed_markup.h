#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

/// An element as libxml2 found it, in the order of the document.
struct Element {
    std::string name;
    std::string parent;
    std::map<std::string, std::string> attributes;
    std::string text;  ///< all text in it
};

/// The elements of a document, read strictly as XML or leniently as HTML; empty if it is not well-formed.
std::vector<Element> parsed_xml(const std::string& text);
std::vector<Element> parsed_html(const std::string& text);

/// Those with the name.
std::vector<Element> named(const std::vector<Element>& elements, std::string_view name);

}  // namespace winnow
