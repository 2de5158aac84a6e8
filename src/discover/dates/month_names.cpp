#include "discover/dates/month_names.h"

#include <array>
#include <cstddef>

namespace winnow::feeds {
namespace {

/// What the names of a month begin with, divided by blanks: abbreviations and grammatical cases differ at the end
/// ("января", "янв."). Of several beginnings that fit, the longest holds ("červenec" is not "červen").
constexpr std::array<std::string_view, 12> kBeginnings{
    "jan jän ene gen янв січ ιαν sty led oca",                  //
    "feb fév fev фев лют φεβ lut úno şub",                      //
    "mar mär maa mrt mrz már мар бер μαρ μάρ bře",              //
    "apr avr abr ápr апр кві απρ kwi dub nis",                  //
    "may mai maí maj máj mag mei мая май тра μαι μαΐ μάι kvě",  //
    "jun jún juin giu июн чер ιουν ιούν cze červ haz",          //
    "jul júl juil lug июл лип ιουλ ιούλ lip červenec tem",      //
    "aug aoû aou ago авг сер αυγ αύγ sie srp ağu",              //
    "sep set szep сен вер σεπ wrz zář eyl",                     //
    "oct okt out ott окт жов οκτ paź říj eki",                  //
    "nov ноя лис νοε νοέ lis kas",                              //
    "dec déc dez dic des дек гру δεκ gru pro ara",              //
};

}  // namespace

int month_number(std::string_view word) {
    std::size_t longest = 0;
    int found = 0;
    for (std::size_t month = 0; month < kBeginnings.size(); ++month) {
        auto rest = kBeginnings[month];
        while (!rest.empty()) {
            const auto beginning = rest.substr(0, rest.find(' '));
            if (beginning.size() > longest && word.starts_with(beginning)) {
                longest = beginning.size();
                found = static_cast<int>(month) + 1;
            }
            rest.remove_prefix(beginning.size() < rest.size() ? beginning.size() + 1 : rest.size());
        }
    }
    return found;
}

}  // namespace winnow::feeds
