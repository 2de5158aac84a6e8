#include "text/sentences/abbreviations.h"

#include <algorithm>
#include <iterator>

namespace winnow::text {
namespace {

// Both lists are in order, for binary search.
constexpr std::string_view kBefore[] = {
    "a.k.a", "adm",   "apr",  "aug", "brig", "c.f", "ca",   "capt", "cf",  "ch",   "chap", "cmdr", "col",
    "cpl",   "dec",   "dr",   "e.g", "ed",   "eds", "eg",   "eq",   "eqs", "esp",  "feb",  "fig",  "figs",
    "gen",   "gov",   "hon",  "i.e", "ie",   "jan", "jul",  "jun",  "lt",  "maj",  "mar",  "mr",   "mrs",
    "ms",    "msgr",  "mt",   "no",  "nos",  "nov", "nr",   "oct",  "op",  "para", "pp",   "pres", "prof",
    "ref",   "refs",  "rep",  "rev", "rt",   "sec", "sen",  "sens", "sep", "sept", "sgt",  "st",   "supt",
    "tab",   "trans", "univ", "v",   "viz",  "vol", "vols", "vs",
};
constexpr std::string_view kPerhaps[] = {
    "a.d",  "a.m", "al",   "approx", "apt",  "ave", "b.a", "b.c", "b.s", "blvd", "bros", "co",
    "corp", "d.c", "dept", "est",    "etc",  "inc", "jr",  "llc", "ltd", "m.a",  "m.d",  "m.s",
    "max",  "min", "p.m",  "p.s",    "ph.d", "plc", "rd",  "sr",  "u.k", "u.n",  "u.s",  "u.s.a",
};
static_assert(std::ranges::is_sorted(kBefore) && std::ranges::is_sorted(kPerhaps));

}  // namespace

Abbreviation abbreviation(std::string_view word) {
    if (std::ranges::binary_search(kBefore, word)) return Abbreviation::before;
    if (std::ranges::binary_search(kPerhaps, word)) return Abbreviation::perhaps;
    return Abbreviation::none;
}

std::size_t longest_abbreviation() {
    constexpr std::size_t kLongest = std::max(std::ranges::max(kBefore, {}, &std::string_view::size).size(),
                                              std::ranges::max(kPerhaps, {}, &std::string_view::size).size());
    return kLongest;
}

}  // namespace winnow::text
