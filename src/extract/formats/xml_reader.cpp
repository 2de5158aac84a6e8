#include "extract/formats/xml_reader.h"

#include <limits>

#include <libxml/xmlreader.h>

#include "extract/formats/entities.h"

namespace winnow::extract {
namespace {

xmlTextReaderPtr raw(void* reader) {
    return static_cast<xmlTextReaderPtr>(reader);
}

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

}  // namespace

void XmlReader::Free::operator()(void* reader) const {
    xmlFreeTextReader(raw(reader));
}

Result<XmlReader> XmlReader::open(std::string_view xml) {
    if (xml.empty() || xml.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return fail(ErrorKind::malformed, "an XML document of " + std::to_string(xml.size()) + " bytes");
    constexpr int kOptions =
        XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
    auto* reader = xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, kOptions);
    if (reader == nullptr) return fail(ErrorKind::malformed, "no XML document");
    return XmlReader(reader);
}

XmlReader::Event XmlReader::next() {
    if (ends_next_) {
        ends_next_ = false;
        return Event::end;
    }
    while (xmlTextReaderRead(raw(reader_.get())) == 1) {
        auto* reader = raw(reader_.get());
        switch (xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT:
                name_ = view(xmlTextReaderConstLocalName(reader));
                ends_next_ = xmlTextReaderIsEmptyElement(reader) == 1;
                return Event::begin;
            case XML_READER_TYPE_END_ELEMENT: name_ = view(xmlTextReaderConstLocalName(reader)); return Event::end;
            case XML_READER_TYPE_TEXT:
            case XML_READER_TYPE_CDATA:
            case XML_READER_TYPE_WHITESPACE:
            case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                text_ = view(xmlTextReaderConstValue(reader));
                return Event::text;
            case XML_READER_TYPE_ENTITY_REFERENCE: {
                const auto reference = "&" + std::string(view(xmlTextReaderConstLocalName(reader))) + ";";
                text_ = decoded_entity(reference);
                if (text_ == reference) continue;
                return Event::text;
            }
            default: break;
        }
    }
    return Event::done;
}

std::string XmlReader::attribute(std::string_view name) const {
    auto* reader = raw(reader_.get());
    std::string value;
    for (int more = xmlTextReaderMoveToFirstAttribute(reader); more == 1;
         more = xmlTextReaderMoveToNextAttribute(reader)) {
        if (view(xmlTextReaderConstLocalName(reader)) != name) continue;
        value = view(xmlTextReaderConstValue(reader));
        break;
    }
    xmlTextReaderMoveToElement(reader);
    return value;
}

}  // namespace winnow::extract
