#include "evaluate/local/injection/commands.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "evaluate/local/injection/attacks.h"
#include "text/utf8.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kMaxGap = 48;  // bytes between two parts of an attack: some eight words

/// Latin letters without their marks, and letters that only look Latin.
char32_t plain_letter(char32_t c) {
    constexpr std::u32string_view from =
        U"àáâãäåāăąçćčďđèéêëēĕėęěìíîïīįıñńňòóôõöøōőùúûüūůűųýÿžźżšśşłğťțřơưαεοабеорсухіѕ";
    constexpr std::u32string_view to = U"aaaaaaaaacccddeeeeeeeeeiiiiiiinnnoooooooouuuuuuuuyyzzzssslgttrouaeoabeopcyxis";
    static_assert(from.size() == to.size());
    if (c >= 0x1EA0 && c <= 0x1EF9) {  // Vietnamese letters with two marks
        return c < 0x1EB8 ? U'a' : c < 0x1EC8 ? U'e' : c < 0x1ECC ? U'i' : c < 0x1EE4 ? U'o' : c < 0x1EF2 ? U'u' : U'y';
    }
    const auto place = from.find(c);
    return place == std::u32string_view::npos ? c : to[place];
}

bool is_cyrillic(char32_t c) {
    return c >= 0x430 && c <= 0x45F;
}

bool is_invisible_or_mark(char32_t c) {
    return c == 0xAD || (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0000 && c <= 0xE01FF);
}

bool is_blank_or_punctuation(char32_t c) {
    return c == 0xA0 || c == 0xB7 || c == 0xFFFD || (c >= 0x2000 && c <= 0x205F) || (c >= 0x3000 && c <= 0x303F) ||
           (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
}

/// Full-width forms and the mathematical alphabets as plain letters.
char32_t plain_form(char32_t c) {
    if (c >= 0xFF10 && c <= 0xFF19) return c - 0xFF10 + U'0';
    if (c >= 0xFF21 && c <= 0xFF3A) return c - 0xFF21 + U'a';
    if (c >= 0xFF41 && c <= 0xFF5A) return c - 0xFF41 + U'a';
    if (c >= 0x1D400 && c <= 0x1D6A3) return U'a' + (c - 0x1D400) % 26;
    if (c >= 0x1D7CE && c <= 0x1D7FF) return U'0' + (c - 0x1D7CE) % 10;
    return c;
}

/// The letters and digits of a text, lower case, with what is needed to find the way back.
struct Squeezed {
    std::string text;
    std::vector<std::uint32_t> origin;  ///< byte in the source, per byte
    std::vector<char> starts_word;      ///< per byte
};

class Squeezer {
public:
    explicit Squeezer(std::string_view source) : source_(source) {
        result_.text.reserve(source.size());
        result_.origin.reserve(source.size());
        result_.starts_word.reserve(source.size());
    }

    Squeezed run() && {
        for (std::size_t i = 0; i < source_.size();) {
            const auto begin = i;
            if (static_cast<unsigned char>(source_[i]) < 0x80)
                ascii(source_[i++], begin);
            else
                other(text::next_code_point(source_, i), begin);
        }
        return std::move(result_);
    }

private:
    void add(char c, std::size_t origin) {
        result_.text += c;
        result_.origin.push_back(static_cast<std::uint32_t>(origin));
        result_.starts_word.push_back(at_start_ ? 1 : 0);
        at_start_ = false;
    }

    void ascii(char c, std::size_t origin) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return add(c, origin);
        // "1-10" is a range: its 10 is no mark.
        if (c == '-' && !result_.text.empty() && result_.text.back() >= '0' && result_.text.back() <= '9') return;
        at_start_ = true;
    }

    void other(char32_t c, std::size_t origin) {
        if (is_invisible_or_mark(c)) return;
        if (is_blank_or_punctuation(c)) {
            at_start_ = true;
            return;
        }
        if (c >= 0xC0 && c <= 0xDE) c += 0x20;
        if (c >= 0x400 && c <= 0x42F) c += c < 0x410 ? 0x50 : 0x20;
        c = plain_form(c);
        if (!is_cyrillic(c) || poses_as_latin(origin)) c = plain_letter(c);
        std::string bytes;
        text::append_code_point(bytes, c);
        const bool start = at_start_ || c >= 0x590;  // scripts without blanks, or with prefixes
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            at_start_ = start && i == 0;
            add(bytes[i], origin);
        }
    }

    /// Cyrillic letters beside Latin ones in a word pose as Latin; in a word of their own they mean themselves.
    bool poses_as_latin(std::size_t at) {
        if (at < word_end_) return poses_;
        auto begin = at;
        while (begin > 0 && at - begin < kMaxWordBytes && is_letter_byte(source_[begin - 1])) --begin;
        word_end_ = at;
        while (word_end_ < source_.size() && word_end_ - at < kMaxWordBytes && is_letter_byte(source_[word_end_]))
            ++word_end_;
        poses_ = std::ranges::any_of(source_.substr(begin, word_end_ - begin),
                                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
        return poses_;
    }

    static bool is_letter_byte(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    }

    static constexpr std::size_t kMaxWordBytes = 64;
    std::string_view source_;
    Squeezed result_;
    std::size_t word_end_ = 0;  // of the word that poses_ is about
    bool poses_ = false;
    bool at_start_ = true;
};

