#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include "publish/escape.h"

namespace winnow {

/// A piece of HTML. Only literals of ours become markup; every other text is escaped, so that foreign text cannot.
class Markup {
public:
    Markup() = default;

    template <std::size_t N>
    Markup& operator<<(const char (&literal)[N]) {
        text_.append(literal, N - 1);
        return *this;
    }
    template <typename Text>
        requires std::same_as<Text, std::string> || std::same_as<Text, std::string_view>
    Markup& operator<<(const Text& foreign) {
        text_ += escape_markup(foreign);
        return *this;
    }
    template <typename Number>
        requires std::integral<Number> && (!std::same_as<Number, char>) && (!std::same_as<Number, bool>)
    Markup& operator<<(Number number) {
        text_ += std::to_string(number);
        return *this;
    }
    Markup& operator<<(const Markup& other) {
        text_ += other.text_;
        return *this;
    }
    /// Style sheet and script, compiled in.
    Markup& verbatim(std::string_view ours) {
        text_ += ours;
        return *this;
    }

    bool empty() const { return text_.empty(); }
    std::string take() && { return std::move(text_); }

private:
    std::string text_;
};

}  // namespace winnow
