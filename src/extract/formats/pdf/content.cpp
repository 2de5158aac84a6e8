#include "extract/formats/pdf/content.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "extract/charset/charset.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostWords = 4'000'000;
constexpr std::size_t kLongestWord = 4096;
constexpr double kFarthest = 20'000;  // points: pages are limited to 14,400

using Fields = std::array<std::string_view, 10>;

/// The fields of a record; the last takes the rest.
std::size_t divide(std::string_view record, Fields& fields) {
    std::size_t count = 0;
    while (count + 1 < fields.size()) {
        const auto tab = record.find('\t');
        fields[count++] = record.substr(0, tab);
        if (tab == std::string_view::npos) return count;
        record.remove_prefix(tab + 1);
    }
    fields[count++] = record;
    return count;
}

double number(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::isfinite(value) ? std::clamp(value, -kFarthest, kFarthest) : 0;
}

template <typename Integer>
Integer integer(std::string_view text) {
    Integer value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Letters that typesetters join are written apart again; soft hyphens at a line's end become hyphens.
std::string readable(std::string_view text) {
    struct Joined {
        std::string_view form;
        std::string_view letters;
    };
    static constexpr std::array<Joined, 9> kJoined{{{"\xEF\xAC\x80", "ff"},
                                                    {"\xEF\xAC\x81", "fi"},
                                                    {"\xEF\xAC\x82", "fl"},
                                                    {"\xEF\xAC\x83", "ffi"},
                                                    {"\xEF\xAC\x84", "ffl"},
                                                    {"\xEF\xAC\x85", "st"},
                                                    {"\xEF\xAC\x86", "st"},
                                                    {"\xC2\xAD", "-"},
                                                    {"\xE2\x80\x90", "-"}}};
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const auto found =
            std::ranges::find_if(kJoined, [&](const Joined& one) { return text.substr(i).starts_with(one.form); });
        if (found == kJoined.end()) {
            result += text[i++];
        } else {
            result += found->letters;
            i += found->form.size();
        }
    }
    return repaired_utf8(result);
}

class Reader {
public:
    Result<PdfContent> read(std::string_view records) {
        while (!records.empty()) {
            const auto end = records.find('\n');
            if (end == std::string_view::npos) break;  // cut off inside of a record
            Fields fields;
            const auto count = divide(records.substr(0, end), fields);
            records.remove_prefix(end + 1);
            if (fields[0] == "E" && count >= 3)
                return fail(error_kind_from(fields[1]), "the PDF is " + std::string(fields[2]));
            add(fields, count);
        }
        end_page();
        return std::move(content_);
    }

private:
    void add(const Fields& fields, std::size_t count) {
        if (fields[0] == "I" && count >= 3) add_information(fields[1], fields[2]);
        if (fields[0] == "N" && count >= 2) content_.page_count = integer<std::size_t>(fields[1]);
        if (fields[0] == "D") content_.is_complete = true;
        if (fields[0] == "P" && count >= 3) {
            end_page();
            content_.pages.push_back({number(fields[1]), number(fields[2]), {}});
        }
        if (fields[0] == "B" && count == 10 && words_ < kMostWords && !content_.pages.empty()) add_word(fields);
    }
    void add_information(std::string_view name, std::string_view value) {
        if (name == "title") content_.title = repaired_utf8(value);
        if (name == "author") content_.author = repaired_utf8(value);
        if (name == "subject") content_.subject = repaired_utf8(value);
        if (name == "keywords") content_.keywords = repaired_utf8(value);
        if (name == "created") content_.created = integer<std::int64_t>(value);
        if (name == "modified") content_.modified = integer<std::int64_t>(value);
    }
    void add_word(const Fields& fields) {
        const auto rotation = std::min<std::size_t>(integer<unsigned>(fields[8]), 3);
        PdfWord word{.left = number(fields[1]),
                     .top = number(fields[2]),
                     .right = number(fields[3]),
                     .bottom = number(fields[4]),
                     .size = number(fields[5]),
                     .space_after = fields[6] == "1",
                     .bold = fields[7] == "1",
                     .text = readable(fields[9].substr(0, kLongestWord))};
        if (word.right < word.left || word.bottom < word.top ||
            fields[9].find_first_not_of(' ') == std::string_view::npos)
            return;
        if (word.size <= 0) word.size = std::max(word.bottom - word.top, 1.0);
        ++words_;
        turned_[rotation].push_back(std::move(word));
    }
    /// Stamps in the margin stand on their side. Of a page that is turned as a whole, these are the words.
    void end_page() {
        if (content_.pages.empty()) return;
        const auto most = std::ranges::max_element(turned_, {}, [](const auto& words) { return words.size(); });
        content_.pages.back().words = std::move(*most);
        for (auto& words : turned_) words.clear();
    }

    PdfContent content_;
    std::array<std::vector<PdfWord>, 4> turned_;
    std::size_t words_ = 0;
};

}  // namespace

Result<PdfContent> read_content(std::string_view records) {
    return Reader().read(records);
}

}  // namespace winnow::extract