std::vector<std::string_view> alternatives_of(std::string_view list) {
    std::vector<std::string_view> words;
    while (!list.empty()) {
        const auto bar = list.find('|');
        words.push_back(list.substr(0, bar));
        list = bar == std::string_view::npos ? std::string_view() : list.substr(bar + 1);
    }
    return words;
}

struct Pattern {
    std::vector<std::string_view> first, second, third;
};

/// All attacks, found by the first three bytes of their first parts.
class Catalogue {
public:
    static const Catalogue& get() {
        static const Catalogue catalogue;
        return catalogue;
    }

    /// Calls `look(pattern, word)` for each first part that may begin at `at`.
    template <typename Look>
    void at(std::string_view text, std::size_t at, Look look) const {
        for (const auto& [pattern, word] : buckets_[bucket(text.substr(at))])
            if (text.substr(at).starts_with(word)) look(patterns_[pattern], word);
    }

private:
    Catalogue() {
        for (const auto& attack : attacks())
            patterns_.push_back(
                {alternatives_of(attack.first), alternatives_of(attack.second), alternatives_of(attack.third)});
        for (std::size_t i = 0; i < patterns_.size(); ++i)
            for (const auto word : patterns_[i].first) buckets_[bucket(word)].emplace_back(i, word);
    }

    static std::size_t bucket(std::string_view bytes) {
        const auto value = [&](std::size_t i) {
            return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
        };
        return (value(0) * 961 + value(1) * 31 + value(2)) % 4096;
    }

    std::vector<Pattern> patterns_;
    std::array<std::vector<std::pair<std::size_t, std::string_view>>, 4096> buckets_;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The end of the first alternative that begins a word within kMaxGap bytes from `from`; npos if there is none.
std::size_t end_of_part(const Squeezed& squeezed, const std::vector<std::string_view>& words, std::size_t from) {
    const std::string_view text = squeezed.text;
    const auto limit = std::min(text.size(), from + kMaxGap);
    for (auto at = from; at < limit; ++at) {
        if (squeezed.starts_word[at] == 0) continue;
        for (const auto word : words) {
            if (!text.substr(at).starts_with(word)) continue;
            const auto end = at + word.size();
            const bool cut_number = is_digit(word.back()) && end < text.size() && is_digit(text[end]);
            const bool range =
                is_digit(word[0]) && at >= 3 && (text.substr(at - 3, 3) == "1to" || text.substr(at - 3, 3) == "0to");
            if (!cut_number && !range) return end;
        }
    }
    return std::string_view::npos;
}

std::size_t end_of_attack(const Squeezed& squeezed, const Pattern& pattern, std::size_t end) {
    if (!pattern.second.empty()) end = end_of_part(squeezed, pattern.second, end);
    if (end != std::string_view::npos && !pattern.third.empty()) end = end_of_part(squeezed, pattern.third, end);
    return end;
}

void find_chat_marks(std::string_view text, std::vector<Span>& spans) {
    constexpr std::string_view kMarks[] = {"<|im_start|>",  "<|im_end|>", "<|system|>",       "<|endoftext|>",
                                           "<|assistant|>", "[INST]",     "[/INST]",          "<<SYS>>",
                                           "<system>",      "</system>",  "### Instruction:", "### System:"};
    for (const auto mark : kMarks)
        for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1))
            spans.push_back({at, at + mark.size()});
}

std::vector<Span> merged(std::vector<Span> spans) {
    std::ranges::sort(spans, {}, &Span::begin);
    std::vector<Span> result;
    for (const auto& span : spans) {
        if (!result.empty() && span.begin <= result.back().end)
            result.back().end = std::max(result.back().end, span.end);
        else
            result.push_back(span);
    }
    return result;
}

}  // namespace

std::vector<Span> commands_to_judge(std::string_view text) {
    std::vector<Span> spans;
    find_chat_marks(text, spans);
    const auto squeezed = Squeezer(text).run();
    const auto& catalogue = Catalogue::get();
    for (std::size_t at = 0; at + 3 <= squeezed.text.size(); ++at) {
        if (squeezed.starts_word[at] == 0) continue;
        catalogue.at(squeezed.text, at, [&](const Pattern& pattern, std::string_view word) {
            const auto end = end_of_attack(squeezed, pattern, at + word.size());
            if (end != std::string_view::npos) spans.push_back({squeezed.origin[at], squeezed.origin[end - 1] + 1});
        });
    }
    return merged(std::move(spans));
}

}  // namespace winnow::evaluate
