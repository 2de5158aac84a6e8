#include "evaluate/local/reading/signals.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <unordered_set>

namespace winnow::evaluate {
namespace {

/// How a count becomes a value.
enum class Scale {
    amount,  ///< 1 - exp(-count / at)
    share,   ///< the same of the share of sentences, in per cent
};

struct Row {
    std::string_view name;
    Scale scale;
    double at;
    std::string_view one;  ///< what one of it is called
    std::string_view many;
};

constexpr std::array<Row, kSignals> kRows{{
    {"length", Scale::amount, 700, "word", "words"},
    {"vocabulary", Scale::amount, 250, "different word", "different words"},
    {"headings", Scale::amount, 5, "heading", "headings"},
    {"lists", Scale::amount, 12, "list item", "list items"},
    {"numbered_steps", Scale::amount, 4, "numbered step", "numbered steps"},
    {"tables", Scale::amount, 4, "table row", "table rows"},
    {"code", Scale::amount, 12, "line of code", "lines of code"},
    {"identifiers", Scale::amount, 15, "identifier", "identifiers"},
    {"figures", Scale::amount, 10, "figure", "figures"},
    {"versions", Scale::amount, 3, "version", "versions"},
    {"references", Scale::amount, 5, "site referred to", "sites referred to"},
    {"quotations", Scale::amount, 3, "quotation", "quotations"},
    {"dates", Scale::amount, 3, "year or date", "years and dates"},
    {"how_to", Scale::amount, 8, "how-to phrase", "how-to phrases"},
    {"example", Scale::amount, 3, "example", "examples"},
    {"reason", Scale::amount, 6, "reason given", "reasons given"},
    {"condition", Scale::amount, 8, "condition", "conditions"},
    {"definition", Scale::amount, 5, "definition", "definitions"},
    {"failure", Scale::amount, 6, "mention of failure or risk", "mentions of failure or risk"},
    {"trade_off", Scale::amount, 5, "trade-off phrase", "trade-off phrases"},
    {"alternative", Scale::amount, 4, "alternative", "alternatives"},
    {"hedge", Scale::amount, 8, "hedged phrase", "hedged phrases"},
    {"disclosure", Scale::amount, 1.5, "admission of limits", "admissions of limits"},
    {"citation", Scale::amount, 5, "citing phrase", "citing phrases"},
    {"data", Scale::amount, 4, "mention of data", "mentions of data"},
    {"experience", Scale::amount, 3, "phrase of experience", "phrases of experience"},
    {"mechanism", Scale::amount, 10, "technical term", "technical terms"},
    {"imperative", Scale::amount, 10, "instruction", "instructions"},
    {"questions", Scale::amount, 6, "question", "questions"},
    {"absolute", Scale::share, 8, "absolute sentence", "absolute sentences"},
    {"superlative", Scale::share, 8, "superlative", "superlatives"},
    {"promotion", Scale::share, 5, "promotional sentence", "promotional sentences"},
    {"clickbait", Scale::amount, 1, "mark of clickbait", "marks of clickbait"},
    {"shouting", Scale::share, 10, "exclamation", "exclamations"},
    {"repetition", Scale::share, 15, "repeated or stuffed sentence", "repeated or stuffed sentences"},
    {"link_list", Scale::amount, 8, "link as a list item", "links as list items"},
    {"brevity", Scale::amount, 60, "word short of 150", "words short of 150"},
    {"balance", Scale::share, 30, "sentence that weighs or limits", "sentences that weigh or limit"},
}};

constexpr std::uint32_t kMaxPerPhrase = 4;  // one phrase over and over is a habit or a trick, not a merit

const Row& row_of(Signal signal) {
    return kRows[static_cast<std::size_t>(signal)];
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Kinds of what stands between blanks in prose.
struct Chunks {
    std::uint32_t figures = 0;
    std::unordered_set<std::string_view> identifiers;
    std::unordered_set<std::string_view> versions;
    std::unordered_set<std::string_view> years;
};

bool is_version(std::string_view chunk) {
    if (chunk.starts_with('v') || chunk.starts_with('V')) chunk.remove_prefix(1);
    std::size_t dots = 0;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
        if (chunk[i] == '.' && i > 0 && i + 1 < chunk.size() && is_digit(chunk[i - 1]) && is_digit(chunk[i + 1]))
            ++dots;
        else if (!is_digit(chunk[i]))
            return false;
    }
    return dots >= 1 && chunk.size() <= 15;
}

bool is_year(std::string_view chunk) {
    return chunk.size() == 4 && (chunk.starts_with("19") || chunk.starts_with("20")) &&
           std::ranges::all_of(chunk, is_digit);
}

/// snake_case, camelCase, paths, flags, calls, acronyms.
bool is_identifier(std::string_view chunk) {
    if (chunk.size() < 2 || chunk.size() > 60 || chunk.contains("://")) return false;
    if (chunk.starts_with("--") || chunk.contains("::") || chunk.ends_with("()")) return true;
    std::size_t upper = 0, humps = 0, underscores = 0, letters = 0;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
        const char c = chunk[i];
        letters += is_letter(c) ? 1U : 0U;
        upper += c >= 'A' && c <= 'Z' ? 1U : 0U;
        humps += i > 0 && c >= 'A' && c <= 'Z' && chunk[i - 1] >= 'a' && chunk[i - 1] <= 'z' ? 1U : 0U;
        underscores += c == '_' && i > 0 && i + 1 < chunk.size() ? 1U : 0U;
    }
    if (underscores > 0 || humps > 0) return letters > 1;
    if (upper == letters && letters >= 2 && letters <= 6) return true;  // an acronym
    return chunk.size() > 3 && std::ranges::count(chunk, '/') >= 2;
}

void take_chunk(std::string_view chunk, Chunks& chunks) {
    while (!chunk.empty() && std::string_view("(\"'[,.;:!?").contains(chunk.front())) chunk.remove_prefix(1);
    while (!chunk.empty() && std::string_view(")\"'],.;:!?*").contains(chunk.back()) && !chunk.ends_with("()"))
        chunk.remove_suffix(1);
    if (chunk.empty()) return;
    if (is_year(chunk)) {
        chunks.years.insert(chunk);
    } else if (is_version(chunk)) {
        chunks.versions.insert(chunk);
        ++chunks.figures;
    } else if (is_digit(chunk.front()) || (chunk.size() > 1 && is_digit(chunk[1]) && !is_letter(chunk.front()))) {
        ++chunks.figures;
    } else if (is_identifier(chunk)) {
        chunks.identifiers.insert(chunk);
    }
}

Chunks chunks_of(const Reading& reading) {
    Chunks chunks;
    for (const auto& sentence : reading.sentences) {
        if (!sentence.counts()) continue;
        const auto text = sentence.text;
        for (std::size_t begin = 0; begin < text.size();) {
            const auto end = std::min(text.find(' ', begin), text.size());
            take_chunk(text.substr(begin, end - begin), chunks);
            begin = end + 1;
        }
    }
    return chunks;
}

std::string_view host_of(std::string_view link) {
    const auto scheme = link.find("://");
    if (scheme == std::string_view::npos) return {};
    link.remove_prefix(scheme + 3);
    link = link.substr(0, link.find_first_of("/?#:"));
    return link.starts_with("www.") ? link.substr(4) : link;
}

std::size_t sites_referred_to(const Document& document) {
    std::unordered_set<std::string_view> hosts;
    const auto own = host_of(document.url.href());
    for (const auto& link : document.links)
        if (const auto host = host_of(link.href); !host.empty() && host != own) hosts.insert(host);
    return hosts.size();
}

/// Headings that are of the text, without those that speak to the judge.
std::size_t real_headings(const Document& document, const Reading& reading) {
    std::unordered_set<std::size_t> commanded;
    for (const auto& sentence : reading.sentences)
        if (!sentence.counts()) commanded.insert(sentence.offset);
    std::unordered_set<std::string_view> seen;
    for (const auto& heading : document.headings)
        if (!commanded.contains(heading.offset)) seen.insert(heading.text);
    return seen.size();
}

double clickbait_marks(std::string_view title) {
    constexpr std::string_view kMarks[] = {
        "you won't believe", "will blow your mind", "what happened next", "this one trick", "one weird", "shocking",
        "hate this",         "nobody tells you",    "they don't want",    "secret",         "insane",    "mind-blowing",
        "changed my life",   "must read",           "like a pro",         "in 5 minutes"};
    std::string lower(title);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    double marks = 0;
    for (const auto mark : kMarks) marks += lower.contains(mark) ? 1 : 0;
    marks += static_cast<double>(std::min<std::ptrdiff_t>(std::ranges::count(title, '!'), 3)) * 0.5;
    return marks;
}

/// Faults are counted in every sentence: what speaks to the judge must not hide them.
std::array<double, kCues> faults_of(const Reading& reading) {
    std::array<double, kCues> counts{};
    for (const auto& sentence : reading.sentences)
        for (std::size_t cue = 0; cue < kCues; ++cue) counts[cue] += ((sentence.cues >> cue) & 1U) != 0 ? 1 : 0;
    return counts;
}

std::array<double, kCues> merits_of(const Reading& reading) {
    std::array<double, kCues> counts{};
    for (std::size_t phrase = 0; phrase < reading.phrases.size(); ++phrase)
        counts[static_cast<std::size_t>(cue_of(static_cast<std::uint16_t>(phrase)))] +=
            std::min(reading.phrases[phrase], kMaxPerPhrase);
    auto& imperatives = counts[static_cast<std::size_t>(Cue::imperative)];
    for (const auto& sentence : reading.sentences)
        if (sentence.counts() && ((sentence.cues >> static_cast<unsigned>(Cue::imperative)) & 1U) != 0) ++imperatives;
    return counts;
}

void count_cues(const Reading& reading, Signals& signals) {
    const auto merits = merits_of(reading);
    const auto faults = faults_of(reading);
    const auto merit = [&](Signal signal, Cue cue) { signals[signal].count = merits[static_cast<std::size_t>(cue)]; };
    const auto fault = [&](Signal signal, Cue cue) { signals[signal].count = faults[static_cast<std::size_t>(cue)]; };
    merit(Signal::how_to, Cue::how_to);
    merit(Signal::example, Cue::example);
    merit(Signal::reason, Cue::reason);
    merit(Signal::condition, Cue::condition);
    merit(Signal::definition, Cue::definition);
    merit(Signal::failure, Cue::failure);
    merit(Signal::trade_off, Cue::trade_off);
    merit(Signal::alternative, Cue::alternative);
    merit(Signal::hedge, Cue::hedge);
    merit(Signal::disclosure, Cue::disclosure);
    merit(Signal::citation, Cue::citation);
    merit(Signal::data, Cue::data);
    merit(Signal::experience, Cue::experience);
    merit(Signal::mechanism, Cue::mechanism);
    merit(Signal::imperative, Cue::imperative);
    fault(Signal::absolute, Cue::absolute);
    fault(Signal::superlative, Cue::superlative);
    fault(Signal::promotion, Cue::promotion);
}

void count_sentences(const Reading& reading, Signals& signals) {
    for (const auto& sentence : reading.sentences) {
        if (sentence.text.ends_with('!')) ++signals[Signal::shouting].count;
        if (!sentence.counts()) continue;
        if (sentence.text.ends_with('?')) ++signals[Signal::questions].count;
        if (sentence.has(Cue::trade_off) || sentence.has(Cue::alternative) || sentence.has(Cue::hedge) ||
            sentence.has(Cue::disclosure))
            ++signals[Signal::balance].count;
    }
    signals[Signal::repetition].count = reading.repeated + reading.stuffed;
}

void count_structure(const Document& document, const Reading& reading, Signals& signals) {
    const auto& structure = reading.structure;
    signals[Signal::headings].count = static_cast<double>(real_headings(document, reading));
    signals[Signal::lists].count = structure.list_items;
    signals[Signal::numbered_steps].count = structure.numbered_items;
    signals[Signal::tables].count = structure.table_rows;
    signals[Signal::code].count = structure.code_lines + structure.inline_code / 4.0;
    signals[Signal::quotations].count = structure.quotations;
    // A list of links among much text of its own is a bibliography; as most of the page it is all there is.
    const double share =
        structure.list_items > 0 ? static_cast<double>(structure.linked_items) / structure.list_items : 0;
    signals[Signal::link_list].count = structure.linked_items * share;
}

}  // namespace

