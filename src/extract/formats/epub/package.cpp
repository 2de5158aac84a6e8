#include "extract/formats/epub/package.h"

#include <unordered_map>

#include "core/url/percent.h"
#include "extract/charset/charset.h"
#include "extract/formats/compose.h"
#include "markup/reader.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostChapters = 5000;

struct Item {
    std::string path;
    std::string type;
    std::string properties;
};

/// XML in UTF-8; the files of a book may be in UTF-16 too.
std::string text_of(std::string_view bytes) {
    return to_utf8(bytes, find_charset(bytes, "application/xml").name);
}

/// A reference in the package as a path in the archive: without fragment and "..", which cannot leave it.
std::string resolved(std::string_view reference, std::string_view base) {
    reference = reference.substr(0, reference.find('#'));
    const auto folder = base.substr(0, base.rfind('/') == std::string_view::npos ? 0 : base.rfind('/'));
    const auto whole = std::string(folder) + "/" + url::percent_decoded(reference);
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

class PackageReader {
public:
    PackageReader(std::string_view xml, std::string_view path) : xml_(xml, {}), path_(path) {}

    Result<Package> read() {
        while (xml_.next(event_)) {
            if (event_.kind == markup::Event::Kind::start) begin();
            if (event_.kind == markup::Event::Kind::text && value_ != nullptr) *value_ += event_.text;
            if (event_.kind == markup::Event::Kind::end) value_ = nullptr;
        }
        if (!is_package_) return fail(ErrorKind::malformed, "the book's package document is none");
        for (const auto& id : spine_) add_chapter(id);
        return std::move(package_);
    }

private:
    void begin() {
        const auto& name = event_.name;
        value_ = nullptr;
        if (name == "package") is_package_ = true;
        if (name == "title" && package_.title.empty()) value_ = &package_.title;
        if (name == "creator") begin_creator();
        if (name == "date") begin_date();
        if (name == "language" && package_.language.empty()) value_ = &package_.language;
        if (name == "description" && package_.description.empty()) value_ = &package_.description;
        if (name == "rights" && package_.rights.empty()) value_ = &package_.rights;
        if (name == "subject" && package_.subjects.size() < 100) value_ = &package_.subjects.emplace_back();
        if (name == "meta" && attribute("property") == "dcterms:modified") value_ = &package_.modified;
        if (name == "item") {
            Item item{resolved(attribute("href"), path_), attribute("media-type"), attribute("properties")};
            items_.try_emplace(attribute("id"), std::move(item));
        }
        if (name == "itemref" && attribute("linear") != "no" && spine_.size() < kMostChapters)
            spine_.push_back(attribute("idref"));
    }
    void begin_creator() {
        const auto role = attribute("role");
        if ((role.empty() || role == "aut") && package_.creators.size() < 100)
            value_ = &package_.creators.emplace_back();
    }
    void begin_date() {
        const auto event = attribute("event");
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

    std::string attribute(std::string_view name) { return xml_.attribute(event_, name); }

    markup::Reader xml_;
    markup::Event event_;
    std::string_view path_;
    Package package_;
    std::string* value_ = nullptr;
    std::unordered_map<std::string, Item> items_;
    std::vector<std::string> spine_;
    bool is_package_ = false;
};

}  // namespace

std::string package_path(std::string_view container) {
    const auto text = text_of(container);
    markup::Reader xml(text, {});
    for (markup::Event event; xml.next(event);)
        if (event.kind == markup::Event::Kind::start && event.name == "rootfile")
            if (auto path = resolved(xml.attribute(event, "full-path"), ""); !path.empty()) return path;
    return {};
}

Result<Package> read_package(std::string_view xml, std::string_view path) {
    const auto text = text_of(xml);
    return PackageReader(text, path).read();
}

bool encrypts_text(std::string_view encryption) {
    const auto text = text_of(encryption);
    markup::Reader xml(text, {});
    bool scrambles_fonts = false;
    for (markup::Event event; xml.next(event);) {
        if (event.kind != markup::Event::Kind::start) continue;
        if (event.name == "encrypteddata") scrambles_fonts = false;
        if (event.name == "encryptionmethod") {
            const auto method = xml.attribute(event, "Algorithm");
            scrambles_fonts =
                method == "http://www.idpf.org/2008/embedding" || method == "http://ns.adobe.com/pdf/enc#RC";
        }
        if (event.name == "cipherreference" && !scrambles_fonts) return true;
    }
    return false;
}

}  // namespace winnow::extract
