#include "evaluate/local/reading/reading.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "evaluate/local/injection/commands.h"
#include "text/sentences.h"
#include "text/utf8.h"
#include "text/words.h"

namespace winnow::evaluate {
namespace {

constexpr std::size_t kStuffedWords = 10;  // from so many words on, a sentence of cues alone is no sentence

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_fence(std::string_view line) {
    return line.starts_with("```") || line.starts_with("~~~");
}

/// Whether a line of text reads like code: marks of programming languages and shells outweigh the words.
bool looks_like_code(std::string_view line) {
    if (line.size() < 2) return false;
    std::size_t marks = 0, letters = 0, blanks = 0;
    for (const char c : line) {
        if (std::string_view("{}[]()<>=;|&$#@\\/*_+~^%\"`").contains(c)) ++marks;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80) ++letters;
        if (c == ' ') ++blanks;
    }
    if (line.ends_with(';') || line.ends_with('{') || line == "}" || line.starts_with("$ ")) return true;
    if (marks * 4 > letters + 4) return true;
    return marks >= 3 && blanks < 2 && letters > 0;
}

template <typename Take>
void each_line(std::string_view text, Take take) {
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        take(text.substr(begin, end - begin), begin);
        begin = end + 1;
    }
}

/// Passages that speak to the judge, asked for in rising order.
class Commands {
public:
    explicit Commands(std::string_view text) : spans_(commands_to_judge(text)) {}
    std::size_t size() const { return spans_.size(); }
    bool touch(std::size_t begin, std::size_t end) {
        while (next_ < spans_.size() && spans_[next_].end <= begin) ++next_;
        return next_ < spans_.size() && spans_[next_].begin < end;
    }

private:
    std::vector<Span> spans_;
    std::size_t next_ = 0;
};

class MarkdownReader {
public:
    explicit MarkdownReader(std::string_view markdown) : markdown_(markdown), commands_(markdown) {}

    /// Fills `structure`; what stands in fences goes to `code`.
    void read(Structure& structure, std::unordered_set<std::string_view>& code) {
        bool fenced = false;
        each_line(markdown_, [&](std::string_view whole, std::size_t begin) {
            const auto line = trimmed(whole);
            if (line.empty()) return;
            if (is_fence(line)) {
                fenced = !fenced;
                return;
            }
            if (fenced) code.insert(line);
            if (commands_.touch(begin, begin + whole.size()) || !seen_.insert(line).second) return;
            if (fenced)
                ++structure.code_lines;
            else
                count(line, structure);
        });
    }

private:
    static void count(std::string_view line, Structure& structure) {
        structure.inline_code += static_cast<std::uint32_t>(std::ranges::count(line, '`') / 2);
        if (line.starts_with('|')) ++structure.table_rows;
        if (line.starts_with('>')) ++structure.quotations;
        const auto body = after_marker(line, structure);
        if (body.starts_with('[') || body.starts_with("**[") || body.starts_with("_[")) ++structure.linked_items;
    }

    /// What follows "- " or "3. ", which is counted; empty if the line is no item.
    static std::string_view after_marker(std::string_view line, Structure& structure) {
        if (line.size() > 2 && std::string_view("-*+").contains(line[0]) && line[1] == ' ') {
            ++structure.list_items;
            return trimmed(line.substr(2));
        }
        const auto digits = line.find_first_not_of("0123456789");
        if (digits == std::string_view::npos || digits == 0 || digits > 3) return {};
        if (digits + 1 >= line.size() || (line[digits] != '.' && line[digits] != ')') || line[digits + 1] != ' ')
            return {};
        ++structure.list_items;
        ++structure.numbered_items;
        return trimmed(line.substr(digits + 2));
    }

    std::string_view markdown_;
    Commands commands_;
    std::unordered_set<std::string_view> seen_;
};

class TextReader {
public:
    TextReader(std::string_view text, const std::unordered_set<std::string_view>& code, Reading& reading)
        : text_(text), code_(code), reading_(reading), commands_(text) {
        reading_.phrases.resize(phrase_count());
        reading_.commands = static_cast<std::uint32_t>(commands_.size());
    }

