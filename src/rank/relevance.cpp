#include "rank/relevance.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::rank {
namespace {

// Chosen on the judged questions of bench/ranking with an eye to flat optima; docs/ranking.md has the figures.
constexpr double kTitleWeight = 7, kHeadingWeight = 3, kBodyWeight = 1;
constexpr double kTitleLength = 0.2, kHeadingLength = 0.4, kBodyLength = 0.6;  // how much length counts (b of BM25)
constexpr double kSaturation = 10;    // k1: a page about a subject names it often, a page that touches it once or twice
constexpr double kPhraseBonus = 0.3;  // at most so much is added for adjacent terms…
constexpr double kPhraseSaturation = 1.5;  // …half of it for 1.5 adjacent pairs per pair of the question
constexpr double kHalfRelevant = 0.35;     // a weight of 0.35 ln 2 of the possible is relevance 0.5

struct Field {
    std::uint32_t TermMatch::* occurrences;
    std::uint32_t Features::* length;
    double weight;
    double length_share;
};

constexpr std::array kFields{
    Field{&TermMatch::in_title, &Features::title_terms, kTitleWeight, kTitleLength},
    Field{&TermMatch::in_headings, &Features::heading_terms, kHeadingWeight, kHeadingLength},
    Field{&TermMatch::in_body, &Features::body_terms, kBodyWeight, kBodyLength},
};

bool holds(const TermMatch& match) {
    return match.in_title + match.in_headings + match.in_body > 0;
}

/// What the set says of the question: how rare its terms are, and how long the fields.
struct Statistics {
    std::vector<double> idf;
    double idf_sum = 0;
    std::array<double, kFields.size()> mean_length{};
};

Statistics statistics_of(std::span<const Weighed> documents) {
    Statistics result;
    double total = 0;
    std::vector<double> holders;
    for (const auto& [features, weight] : documents) {
        total += weight;
        if (holders.size() < features->terms.size()) holders.resize(features->terms.size());
        for (std::size_t t = 0; t < features->terms.size(); ++t)
            if (holds(features->terms[t])) holders[t] += weight;
        for (std::size_t f = 0; f < kFields.size(); ++f)
            result.mean_length[f] += weight * static_cast<double>(features->*kFields[f].length);
    }
    for (auto& length : result.mean_length) length = total > 0 ? std::max(length / total, 1.0) : 1.0;
    for (const auto held : holders) {
        // A term that no document holds counts as one that a single document holds: it tells nothing apart, but what
        // was asked for is then not fully there.
        const double documents_with = std::max(held, std::min(1.0, total));
        result.idf.push_back(std::log1p((total - documents_with + 0.5) / (documents_with + 0.5)));
        result.idf_sum += result.idf.back();
    }
    return result;
}

/// Occurrences over all fields, weighted and made independent of the fields' lengths.
double pseudo_frequency(const Features& features, const TermMatch& match, const Statistics& statistics) {
    double sum = 0;
    for (std::size_t f = 0; f < kFields.size(); ++f) {
        const auto& field = kFields[f];
        const double length = static_cast<double>(features.*field.length) / statistics.mean_length[f];
        sum += field.weight * static_cast<double>(match.*field.occurrences) /
               (1 - field.length_share + field.length_share * length);
    }
    return sum;
}

double relevance_in(const Features& features, const Statistics& statistics) {
    if (!(statistics.idf_sum > 0)) return 0;
    double sum = 0;
    for (std::size_t t = 0; t < features.terms.size(); ++t) {
        const double frequency = pseudo_frequency(features, features.terms[t], statistics);
        sum += statistics.idf[t] * frequency / (kSaturation + frequency);
    }
    double phrases = 0;
    if (features.terms.size() > 1) {
        const double per_pair =
            static_cast<double>(features.phrase_matches) / static_cast<double>(features.terms.size() - 1);
        phrases = per_pair / (per_pair + kPhraseSaturation);
    }
    const double share = sum / statistics.idf_sum * (1 + kPhraseBonus * phrases);
    return -std::expm1(-share / kHalfRelevant);
}

}  // namespace

std::vector<double> relevance_of(std::span<const Weighed> documents) {
    const auto statistics = statistics_of(documents);
    std::vector<double> result;
    result.reserve(documents.size());
    for (const auto& document : documents) result.push_back(relevance_in(*document.features, statistics));
    return result;
}

}  // namespace winnow::rank
