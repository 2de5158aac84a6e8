#include <array>
#include <cstddef>

#include "discover/encoding/convert.h"
#include "text/utf8.h"

namespace winnow::markup {
namespace {

constexpr std::size_t kSampleBytes = 64u << 10;
constexpr std::size_t kLeastHigh = 12;  // bytes above 127; fewer say nothing
constexpr double kLikely = 0.45;        // of the letters are such as the script's texts are full of

/// A script's most frequent letters: in a text read rightly, about two thirds of the letters outside ASCII (a third in
/// Chinese, whose threshold is lower); read wrongly, few.
struct Candidate {
    std::string_view encoding;
    std::u32string_view frequent;
    char32_t range_begin = 0;  // or all of a range
    char32_t range_end = 0;
    double likely = kLikely;
};

constexpr std::u32string_view kRussian = U"оеаитнслврдмпуй";
constexpr std::u32string_view kGreek = U"αοιετσνηυρπκμλς";
constexpr double kLikelyHan = 0.1;

constexpr std::array kCandidates{
    Candidate{.encoding = "shift_jis", .frequent = {}, .range_begin = 0x3041, .range_end = 0x30FC},
    Candidate{.encoding = "euc-jp", .frequent = {}, .range_begin = 0x3041, .range_end = 0x30FC},
    Candidate{.encoding = "euc-kr", .frequent = {}, .range_begin = 0xAC00, .range_end = 0xD7A3, .likely = 0.6},
    Candidate{.encoding = "koi8-r", .frequent = kRussian},
    Candidate{.encoding = "windows-1251", .frequent = kRussian},
    Candidate{.encoding = "iso-8859-5", .frequent = kRussian},
    Candidate{.encoding = "ibm866", .frequent = kRussian},
    Candidate{.encoding = "windows-1253", .frequent = kGreek},
    Candidate{.encoding = "windows-1255", .frequent = {}, .range_begin = 0x05D0, .range_end = 0x05EA, .likely = 0.5},
    Candidate{.encoding = "tis-620", .frequent = {}, .range_begin = 0x0E01, .range_end = 0x0E5B, .likely = 0.95},
    Candidate{.encoding = "big5",
              .frequent = U"的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之",
              .likely = kLikelyHan},
    Candidate{.encoding = "gb2312",
              .frequent = U"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之",
              .likely = kLikelyHan},
};

/// The share of the letters outside ASCII that the candidate expects, 0 if the bytes cannot be its.
double share(const Candidate& candidate, std::string_view bytes) {
    const auto converted = convert(bytes, std::string(candidate.encoding));
    if (!converted || converted->faults > 1) return 0;  // the sample may end within a character
    std::size_t all = 0, expected = 0;
    for (std::size_t at = 0; at < converted->text.size();) {
        const auto code = text::next_code_point(converted->text, at);
        if (code < 128) continue;
        ++all;
        const bool in_range = code >= candidate.range_begin && code <= candidate.range_end;
        if (in_range || candidate.frequent.contains(code)) ++expected;
    }
    return all == 0 ? 0 : static_cast<double>(expected) / static_cast<double>(all);
}

/// Accented letters of a Latin text stand alone; those of another script come in words.
bool comes_in_words(std::string_view bytes) {
    std::size_t high = 0, runs = 0;
    bool before = false;
    for (const char c : bytes) {
        const bool is_high = static_cast<unsigned char>(c) >= 0x80;
        high += is_high ? 1 : 0;
        runs += is_high && !before ? 1 : 0;
        before = is_high;
    }
    return high >= kLeastHigh && high >= 2 * runs;
}

}  // namespace

std::string guessed_encoding(std::string_view bytes) {
    bytes = bytes.substr(0, kSampleBytes);
    if (!comes_in_words(bytes)) return {};
    std::string_view best;
    double best_ratio = 1;
    for (const auto& candidate : kCandidates) {
        const auto ratio = share(candidate, bytes) / candidate.likely;
        if (ratio <= best_ratio) continue;
        best_ratio = ratio;
        best = candidate.encoding;
    }
    return std::string(best);
}

}  // namespace winnow::markup
