#include "core/url/parser.h"

#include <algorithm>
#include <optional>

#include "core/url/host/host.h"
#include "core/url/percent.h"

namespace winnow::url {
namespace {

enum class Scheme { http, https, other };

bool is_slash(char c) {
    return c == '/' || c == '\\';
}
bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    const auto is_cut = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    while (!text.empty() && is_cut(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_cut(text.back())) text.remove_suffix(1);
    return text;
}

bool is_tab_or_newline(char c) {
    return c == '\t' || c == '\n' || c == '\r';
}

/// The length of the scheme at the beginning, without ':'; 0 if there is none.
std::size_t scheme_size(std::string_view text) {
    if (text.empty() || !is_alpha(text[0])) return 0;
    std::size_t size = 1;
    while (size < text.size() && (is_alpha(text[size]) || is_digit(text[size]) || text[size] == '+' ||
                                  text[size] == '-' || text[size] == '.'))
        ++size;
    return size < text.size() && text[size] == ':' ? size : 0;
}

Scheme scheme_of(std::string_view text) {
    const auto is = [&](std::string_view name) {
        return std::ranges::equal(text, name, [](char a, char b) { return (a | 0x20) == b; });
    };
    if (is("https")) return Scheme::https;
    return is("http") ? Scheme::http : Scheme::other;
}

Scheme scheme_of(const Base& base) {
    return base.href.starts_with("https:") ? Scheme::https : Scheme::http;
}

std::uint16_t default_port(Scheme scheme) {
    return scheme == Scheme::https ? 443 : 80;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) { return (is_alpha(a) ? a | 0x20 : a) == b; });
}

bool is_single_dot(std::string_view segment) {
    return segment == "." || equals_ignoring_case(segment, "%2e");
}
bool is_double_dot(std::string_view segment) {
    switch (segment.size()) {
        case 2: return segment == "..";
        case 4: return equals_ignoring_case(segment, ".%2e") || equals_ignoring_case(segment, "%2e.");
        case 6: return equals_ignoring_case(segment, "%2e%2e");
        default: return false;
    }
}

/// Writes the parts one behind another into the result.
class Writer {
public:
    Writer(std::string_view text, std::size_t base_size) { parts_.href.reserve(text.size() + base_size + 12); }

    /// "//" is behind us: credentials, host and port up to the path. What is wrong with them, or nothing.
    std::optional<std::string_view> authority(Scheme scheme, std::string_view& text) {
        while (!text.empty() && is_slash(text[0])) text.remove_prefix(1);
        auto authority = text.substr(0, text.find_first_of("/\\?#"));
        text.remove_prefix(authority.size());
        if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);

        const auto colon = port_colon(authority);
        const auto host = authority.substr(0, colon);
        if (host.empty()) return "no host";
        parts_.href = scheme == Scheme::https ? "https://" : "http://";
        parts_.host_begin = size();
        if (!append_host(host, parts_.href)) return "invalid host";
        parts_.host_end = size();
        parts_.port = default_port(scheme);
        if (colon != std::string_view::npos && !port(authority.substr(colon + 1))) return "invalid port";
        parts_.path_begin = size();
        return std::nullopt;
    }

    /// Takes scheme, host and port from the base.
    void origin_of(const Base& base) {
        parts_.href = base.href.substr(0, base.path_begin);
        parts_.host_begin = base.host_begin;
        parts_.host_end = base.host_end;
        parts_.path_begin = base.path_begin;
        parts_.port = base.port;
    }
    void path_of(const Base& base) {
        parts_.href += base.href.substr(base.path_begin, base.path_end - base.path_begin);
    }
    void query_of(const Base& base) {
        parts_.path_end = size();
        parts_.href += base.href.substr(base.path_end);
    }

    /// Removes the last segment with its slash.
    void shorten() {
        const auto slash = parts_.href.rfind('/');
        if (slash >= parts_.path_begin) parts_.href.resize(slash);
    }

    /// The segments of a path, without its first slash, up to the query.
    void path(std::string_view& text) {
        for (bool is_last = false; !is_last;) {
            const auto end = std::min(text.find_first_of("/\\?#"), text.size());
            is_last = end == text.size() || !is_slash(text[end]);
            segment(text.substr(0, end), is_last);
            text.remove_prefix(end + (is_last ? 0 : 1));
        }
    }

    /// '?' and what follows, up to the fragment, if there is any.
    void query(std::string_view text) {
        parts_.path_end = size();
        if (!text.starts_with('?')) return;
        parts_.href += '?';
        append_encoded(text.substr(1, text.find('#') - 1), EncodeSet::query, parts_.href);
    }

    Parts take() && { return std::move(parts_); }

