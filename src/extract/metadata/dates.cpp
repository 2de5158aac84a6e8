#include "extract/metadata/dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "extract/ascii.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kLongestText = 200;
constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2099;

struct Month {
    int number;
    std::string_view names;  // lower case, divided by blanks; "jan*" stands for every word that begins so
};

constexpr Month kMonths[] = {
    {1, "jan* ene enero gen gennaio stycz* ocak \u044F\u043D\u0432*"},
    {2, "feb* fev* f\u00E9v* lut* \u015Fubat \u0444\u0435\u0432*"},
    {3, "mar march mars marzo mar\u00E7o maart marca mart m\u00E4r* mrz m\u00E1rc* \u043C\u0430\u0440*"},
    {4, "apr* avr* abr* kwi* nisan \u0430\u043F\u0440*"},
    {5, "may mayo mai maio maj maja mei mag maggio may\u0131s m\u00E1jus \u043C\u0430\u044F \u043C\u0430\u0439"},
    {6, "juin jun june juni junio junho giu giugno czerw* haziran \u0438\u044E\u043D*"},
    {7, "juil* jul july juli julio julho lug luglio lip* temmuz \u0438\u044E\u043B*"},
    {8, "ao\u00FBt aout aug august ago agosto sierp* a\u011Fustos \u0430\u0432\u0433*"},
    {9, "sep sept septem* septiem* set sett settembre setembro wrze* eyl\u00FCl \u0441\u0435\u043D*"},
    {10, "oct octo* octu* okt okto* ott ottobre out outubro pa\u017A* ekim \u043E\u043A\u0442*"},
    {11, "nov novem* noviem* list* kas\u0131m \u043D\u043E\u044F*"},
    {12, "dec decem* d\u00E9c* dez dezem* dic dicem* diciem* grud* aral\u0131k \u0434\u0435\u043A*"},
};

bool is_named(std::string_view names, std::string_view word) {
    while (!names.empty()) {
        const auto end = std::min(names.find(' '), names.size());
        auto name = names.substr(0, end);
        if (name == word) return true;
        if (name.ends_with('*') && word.starts_with(name.substr(0, name.size() - 1))) return true;
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return false;
}

/// 0 for a word that is no month.
int month_of(std::string_view word) {
    if (word.size() < 3 || word.size() > 20) return 0;
    for (const auto& month : kMonths)
        if (is_named(month.names, word)) return month.number;
    return 0;
}

std::optional<Date> make(int year, int month, int day, DatePrecision precision, std::chrono::seconds within = {}) {
    if (year < kFirstYear || year > kLastYear) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return std::nullopt;
    return Date{.time = std::chrono::sys_days(date) + within, .precision = precision};
}

std::optional<Date> make_day(int year, int month, int day, std::optional<std::chrono::seconds> within = {}) {
    if (month < 1 || month > 12 || day < 1) return std::nullopt;
    return make(year, month, day, within ? DatePrecision::second : DatePrecision::day,
                within.value_or(std::chrono::seconds()));
}

std::string lower_words(std::string_view text) {
    auto result = lower_ascii(text);
    // Capital letters of Cyrillic and the accented ones of Latin.
    for (std::size_t i = 0; i + 1 < result.size(); ++i) {
        const auto a = static_cast<unsigned char>(result[i]);
        const auto b = static_cast<unsigned char>(result[i + 1]);
        const bool next_row = a == 0xD0 && b >= 0xA0 && b <= 0xAF;
        if ((a == 0xD0 && b >= 0x90 && b <= 0x9F) || (a == 0xC3 && b >= 0x80 && b <= 0x9E))
            result[i + 1] = static_cast<char>(b + 0x20);
        if (!next_row) continue;
        result[i] = '\xD1';
        result[i + 1] = static_cast<char>(b - 0x20);
    }
    return result;
}

/// A number or a word of the text, with what stands behind it.
struct Token {
    std::string_view text;
    int number = -1;
    char after = 0;
    std::size_t end = 0;
};

bool is_word(char c) {
    return is_letter(c) || is_beyond_ascii(c);
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_digit(text[i]) && !is_word(text[i])) {
            ++i;
            continue;
        }
        const bool digits = is_digit(text[i]);
        auto end = i;
        while (end < text.size() && (digits ? is_digit(text[end]) : is_word(text[end]))) ++end;
        Token token{.text = text.substr(i, end - i), .end = end};
        if (digits && end - i <= 9) std::from_chars(text.data() + i, text.data() + end, token.number);
        token.after = end < text.size() ? text[end] : '\0';
        tokens.push_back(token);
        i = end;
    }
    return tokens;
}

