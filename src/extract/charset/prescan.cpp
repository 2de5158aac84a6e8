#include "extract/charset/prescan.h"

#include <algorithm>
#include <optional>

#include "extract/ascii.h"
#include "extract/charset/charset.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kPrescanBytes = 8192;  // longer heads before the declaration were not seen

struct Attribute {
    std::string name;
    std::string value;
};

/// Reads attributes as the standard's "get an attribute" does.
class Scanner {
public:
    explicit Scanner(std::string_view bytes) : bytes_(bytes) {}

    bool at_end() const { return at_ >= bytes_.size(); }
    std::string_view rest() const { return bytes_.substr(at_); }
    void skip(std::size_t count) { at_ = std::min(at_ + count, bytes_.size()); }
    void skip_behind(std::string_view mark, std::size_t from) {
        const auto end = bytes_.find(mark, std::min(at_ + from, bytes_.size()));
        at_ = end == std::string_view::npos ? bytes_.size() : end + mark.size();
    }
    void skip_name() {
        while (!at_end() && !is_space(bytes_[at_]) && bytes_[at_] != '>') ++at_;
    }
    std::optional<Attribute> next_attribute() {
        while (!at_end() && (is_space(bytes_[at_]) || bytes_[at_] == '/')) ++at_;
        if (at_end() || bytes_[at_] == '>') return std::nullopt;
        Attribute attribute;
        const auto begin = at_;
        while (!at_end() && !is_space(bytes_[at_]) && bytes_[at_] != '/' && bytes_[at_] != '>' &&
               (bytes_[at_] != '=' || at_ == begin))
            ++at_;
        attribute.name = lower_ascii(bytes_.substr(begin, at_ - begin));
        while (!at_end() && is_space(bytes_[at_])) ++at_;
        if (at_end() || bytes_[at_] != '=') return attribute;
        ++at_;
        while (!at_end() && is_space(bytes_[at_])) ++at_;
        attribute.value = lower_ascii(value());
        return attribute;
    }

private:
    std::string_view value() {
        if (at_end()) return {};
        const char quote = bytes_[at_];
        const auto begin = at_;
        if (quote == '"' || quote == '\'') {
            skip_behind(std::string_view(&quote, 1), 1);
            const bool closed = at_ > begin + 1 && bytes_[at_ - 1] == quote;
            return bytes_.substr(begin + 1, at_ - begin - (closed ? 2 : 1));
        }
        skip_name();
        return bytes_.substr(begin, at_ - begin);
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

/// The charset that one meta element declares, or "".
std::string charset_of_meta(Scanner& scanner) {
    bool is_pragma = false;
    std::optional<bool> needs_pragma;
    std::string name;
    std::string seen = " ";  // of equal names the first counts
    while (auto attribute = scanner.next_attribute()) {
        if (seen.find(' ' + attribute->name + ' ') != std::string::npos) continue;
        seen += attribute->name + ' ';
        if (attribute->name == "http-equiv") is_pragma = is_pragma || attribute->value == "content-type";
        if (attribute->name == "content" && name.empty()) {
            name = charset_name(charset_parameter(attribute->value));
            if (!name.empty()) needs_pragma = true;
        }
        if (attribute->name == "charset") {
            name = charset_name(attribute->value);
            needs_pragma = false;
        }
    }
    if (!needs_pragma || (*needs_pragma && !is_pragma)) return {};
    // What was read as ASCII is not UTF-16, whatever it says.
    if (name == "utf-16le" || name == "utf-16be") return "utf-8";
    return name == "x-user-defined" ? "windows-1252" : name;
}

std::string charset_of_xml(std::string_view bytes) {
    if (!bytes.starts_with("<?xml")) return {};
    const auto declaration = bytes.substr(0, bytes.find('>'));
    if (declaration.size() == bytes.size()) return {};
    auto at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    at += 8;
    const auto skip_space = [&] {
        while (at < declaration.size() && static_cast<unsigned char>(declaration[at]) <= 0x20) ++at;
    };
    skip_space();
    if (at >= declaration.size() || declaration[at] != '=') return {};
    ++at;
    skip_space();
    if (at >= declaration.size() || (declaration[at] != '"' && declaration[at] != '\'')) return {};
    const auto close = declaration.find(declaration[at], at + 1);
    if (close == std::string_view::npos) return {};
    auto name = charset_name(declaration.substr(at + 1, close - at - 1));
    return name == "utf-16le" || name == "utf-16be" ? "utf-8" : name;
}

}  // namespace

std::string_view charset_parameter(std::string_view text) {
    const auto low = lower_ascii(text);
    std::size_t at = 0;
    while ((at = low.find("charset", at)) != std::string::npos) {
        at += 7;
        while (at < text.size() && is_space(text[at])) ++at;
        if (at >= text.size() || text[at] != '=') continue;
        ++at;
        while (at < text.size() && is_space(text[at])) ++at;
        if (at >= text.size()) return {};
        if (text[at] == '"' || text[at] == '\'') {
            const auto end = text.find(text[at], at + 1);
            return end == std::string_view::npos ? std::string_view() : text.substr(at + 1, end - at - 1);
        }
        const auto end = text.find_first_of(" \t\r\n\f;,", at);
        return text.substr(at, end == std::string_view::npos ? end : end - at);
    }
    return {};
}

std::string declared_charset(std::string_view bytes) {
    bytes = bytes.substr(0, kPrescanBytes);
    // The beginning of "<?xml" in UTF-16 is unmistakable.
    if (bytes.starts_with(std::string_view("<\0?\0x\0", 6))) return "utf-16le";
    if (bytes.starts_with(std::string_view("\0<\0?\0x", 6))) return "utf-16be";
    Scanner scanner(bytes);
    while (!scanner.at_end()) {
        const auto rest = scanner.rest();
        const char next = rest.size() > 1 ? rest[1] : '\0';
        const bool closing = next == '/' && rest.size() > 2 && is_letter(rest[2]);
        if (rest.front() != '<') {
            scanner.skip(std::min(rest.find('<'), rest.size()));
        } else if (rest.starts_with("<!--")) {
            scanner.skip_behind("-->", 2);
        } else if (rest.size() > 5 && lower_ascii(rest.substr(1, 4)) == "meta" &&
                   (is_space(rest[5]) || rest[5] == '/')) {
            scanner.skip(5);
            if (auto name = charset_of_meta(scanner); !name.empty()) return name;
        } else if (is_letter(next) || closing) {
            scanner.skip(closing ? 2 : 1);
            scanner.skip_name();
            while (scanner.next_attribute()) {
            }
        } else if (next == '!' || next == '/' || next == '?') {
            scanner.skip_behind(">", 1);
        } else {
            scanner.skip(1);
        }
    }
    return charset_of_xml(bytes);
}

}  // namespace winnow::extract
