#include "index/wordpiece/normalise.h"

#include <cstdlib>
#include <memory>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "text/utf8.h"

namespace winnow::wordpiece {
namespace {

/// What ends words and is nothing itself; the control characters among White_Space are dropped before.
bool is_blank(char32_t c) {
    return uc_is_property_white_space(c);
}

bool is_dropped(char32_t c) {
    if (c == '\t' || c == '\n' || c == '\r') return false;
    constexpr std::uint32_t kControl = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Co;
    return c == 0xfffd || uc_is_general_category_withtable(c, kControl);
}

/// CJK ideographs, as BERT delimits them: not Hangul, not Kana.
bool is_chinese(char32_t c) {
    return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x20000 && c <= 0x2a6df) ||
           (c >= 0x2a700 && c <= 0x2b73f) || (c >= 0x2b740 && c <= 0x2b81f) || (c >= 0x2b920 && c <= 0x2ceaf) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x2f800 && c <= 0x2fa1f);
}

bool is_accent(char32_t c) {
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn);
}

/// All of ASCII that is neither letter nor digit counts, "$" and "+" too.
bool is_punctuation(char32_t c) {
    if (c < 0x80)
        return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_P);
}

}  // namespace

void NormalisedWords::clean(std::string_view text) {
    cleaned_.clear();
    for (std::size_t position = 0; position < text.size();) {
        const auto c = text::next_code_point(text, position);
        if (is_dropped(c)) continue;
        if (is_blank(c)) {
            cleaned_.push_back(' ');
        } else if (is_chinese(c)) {
            cleaned_.insert(cleaned_.end(), {' ', c, ' '});
        } else {
            cleaned_.push_back(c);
        }
    }
}

void NormalisedWords::end_word() {
    open_.end = bytes_.size();
    if (open_.code_points > 0) ranges_.push_back(open_);
    open_ = {.begin = bytes_.size()};
}

void NormalisedWords::add(char32_t c) {
    if (is_accent(c)) return;
    if (is_blank(c)) return end_word();
    const bool alone = is_punctuation(c);
    if (alone) end_word();
    text::append_code_point(bytes_, uc_tolower(c));
    ++open_.code_points;
    if (alone) end_word();
}

const std::vector<NormalisedWords::Word>& NormalisedWords::read(std::string_view text) {
    clean(text);
    bytes_.clear();
    ranges_.clear();
    words_.clear();
    open_ = {};
    std::size_t size = 0;
    const std::unique_ptr<std::uint32_t, decltype(&std::free)> decomposed(
        u32_normalize(UNINORM_NFD, cleaned_.data(), cleaned_.size(), nullptr, &size), &std::free);
    // It fails for want of memory alone.
    if (decomposed == nullptr && !cleaned_.empty()) throw std::bad_alloc();
    for (std::size_t i = 0; i < size; ++i) add(decomposed.get()[i]);
    end_word();
    for (const auto& range : ranges_)
        words_.push_back({std::string_view(bytes_).substr(range.begin, range.end - range.begin), range.code_points});
    return words_;
}

}  // namespace winnow::wordpiece
