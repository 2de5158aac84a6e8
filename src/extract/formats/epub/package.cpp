#include "extract/formats/epub/package.h"

#include <unordered_map>

#include "extract/formats/compose.h"
#include "extract/formats/xml_reader.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostChapters = 5000;

struct Item {
    std::string path;
    std::string type;
    std::string properties;
};

/// A reference in the package as a path in the archive: without fragment and "..", which cannot leave it.
std::string resolved(std::string_view reference, std::string_view base) {
    reference = reference.substr(0, reference.find('#'));
    const auto folder = base.substr(0, base.rfind('/') == std::string_view::npos ? 0 : base.rfind('/'));
    const auto whole = std::string(folder) + "/" + percent_decoded(reference);
    std::vector<std::string_view> parts;
    std::string_view rest = whole;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('/'), rest.size());
        const auto part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (part == ".." && !parts.empty()) parts.pop_back();
        if (!part.empty() && part != "." && part != "..") parts.push_back(part);
    }
    std::string path;
    for (const auto part : parts) {
        if (!path.empty()) path += '/';
        path += part;
    }
    return path;
}

class Reader {
public:
    Reader(XmlReader& xml, std::string_view path) : xml_(xml), path_(path) {}

    Result<Package> read() {
        for (auto event = xml_.next(); event != XmlReader::Event::done; event = xml_.next()) {
            if (event == XmlReader::Event::begin) begin();
            if (event == XmlReader::Event::text && value_ != nullptr) *value_ += xml_.text();
            if (event == XmlReader::Event::end) value_ = nullptr;
        }
        if (!is_package_) return fail(ErrorKind::malformed, "the book's package document is none");
        for (const auto& id : spine_) add_chapter(id);
        return std::move(package_);
    }

private:
    void begin() {
        const auto name = xml_.name();
        value_ = nullptr;
        if (name == "package") is_package_ = true;
        if (name == "title" && package_.title.empty()) value_ = &package_.title;
        if (name == "creator") begin_creator();
        if (name == "date") begin_date();
        if (name == "language" && package_.language.empty()) value_ = &package_.language;
        if (name == "description" && package_.description.empty()) value_ = &package_.description;
        if (name == "rights" && package_.rights.empty()) value_ = &package_.rights;
        if (name == "subject" && package_.subjects.size() < 100) value_ = &package_.subjects.emplace_back();
        if (name == "meta" && xml_.attribute("property") == "dcterms:modified") value_ = &package_.modified;
        if (name == "item") {
            Item item{resolved(xml_.attribute("href"), path_), xml_.attribute("media-type"),
                      xml_.attribute("properties")};
            items_.try_emplace(xml_.attribute("id"), std::move(item));
        }
        if (name == "itemref" && xml_.attribute("linear") != "no" && spine_.size() < kMostChapters)
            spine_.push_back(xml_.attribute("idref"));
    }
    void begin_creator() {
        const auto role = xml_.attribute("role");
        if ((role.empty() || role == "aut") && package_.creators.size() < 100)
            value_ = &package_.creators.emplace_back();
    }
    void begin_date() {
        const auto event = xml_.attribute("event");
        if (event == "modification")
            value_ = &package_.modified;
        else if (package_.published.empty() || event == "publication")
            value_ = &(package_.published = {});
    }
    void add_chapter(const std::string& id) {
        const auto found = items_.find(id);
        if (found == items_.end() || found->second.properties.contains("nav")) return;
        const auto& type = found->second.type;
        if (!type.empty() && !type.contains("html") && !type.contains("dtbook")) return;
        package_.chapters.push_back(found->second.path);
    }

    XmlReader& xml_;
    std::string_view path_;
    Package package_;
    std::string* value_ = nullptr;
    std::unordered_map<std::string, Item> items_;
    std::vector<std::string> spine_;
    bool is_package_ = false;
};

}  // namespace

std::string package_path(std::string_view container) {
    auto xml = XmlReader::open(container);
    if (!xml) return {};
    for (auto event = xml->next(); event != XmlReader::Event::done; event = xml->next())
        if (event == XmlReader::Event::begin && xml->name() == "rootfile")
            if (auto path = resolved(xml->attribute("full-path"), ""); !path.empty()) return path;
    return {};
}

Result<Package> read_package(std::string_view xml, std::string_view path) {
    TRY(auto reader, XmlReader::open(xml));
    return Reader(reader, path).read();
}

bool encrypts_text(std::string_view encryption) {
    auto xml = XmlReader::open(encryption);
    if (!xml) return false;
    bool scrambles_fonts = false;
    for (auto event = xml->next(); event != XmlReader::Event::done; event = xml->next()) {
        if (event != XmlReader::Event::begin) continue;
        if (xml->name() == "EncryptedData") scrambles_fonts = false;
        if (xml->name() == "EncryptionMethod") {
            const auto method = xml->attribute("Algorithm");
            scrambles_fonts =
                method == "http://www.idpf.org/2008/embedding" || method == "http://ns.adobe.com/pdf/enc#RC";
        }
        if (xml->name() == "CipherReference" && !scrambles_fonts) return true;
    }
    return false;
}

}  // namespace winnow::extract
