#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "json/value.h"

namespace winnow::json {
namespace {

/// Length of the well-formed UTF-8 sequence at the front of `text` (RFC 3629), 0 if it is not well-formed.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF)
        return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (first >= 0xF0 && first <= 0xF4)
        return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

class Writer {
public:
    explicit Writer(bool pretty) : pretty_(pretty) {}

    std::string take() { return std::move(out_); }

    void write(const Value& value) {
        if (value.is_null())
            out_ += "null";
        else if (value.is_bool())
            out_ += value.as_bool() ? "true" : "false";
        else if (value.is_integer())
            out_ += std::to_string(value.as_int());
        else if (value.is_number())
            write_number(value.as_double());
        else if (value.is_string())
            write_string(value.as_string());
        else if (value.is_array())
            write_all(value.items(), '[', ']', [&](const Value& item) { write(item); });
        else
            write_all(value.members(), '{', '}', [&](const Member& member) {
                write_name(member.first);
                write(member.second);
            });
    }

    void write(const Value& object, const std::vector<LongList>& lists) {
        write_all(object.members(), '{', '}', [&](const Member& member) {
            write_name(member.first);
            const auto list = std::ranges::find(lists, member.first, &LongList::member);
            if (list == lists.end())
                write(member.second);
            else
                write(*list);
        });
    }

private:
    template <typename Range, typename Each>
    void write_all(const Range& range, char open, char close, Each each) {
        begin(open);
        bool first = true;
        for (const auto& element : range) {
            next_line(first);
            each(element);
        }
        end(close, first);
    }

    void write(const LongList& list) {
        begin('[');
        bool first = true;
        while (const auto element = list.next()) {
            next_line(first);
            write(*element);
        }
        end(']', first);
    }

    void begin(char open) {
        out_ += open;
        ++depth_;
    }

    void next_line(bool& first) {
        if (!first) out_ += ',';
        first = false;
        break_line();
    }

    void end(char close, bool is_empty) {
        --depth_;
        if (!is_empty) break_line();
        out_ += close;
    }

    void write_name(std::string_view name) {
        write_string(name);
        out_ += pretty_ ? ": " : ":";
    }

    void break_line() {
        if (!pretty_) return;
        out_ += '\n';
        out_.append(depth_ * 2, ' ');
    }

    void write_number(double value) {
        if (!std::isfinite(value)) {
            out_ += "null";
            return;
        }
        std::array<char, 40> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        out_.append(digits.data(), end);
    }

    void write_string(std::string_view text) {
        constexpr std::string_view kHex = "0123456789abcdef";
        out_ += '"';
        while (!text.empty()) {
            const auto length = sequence_length(text);
            const char c = text.front();
            if (length == 0) {
                out_ += "\xEF\xBF\xBD";
            } else if (length > 1) {
                out_ += text.substr(0, length);
            } else if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (c == '\n') {
                out_ += "\\n";
            } else if (c == '\r') {
                out_ += "\\r";
            } else if (c == '\t') {
                out_ += "\\t";
            } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
                out_ += "\\u00";
                out_ += kHex[static_cast<unsigned char>(c) >> 4];
                out_ += kHex[static_cast<unsigned char>(c) & 15];
            } else {
                out_ += c;
            }
            text.remove_prefix(length == 0 ? 1 : length);
        }
        out_ += '"';
    }

    bool pretty_;
    std::size_t depth_ = 0;
    std::string out_;
};

}  // namespace

std::string dump(const Value& value) {
    Writer writer(false);
    writer.write(value);
    return writer.take();
}

std::string dump_pretty(const Value& value) {
    Writer writer(true);
    writer.write(value);
    return writer.take() + '\n';
}

std::string dump(const Value& object, const std::vector<LongList>& lists, Layout layout) {
    Writer writer(layout == Layout::pretty);
    writer.write(object, lists);
    return layout == Layout::pretty ? writer.take() + '\n' : writer.take();
}

}  // namespace winnow::json
