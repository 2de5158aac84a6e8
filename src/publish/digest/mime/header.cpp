#include "publish/digest/mime/header.h"

#include <algorithm>
#include <array>

#include "publish/digest/mime/encoding.h"
#include "publish/escape.h"
#include "text/digest.h"
#include "text/utf8.h"

namespace winnow::mime {
namespace {

constexpr std::size_t kLine = 76;  // RFC 2047 section 2: a line with an encoded word
constexpr std::size_t kEncodedBytes =
    45;  // 60 characters of base 64: with =?UTF-8?B?…?= below the 75 of an encoded word
constexpr std::size_t kMostAddress = 254;  // RFC 5321, erratum 1690
constexpr std::size_t kMostLocalPart = 64;

bool is_atom_byte(char c) {
    constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kOthers.contains(c);
}

template <typename Allowed>
bool is_dotted(std::string_view text, Allowed allowed) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.contains("..")) return false;
    return std::ranges::all_of(text, [&](char c) { return c == '.' || allowed(c); });
}

bool is_domain_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool is_address(std::string_view text) {
    const auto at = text.rfind('@');
    return at != std::string_view::npos && text.size() <= kMostAddress && at <= kMostLocalPart &&
           is_dotted(text.substr(0, at), is_atom_byte) && is_dotted(text.substr(at + 1), is_domain_byte);
}

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Encoded words, one a line after the first; characters are never divided between two (RFC 2047 section 5).
std::string encoded_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        const auto part = text::truncated(text, kEncodedBytes);
        words.append(words.empty() ? "" : "\r\n ").append("=?UTF-8?B?").append(text::base64(part)).append("?=");
        text.remove_prefix(part.size());
    }
    return words;
}

/// A display name: atoms as they are, other ASCII in quotation marks, the rest in encoded words.
std::string phrase(std::string_view name) {
    // A name that looks like an encoded word must not be taken for one.
    if (!is_plain(name) || name.contains("=?") || name.size() > kLine / 2) return encoded_words(name);
    if (std::ranges::all_of(name, [](char c) { return c == ' ' || is_atom_byte(c); })) return std::string(name);
    std::string quoted = "\"";
    for (const char c : name) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return quoted + '"';
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string unquoted(std::string_view name) {
    if (name.size() < 2 || !name.starts_with('"') || !name.ends_with('"')) return std::string(name);
    std::string text;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '\\' && i + 2 < name.size()) ++i;
        text += name[i];
    }
    return text;
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

Result<Mailbox> parse_mailbox(std::string_view text) {
    const auto whole = trimmed(text);
    const auto refused = [&] {
        return fail(ErrorKind::invalid_argument, "'" + shortened_for_message(text) +
                                                     "' is not a mail address; write ann@example.org or Ann Example "
                                                     "<ann@example.org>");
    };
    if (std::ranges::any_of(whole, [](unsigned char c) { return c < ' ' || c == 0x7F; })) return refused();
    Mailbox mailbox;
    if (whole.ends_with('>')) {
        const auto open = whole.rfind('<');
        if (open == std::string_view::npos) return refused();
        mailbox.address = trimmed(whole.substr(open + 1, whole.size() - open - 2));
        mailbox.name = clean_line(unquoted(trimmed(whole.substr(0, open))));
    } else {
        mailbox.address = whole;
    }
    if (!is_address(mailbox.address)) return refused();
    return mailbox;
}

std::string text_field(std::string_view name, std::string_view text) {
    const auto line = clean_line(text);
    const auto start = std::string(name) + ": ";
    if (is_plain(line) && !line.contains("=?") && start.size() + line.size() <= kLine) return start + line + "\r\n";
    // The first line has the field's name before the word, so the words begin on the next.
    return std::string(name) + ":\r\n " + encoded_words(line) + "\r\n";
}

std::string mailboxes_field(std::string_view name, const std::vector<Mailbox>& mailboxes) {
    auto field = std::string(name) + ":";
    for (std::size_t i = 0; i < mailboxes.size(); ++i) {
        const auto& [display, address] = mailboxes[i];
        field += i == 0 ? " " : ",\r\n ";
        if (display.empty())
            field += address;
        else
            field += phrase(display) + (display.size() + address.size() > kLine / 2 ? "\r\n <" : " <") + address + ">";
    }
    return field + "\r\n";
}

std::string date_of_mail(Timestamp time) {
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss clock{time - midnight};
    return std::string(kDays.at(std::chrono::weekday{midnight}.c_encoding())) + ", " +
           std::to_string(static_cast<unsigned>(date.day())) + " " +
           kMonths.at(static_cast<unsigned>(date.month()) - 1) + " " + std::to_string(static_cast<int>(date.year())) +
           " " + two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count()) + ":" +
           two_digits(clock.seconds().count()) + " +0000";
}

}  // namespace winnow::mime