bool is_year(const Token& token) {
    return token.text.size() == 4 && token.number >= kFirstYear && token.number <= kLastYear;
}

/// "5:30 pm" in the tokens from `at` on; hours and minutes must be joined by a colon, or by "h" as in French.
std::optional<std::chrono::seconds> time_of_day(const std::vector<Token>& tokens, std::size_t at) {
    for (auto i = at; i + 1 < tokens.size() && i < at + 4; ++i) {
        const auto& hour = tokens[i];
        const auto& minute = tokens[i + 1];
        if (hour.number < 0 || hour.number > 23 || minute.text.size() != 2 || minute.number < 0 || minute.number > 59 ||
            hour.after != ':')
            continue;
        int hours = hour.number;
        int seconds = 0;
        auto next = i + 2;
        if (minute.after == ':' && next < tokens.size() && tokens[next].text.size() == 2 && tokens[next].number < 60)
            seconds = std::max(tokens[next++].number, 0);
        if (next < tokens.size()) {
            const bool noon = tokens[next].text == "pm" || (tokens[next].text == "p" && tokens[next].after == '.');
            const bool night = tokens[next].text == "am" || (tokens[next].text == "a" && tokens[next].after == '.');
            if (noon && hours < 12) hours += 12;
            if (night && hours == 12) hours = 0;
        }
        return std::chrono::hours(hours) + std::chrono::minutes(minute.number) + std::chrono::seconds(seconds);
    }
    return std::nullopt;
}

/// Words between the parts of a date: "18 de novembro de 2019", "18th of November".
bool is_filler(std::string_view word) {
    return word == "de" || word == "del" || word == "of" || word == "st" || word == "nd" || word == "rd" ||
           word == "th" || word == "the" || word == "er";
}

std::vector<Token> without_fillers(std::vector<Token> tokens) {
    std::erase_if(tokens, [](const Token& token) { return token.number < 0 && is_filler(token.text); });
    return tokens;
}

/// A date with its month in letters, at token `i`.
std::optional<Date> named_date(const std::vector<Token>& tokens, std::size_t i) {
    const int month = tokens[i].number < 0 ? month_of(tokens[i].text) : 0;
    if (month == 0) return std::nullopt;
    const auto* before = i > 0 ? &tokens[i - 1] : nullptr;
    const auto* next = i + 1 < tokens.size() ? &tokens[i + 1] : nullptr;
    const auto* second = i + 2 < tokens.size() ? &tokens[i + 2] : nullptr;
    const auto is_day = [](const Token* token) { return token && token->number >= 1 && token->number <= 31; };
    if (is_day(before) && next && is_year(*next))
        return make_day(next->number, month, before->number, time_of_day(tokens, i + 2));
    if (is_day(next) && second && is_year(*second))
        return make_day(second->number, month, next->number, time_of_day(tokens, i + 3));
    if (next && is_year(*next)) return make(next->number, month, 1, DatePrecision::month);
    if (before && is_year(*before) && is_day(next))
        return make_day(before->number, month, next->number, time_of_day(tokens, i + 2));
    return std::nullopt;
}

