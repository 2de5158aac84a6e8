#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::aws {

/// An element of a service's answer: names without their prefix, attributes left out.
struct XmlElement {
    std::string name;
    std::string text;  ///< of this element alone, white space around it kept
    std::vector<XmlElement> children;

    /// The first child of that name, or none.
    const XmlElement* child(std::string_view child_name) const;
    /// Its text; empty if there is none.
    std::string text_of(std::string_view child_name) const;
};

/// Reads a document: no entities of its own, nothing from outside, no DTD. Error: malformed.
Result<XmlElement> parse_xml(std::string_view text);

}  // namespace winnow::aws
