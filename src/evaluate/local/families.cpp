#include "evaluate/local/families.h"

#include <algorithm>
#include <array>

namespace winnow::evaluate {
namespace {

struct FittedBase {
    std::string_view name;
    double base;
};

struct FittedWeight {
    std::string_view family;
    Weight weight;
};

// kFittedBases and kFittedWeights, the weights in the order of the bases.
#include "evaluate/local/weights.inc"

constexpr Cue kAccuracyTells[] = {Cue::definition, Cue::condition, Cue::mechanism, Cue::data};
constexpr Cue kActionTells[] = {Cue::imperative, Cue::how_to, Cue::example, Cue::condition};
constexpr Cue kEvidenceTells[] = {Cue::data, Cue::citation, Cue::experience};
constexpr Cue kDepthTells[] = {Cue::reason, Cue::trade_off, Cue::failure, Cue::mechanism};
constexpr Cue kBalanceTells[] = {Cue::trade_off, Cue::alternative, Cue::hedge, Cue::disclosure};

// Set by hand: there are no labels for these. A theme gives up to half of the scale, the rest is how it is treated.
constexpr Weight kLeading[] = {{Signal::definition, 0.8}, {Signal::lists, 0.8},     {Signal::headings, 0.6},
                               {Signal::trade_off, 0.6},  {Signal::example, 0.5},   {Signal::brevity, -1.5},
                               {Signal::promotion, -2},   {Signal::repetition, -2}, {Signal::link_list, -0.6}};
constexpr Weight kGrowing[] = {{Signal::how_to, 0.8},   {Signal::imperative, 0.6}, {Signal::example, 0.6},
                               {Signal::lists, 0.6},    {Signal::reason, 0.6},     {Signal::brevity, -1.5},
                               {Signal::promotion, -2}, {Signal::repetition, -2},  {Signal::link_list, -0.6}};
constexpr Weight kImproving[] = {{Signal::how_to, 0.8},         {Signal::reason, 0.8},    {Signal::imperative, 0.6},
                                 {Signal::numbered_steps, 0.6}, {Signal::data, 0.5},      {Signal::brevity, -1.5},
                                 {Signal::promotion, -2},       {Signal::repetition, -2}, {Signal::link_list, -0.6}};
constexpr Weight kManaging[] = {{Signal::example, 0.8},  {Signal::questions, 0.7},  {Signal::condition, 0.5},
                                {Signal::how_to, 0.6},   {Signal::experience, 0.6}, {Signal::brevity, -1.5},
                                {Signal::promotion, -2}, {Signal::repetition, -2},  {Signal::link_list, -0.6}};
constexpr Weight kApplying[] = {{Signal::imperative, 1.5}, {Signal::how_to, 1.2},    {Signal::lists, 1.0},
                                {Signal::example, 1.0},    {Signal::questions, 0.8}, {Signal::numbered_steps, 0.6},
                                {Signal::brevity, -1.5},   {Signal::promotion, -2},  {Signal::repetition, -2}};
constexpr Weight kBuilding[] = {{Signal::reason, 0.9},      {Signal::trade_off, 0.9},   {Signal::mechanism, 1.0},
                                {Signal::alternative, 0.5}, {Signal::identifiers, 0.6}, {Signal::brevity, -1.5},
                                {Signal::promotion, -2},    {Signal::repetition, -2},   {Signal::link_list, -0.8}};
constexpr Weight kConnecting[] = {{Signal::failure, 1.2},  {Signal::reason, 0.8},    {Signal::condition, 0.6},
                                  {Signal::data, 0.8},     {Signal::trade_off, 0.6}, {Signal::brevity, -1.5},
                                  {Signal::promotion, -2}, {Signal::repetition, -2}, {Signal::link_list, -0.8}};
constexpr Weight kExcelling[] = {{Signal::how_to, 0.6},   {Signal::reason, 0.8},    {Signal::code, 0.7},
                                 {Signal::failure, 0.7},  {Signal::mechanism, 0.6}, {Signal::brevity, -1.5},
                                 {Signal::promotion, -2}, {Signal::repetition, -2}, {Signal::link_list, -0.8}};
constexpr Weight kUsing[] = {{Signal::code, 2.0},     {Signal::imperative, 1.2},     {Signal::identifiers, 1.0},
                             {Signal::example, 0.7},  {Signal::numbered_steps, 0.7}, {Signal::how_to, 0.6},
                             {Signal::brevity, -1.5}, {Signal::promotion, -2},       {Signal::repetition, -2}};

constexpr std::string_view kLeadershipWords =
    "leadership leader lead framework ladder level career principle principles values expectation expectations role "
    "responsibility responsibilities decision strategy vision influence ownership autonomy accountability scope impact "
    "model culture mission goals alignment trust manager director staff principal";
constexpr std::string_view kGrowthWords =
    "growth grow hiring hire interview candidate recruiting onboarding mentor mentoring coach coaching feedback "
    "promotion "
    "career skills learning training team teammates retention diversity inclusion junior senior talent development "
    "develop "
    "knowledge sharing pairing succession";
constexpr std::string_view kProcessWords =
    "process retrospective retro review postmortem incident planning sprint agile kanban standup meeting agenda "
    "metrics "
    "improvement improve workflow iteration delivery roadmap priority prioritize estimate rfc proposal decision "
    "documentation cadence facilitator action items feedback automation checklist";
constexpr std::string_view kPeopleWords =
    "one-on-one people report reports feedback praise motivation motivate delegation delegate conflict performance "
    "appraisal trust empathy listening listen recognition burnout wellbeing inclusion diversity conversation difficult "
    "expectations manager employee teammate happiness morale support coaching firing compensation salary safety";
constexpr std::string_view kManagementWords =
    "template checklist question questions agenda worksheet exercise steps example script conversation plan team "
    "manager "
    "engineer meeting goal practice try start week";
constexpr std::string_view kArchitectureWords =
    "architecture design service services microservice monolith interface api boundary dependency module layer data "
    "schema database queue event protocol migration pattern standard contract coupling abstraction component platform "
    "infrastructure deployment cluster storage cache replication consistency domain";
constexpr std::string_view kSystemsWords =
    "system systems scale scaling latency throughput bottleneck capacity load failure fault resilience availability "
    "redundancy recovery degradation dependency feedback loop cascade timeout retry risk cost incident outage traffic "
    "monitoring alert queue backpressure consistency tradeoff customer user impact stakeholder";
constexpr std::string_view kExcellenceWords =
    "test tests testing review quality reliability security performance monitoring observability logging automation ci "
    "cd "
    "deployment documentation refactoring maintainability debt standard lint coverage incident slo sla oncall practice "
    "debugging profiling accessibility craft";
constexpr std::string_view kApplicationWords =
    "code command configuration config install run deploy example function script api database cluster container test "
    "setup upgrade migration parameter endpoint repository branch build terminal environment variable";

constexpr Family by_hand(std::string_view name, std::span<const Weight> weights, std::string_view theme,
                         std::span<const Cue> telling) {
    return {.name = name,
            .base = 1.5,
            .weights = weights,
            .theme = theme,
            .breadth_points = 3.2,
            .share_points = 1.6,
            .telling = telling};
}

std::vector<Family> make_families() {
    const std::array<std::span<const Cue>, std::size(kFittedBases)> telling{kAccuracyTells, kActionTells,
                                                                            kEvidenceTells, kDepthTells, kBalanceTells};
    static std::array<std::vector<Weight>, std::size(kFittedBases)> fitted;
    std::vector<Family> result;
    for (std::size_t i = 0; i < fitted.size(); ++i) {
        for (const auto& [family, weight] : kFittedWeights)
            if (family == kFittedBases[i].name) fitted[i].push_back(weight);
        result.push_back({.name = kFittedBases[i].name,
                          .base = kFittedBases[i].base,
                          .weights = fitted[i],
                          .theme = {},
                          .telling = telling[i],
                          .fitted = true});
    }
    result.push_back(by_hand("leadership_frameworks", kLeading, kLeadershipWords, kAccuracyTells));
    result.push_back(by_hand("team_growth", kGrowing, kGrowthWords, kActionTells));
    result.push_back(by_hand("process_improvement", kImproving, kProcessWords, kActionTells));
    result.push_back(by_hand("people_management", kManaging, kPeopleWords, kActionTells));
    result.push_back(by_hand("practical_application", kApplying, kManagementWords, kActionTells));
    result.push_back(by_hand("architectural_insight", kBuilding, kArchitectureWords, kDepthTells));
    result.push_back(by_hand("systems_thinking", kConnecting, kSystemsWords, kDepthTells));
    result.push_back(by_hand("engineering_excellence", kExcelling, kExcellenceWords, kDepthTells));
    result.push_back(by_hand("technical_applicability", kUsing, kApplicationWords, kActionTells));
    return result;
}

}  // namespace

std::span<const Family> families() {
    static const std::vector<Family> all = make_families();
    return all;
}

const Family* family_named(std::string_view criterion) {
    const auto found = std::ranges::find(families(), criterion, &Family::name);
    return found == families().end() ? nullptr : &*found;
}

const Family* family_akin(std::string_view criterion) {
    struct Kin {
        std::string_view part;
        std::string_view family;
    };
    constexpr Kin kKin[] = {
        {"accura", "technical_accuracy"}, {"correct", "technical_accuracy"},
        {"precis", "technical_accuracy"}, {"action", "actionability"},
        {"practical", "actionability"},   {"usab", "actionability"},
        {"useful", "actionability"},      {"applic", "actionability"},
        {"evidence", "evidence_based"},   {"source", "evidence_based"},
        {"citation", "evidence_based"},   {"data", "evidence_based"},
        {"research", "evidence_based"},   {"depth", "technical_depth"},
        {"detail", "technical_depth"},    {"rigor", "technical_depth"},
        {"bias", "bias_mitigation"},      {"balance", "bias_mitigation"},
        {"fair", "bias_mitigation"},      {"neutral", "bias_mitigation"},
        {"objectiv", "bias_mitigation"},  {"leadership", "leadership_frameworks"},
        {"growth", "team_growth"},        {"process", "process_improvement"},
        {"people", "people_management"},  {"architect", "architectural_insight"},
        {"system", "systems_thinking"},
    };
    for (const auto& [part, family] : kKin)
        if (criterion.contains(part)) return family_named(family);
    return nullptr;
}

}  // namespace winnow::evaluate