private:
    std::uint32_t size() const { return static_cast<std::uint32_t>(parts_.href.size()); }

    /// Where the port begins: the first colon outside of brackets.
    static std::size_t port_colon(std::string_view authority) {
        bool is_inside = false;
        for (std::size_t i = 0; i < authority.size(); ++i) {
            if (authority[i] == '[') is_inside = true;
            if (authority[i] == ']') is_inside = false;
            if (authority[i] == ':' && !is_inside) return i;
        }
        return std::string_view::npos;
    }

    bool port(std::string_view digits) {
        unsigned value = 0;
        for (const char c : digits) {
            if (!is_digit(c)) return false;
            value = value * 10 + static_cast<unsigned>(c - '0');
            if (value > 65535) return false;
        }
        if (digits.empty() || value == parts_.port) return true;
        parts_.port = static_cast<std::uint16_t>(value);
        parts_.href += ':' + std::to_string(value);
        return true;
    }

    void segment(std::string_view text, bool is_last) {
        const auto begin = parts_.href.size();
        parts_.href += '/';
        append_encoded(text, EncodeSet::path, parts_.href);
        const auto written = std::string_view(parts_.href).substr(begin + 1);
        const bool is_up = is_double_dot(written);
        if (!is_up && !is_single_dot(written)) return;
        parts_.href.resize(begin);
        if (is_up) shorten();
        if (is_last) parts_.href += '/';
    }

    Parts parts_;
};

/// A text with its beginning only, so that a message stays a line.
std::string shown(std::string_view text) {
    constexpr std::size_t kMost = 200;
    return text.size() <= kMost ? std::string(text) : std::string(text.substr(0, kMost)) + "…";
}

Result<Parts> malformed(std::string_view what, std::string_view text) {
    return fail(ErrorKind::malformed, std::string(what) + ": " + shown(text));
}

Result<Parts> parse_absolute(Scheme scheme, std::string_view rest, std::string_view text) {
    Writer writer(text, 0);
    if (const auto fault = writer.authority(scheme, rest)) return malformed(*fault, text);
    if (!rest.empty() && is_slash(rest[0])) rest.remove_prefix(1);
    writer.path(rest);
    writer.query(rest);
    return std::move(writer).take();
}

Result<Parts> parse_relative(std::string_view rest, std::string_view text, const Base& base) {
    if (rest.size() >= 2 && is_slash(rest[0]) && is_slash(rest[1])) return parse_absolute(scheme_of(base), rest, text);
    Writer writer(text, base.href.size());
    writer.origin_of(base);
    if (rest.empty() || rest[0] == '#') {
        writer.path_of(base);
        writer.query_of(base);
        return std::move(writer).take();
    }
    if (is_slash(rest[0])) {
        rest.remove_prefix(1);
        writer.path(rest);
    } else {
        writer.path_of(base);
        if (rest[0] != '?') {
            writer.shorten();
            writer.path(rest);
        }
    }
    writer.query(rest);
    return std::move(writer).take();
}

Result<Parts> parse_trimmed(std::string_view text, const Base* base) {
    const auto size = scheme_size(text);
    if (size == 0) return base ? parse_relative(text, text, *base) : malformed("not an absolute URL", text);
    const auto scheme = scheme_of(text.substr(0, size));
    if (scheme == Scheme::other) return fail(ErrorKind::unsupported, "not http or https: " + shown(text));
    const auto rest = text.substr(size + 1);
    if (base && scheme_of(*base) == scheme && !rest.starts_with("//")) return parse_relative(rest, text, *base);
    return parse_absolute(scheme, rest, text);
}

}  // namespace

Result<Parts> parse(std::string_view text, const Base* base) {
    if (text.size() > kMaxUrlBytes) return malformed("longer than any URL", text);
    text = trimmed(text);
    if (std::ranges::none_of(text, is_tab_or_newline)) return parse_trimmed(text, base);
    std::string joined(text);
    std::erase_if(joined, is_tab_or_newline);
    return parse_trimmed(joined, base);
}

}  // namespace winnow::url