    void read(bool count_structure) {
        mark_code(count_structure);
        std::size_t next_code = 0;
        for (const auto& sentence : text::sentences(text_)) {
            while (next_code < code_spans_.size() && code_spans_[next_code].end <= sentence.begin) ++next_code;
            if (next_code < code_spans_.size() && code_spans_[next_code].begin <= sentence.begin) continue;
            read_sentence(sentence);
        }
        for (const auto& word : reading_.words)
            reading_.distinct_words += word.sentences > 0 && !word.stem.empty() ? 1U : 0U;
    }

private:
    void mark_code(bool count_structure) {
        std::unordered_set<std::string_view> seen;
        each_line(text_, [&](std::string_view whole, std::size_t begin) {
            const auto line = trimmed(whole);
            if (line.empty() || !(code_.contains(line) || looks_like_code(line))) return;
            code_spans_.push_back({begin, begin + whole.size()});
            if (count_structure && seen.insert(line).second) ++reading_.structure.code_lines;
        });
    }

    void read_sentence(const text::Sentence& sentence) {
        Read read{.text = sentence.text, .offset = sentence.begin};
        read.commanded = commands_.touch(sentence.begin, sentence.begin + sentence.text.size());
        take_words(sentence.text);
        read.words = static_cast<std::uint32_t>(tokens_.size());
        find_cues(tokens_, found_);
        read.cues = found_.cues;
        read.repeated = tokens_.size() > 2 && !seen_.insert(std::hash<std::string>{}(lower_)).second;
        read.stuffed = tokens_.size() >= kStuffedWords && std::size_t{found_.cue_words} * 20 > tokens_.size() * 17;
        reading_.repeated += read.repeated ? 1U : 0U;
        reading_.stuffed += read.stuffed ? 1U : 0U;
        take_ids(read);
        reading_.sentences.push_back(read);
    }

    void take_words(std::string_view sentence) {
        lower_ = text::lower_case(sentence);
        tokens_.clear();
        for (const auto& word : text::words(lower_)) tokens_.push_back(word.text);
    }

    void take_ids(Read& read) {
        read.first_word = static_cast<std::uint32_t>(reading_.word_ids.size());
        for (const auto token : tokens_) {
            const auto id = id_of(token);
            reading_.word_ids.push_back(id);
            auto& word = reading_.words[id];
            if (!read.counts()) continue;
            reading_.stop_words += word.stem.empty() ? 1U : 0U;
            if (std::exchange(last_seen_[id], sentence_) != sentence_) ++word.sentences;
        }
        ++sentence_;
        if (!read.counts()) return;
        reading_.prose_words += read.words;
        for (const auto phrase : found_.phrases) ++reading_.phrases[phrase];
    }

    std::uint32_t id_of(std::string_view token) {
        if (const auto known = ids_.find(token); known != ids_.end()) return known->second;
        const auto id = static_cast<std::uint32_t>(reading_.words.size());
        auto& word = reading_.words.emplace_back();
        word.text = token;
        if (!text::is_stop_word(token)) word.stem = text::stem(token);
        ids_.emplace(word.text, id);
        last_seen_.push_back(0);
        return id;
    }

    std::string_view text_;
    const std::unordered_set<std::string_view>& code_;
    Reading& reading_;
    Commands commands_;
    std::vector<Span> code_spans_;
    std::string lower_;
    std::vector<std::string_view> tokens_;
    CueCount found_;
    std::unordered_set<std::size_t> seen_;
    std::unordered_map<std::string_view, std::uint32_t> ids_;  // keys lie in Reading::words
    std::vector<std::uint32_t> last_seen_;                     // per word: the sentence that held it last
    std::uint32_t sentence_ = 1;
};

}  // namespace

Reading read_closely(const Document& document) {
    Reading reading;
    const auto text = text::truncated(document.text, kMaxReadBytes);
    const auto markdown = text::truncated(document.markdown, kMaxReadBytes);
    reading.cut = text.size() < document.text.size();
    std::unordered_set<std::string_view> code;
    const bool has_markdown = !markdown.empty();
    MarkdownReader(has_markdown ? markdown : text).read(reading.structure, code);
    TextReader(text, code, reading).read(!has_markdown);
    return reading;
}

}  // namespace winnow::evaluate