/// A date of three numbers, at token `i`.
std::optional<Date> numbered_date(const std::vector<Token>& tokens, std::size_t i) {
    if (i + 2 >= tokens.size()) return std::nullopt;
    const auto& a = tokens[i];
    const auto& b = tokens[i + 1];
    const auto& c = tokens[i + 2];
    if (a.number < 0) return std::nullopt;
    // 2019年11月18日, 2019년 11월 18일: the signs are words to us.
    if (is_year(a) && b.number < 0 && i + 4 < tokens.size() &&
        (b.text.starts_with("\u5E74") || b.text.starts_with("\uB144")))
        return make_day(a.number, c.number, tokens[i + 4].number, time_of_day(tokens, i + 5));
    const bool joined = a.after == b.after && (a.after == '/' || a.after == '-' || a.after == '.');
    if (!joined || b.number < 0 || c.number < 0) return std::nullopt;
    if (is_year(a)) return make_day(a.number, b.number, c.number, time_of_day(tokens, i + 3));
    if (!is_year(c)) return std::nullopt;
    const auto time = time_of_day(tokens, i + 3);
    if (a.after == '.' || a.number > 12) return make_day(c.number, b.number, a.number, time);  // day first
    if (b.number > 12 || a.number == b.number) return make_day(c.number, a.number, b.number, time);
    return make(c.number, 1, 1, DatePrecision::year);  // 3/4/2019 may be either
}

std::optional<Date> unix_time(std::string_view text) {
    if (text.size() != 10 && text.size() != 13) return std::nullopt;
    if (!std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.size() == 13) value /= 1000;
    return Date{.time = Timestamp(std::chrono::seconds(value)), .precision = DatePrecision::second};
}

/// Forms of machines that are whole texts.
std::optional<Date> machine_date(std::string_view text) {
    if (const auto date = unix_time(text)) return date;
    const auto precision = text.size() > 10 ? DatePrecision::second : DatePrecision::day;
    if (text.size() >= 10 && is_digit(text[0]))
        if (const auto time = parse_rfc3339(text)) return Date{.time = *time, .precision = precision};
    if (text.size() >= 20)
        if (const auto time = parse_http_date(text)) return Date{.time = *time, .precision = DatePrecision::second};
    const auto tokens = tokens_of(text);
    if (tokens.size() == 1 && is_year(tokens[0])) return make(tokens[0].number, 1, 1, DatePrecision::year);
    if (tokens.size() == 1 && text.size() == 8 && tokens[0].number > 0)  // 20191118
        return make_day(tokens[0].number / 10000, tokens[0].number / 100 % 100, tokens[0].number % 100);
    if (tokens.size() == 2 && is_year(tokens[0]) && tokens[1].number >= 1 && tokens[1].number <= 12)
        return make(tokens[0].number, tokens[1].number, 1, DatePrecision::month);
    return std::nullopt;
}

bool is_plausible(const Date& date) {
    const auto day = std::chrono::floor<std::chrono::days>(date.time);
    const int year = static_cast<int>(std::chrono::year_month_day(day).year());
    return year >= kFirstYear && year <= kLastYear && date.time.time_since_epoch().count() != 0;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t')) text.remove_suffix(1);
    if (text.empty()) return std::nullopt;
    auto date = machine_date(text.substr(0, kLongestText));
    if (!date) {
        const auto low = lower_words(text.substr(0, kLongestText));
        const auto tokens = without_fillers(tokens_of(low));
        for (std::size_t i = 0; i < tokens.size() && !date; ++i) {
            date = named_date(tokens, i);
            if (!date) date = numbered_date(tokens, i);
        }
    }
    return date && is_plausible(*date) ? date : std::nullopt;
}

std::optional<Date> date_in_path(std::string_view path) {
    const auto low = lower_words(path.substr(0, 500));
    const auto tokens = tokens_of(low);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& token = tokens[i];
        if (token.text.size() == 8 && token.number > 0)
            if (auto date = make_day(token.number / 10000, token.number / 100 % 100, token.number % 100)) return date;
        if (!is_year(token) || i + 1 >= tokens.size()) continue;
        const auto& next = tokens[i + 1];
        if (next.end > token.end + 10) continue;
        const int month = next.number >= 0 ? next.number : month_of(next.text);
        const bool joined = token.after == '/' || token.after == '-' || token.after == '_';
        if (!joined || next.after != token.after || month < 1 || month > 12) continue;
        if (next.number >= 0 && next.text.size() != 2 && token.after != '/') continue;
        if (i + 2 < tokens.size() && tokens[i + 2].number >= 1 && tokens[i + 2].text.size() <= 2)
            if (auto date = make_day(token.number, month, tokens[i + 2].number)) return date;
        if (token.after == '/') return make(token.number, month, 1, DatePrecision::month);
    }
    return std::nullopt;
}

}  // namespace winnow::extract