Signals measure(const Document& document, const Reading& reading) {
    Signals signals;
    signals[Signal::length].count = reading.prose_words;
    signals[Signal::vocabulary].count = reading.distinct_words;
    signals[Signal::brevity].count = std::max(0.0, 150.0 - reading.prose_words - reading.structure.code_lines * 6.0);
    count_structure(document, reading, signals);
    count_cues(reading, signals);
    count_sentences(reading, signals);
    const auto chunks = chunks_of(reading);
    signals[Signal::identifiers].count = static_cast<double>(chunks.identifiers.size());
    signals[Signal::figures].count = chunks.figures;
    signals[Signal::versions].count = static_cast<double>(chunks.versions.size());
    signals[Signal::dates].count = static_cast<double>(chunks.years.size()) + (document.published ? 1 : 0);
    signals[Signal::references].count = static_cast<double>(sites_referred_to(document));
    signals[Signal::clickbait].count = clickbait_marks(document.title);
    const double sentences = static_cast<double>(reading.sentences.size()) + 5;  // few sentences make no rate
    for (std::size_t i = 0; i < kSignals; ++i) {
        auto& measured = signals.all[i];
        const double amount = kRows[i].scale == Scale::share ? 100 * measured.count / sentences : measured.count;
        measured.value = -std::expm1(-amount / kRows[i].at);
    }
    return signals;
}

std::string_view name_of(Signal signal) {
    return row_of(signal).name;
}

std::string in_words(Signal signal, const Measured& measured) {
    const auto& row = row_of(signal);
    const auto count = std::llround(measured.count);
    if (count == 0) return "no " + std::string(row.many);
    return std::to_string(count) + ' ' + std::string(count == 1 ? row.one : row.many);
}

}  // namespace winnow::evaluate
