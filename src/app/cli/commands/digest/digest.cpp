#include "publish/digest/digest.h"

#include <algorithm>
#include <cstdio>

#include "app/cli/commands/commands.h"
#include "app/cli/commands/digest/gather.h"
#include "app/cli/session.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/progress.h"
#include "app/wiring/morning/destinations.h"
#include "app/wiring/morning/profiles.h"
#include "publish/terminal.h"
#include "publish/wording.h"

namespace winnow::cli {
namespace {

constexpr const char* kLedgerFile = "deliveries.sqlite";

/// How the delivery to one destination ended.
struct Outcome {
    std::string destination;
    std::size_t delivered = 0;  ///< articles
    std::string problem;
};

struct Round {
    const DigestArguments& arguments;
    const Settings& settings;
    const Gathered& gathered;
    Selection selection;
    DeliveryLedger& ledger;
    http::Client& client;
    Deadline deadline;
};

/// Names of profiles stand for their questions.
std::vector<std::string> questions_of(const Settings& settings, std::vector<std::string> questions) {
    for (auto& question : questions)
        if (const auto profile = find_profile(settings, question)) question = profile->question;
    return questions;
}

/// What stands in a destination's own list and on the command line.
std::vector<std::string> wanted_questions(const Round& round, const DestinationSetting& setting) {
    auto own = questions_of(round.settings, setting.questions);
    const auto& named = round.selection.questions;
    if (own.empty() || named.empty()) return own.empty() ? named : own;
    std::erase_if(own, [&](const std::string& question) { return std::ranges::find(named, question) == named.end(); });
    if (own.empty()) own.emplace_back();  // no question fits both
    return own;
}

void warn_of_unclear(const std::string& name, const std::vector<Delivery>& unclear) {
    if (unclear.empty()) return;
    std::vector<std::string> notes{
        name + ": an earlier delivery was cut off; these may arrive a second time, and never a third:"};
    for (const auto& delivery : unclear)
        notes.push_back("  " + plain_terminal_text(delivery.title.empty() ? delivery.url : delivery.title));
    say_notes(notes);
}

Result<void> deliver_part(const Round& round, Destination& destination, const std::string& name, const Digest& part) {
    const auto deliveries = deliveries_of(part, round.gathered);
    TRY_OK(round.ledger.begin(name, deliveries, round.selection.now));
    auto sent = destination.deliver(part, round.deadline);
    if (sent) return round.ledger.succeed(name, deliveries, round.selection.now);
    if (sent.error().kind() != ErrorKind::timed_out) TRY_OK(round.ledger.give_up(name, deliveries));
    return sent;
}

Outcome deliver_to(const Round& round, const DestinationSetting& setting) {
    Outcome outcome{.destination = setting.name, .problem = {}};
    const auto delivered = [&]() -> Result<void> {
        TRY(const auto destination, make_destination(setting, round.settings, round.client));
        TRY(const auto unclear, round.ledger.unclear(setting.name));
        auto selection = round.selection;
        selection.questions = wanted_questions(round, setting);
        TRY(const auto digest, select(round.gathered, selection, &round.ledger, setting.name));
        if (digest.sections.empty()) return {};
        warn_of_unclear(setting.name, unclear);
        for (const auto& part : destination->parts(digest)) {
            TRY_OK(deliver_part(round, *destination, setting.name, part));
            outcome.delivered += count_articles(part);
        }
        return {};
    }();
    if (!delivered) outcome.problem = delivered.error().message();
    return outcome;
}

/// The destinations that are meant: those named, else all that are enabled.
Result<std::vector<DestinationSetting>> chosen(const DigestArguments& arguments, const Settings& settings) {
    std::vector<DestinationSetting> destinations;
    for (const auto& setting : settings.digest.destinations)
        if (arguments.to.empty() && setting.enabled) destinations.push_back(setting);
    for (const auto& name : arguments.to) {
        const auto found = std::ranges::find(settings.digest.destinations, name, &DestinationSetting::name);
        if (found == settings.digest.destinations.end())
            return fail(ErrorKind::invalid_argument, "there is no destination '" + name +
                                                         "'; name those of digest.destinations in the configuration");
        destinations.push_back(*found);
    }
    return destinations;
}

void show_digest(const Digest& digest, const std::string& format) {
    if (format == "json")
        std::fputs(json::dump_pretty(encode_digest(digest)).c_str(), stdout);
    else if (format == "markdown")
        std::fputs(to_digest_markdown(digest).c_str(), stdout);
    else if (format == "html")
        std::fputs(to_digest_mail_html(digest).c_str(), stdout);
    else if (digest.sections.empty())
        std::puts("Nothing new.");
    else
        std::fputs(to_digest_text(digest).c_str(), stdout);
}

/// Silence looks like breakage: whether the threshold alone keeps everything back.
void explain_threshold(const Gathered& gathered, const Selection& selection) {
    const ReportItem* best = nullptr;
    double least = selection.min_score;
    for (const auto& report : gathered.reports)
        for (const auto& item : report.results) {
            if (item.high_quality && selection.min_score <= 0) return;
            if (best == nullptr || item.assessment.overall > best->assessment.overall) best = &item;
            if (selection.min_score <= 0) least = report.min_score;
        }
    if (best == nullptr || best->assessment.overall >= least) return;
    say_notes({"the best article has " + one_decimal(best->assessment.overall) + " of 10, and a digest wants " +
               one_decimal(least) + "; digest.min_score or --min-score sets another threshold"});
}

ExitCode show_outcomes(const std::vector<Outcome>& outcomes, bool as_json) {
    std::size_t failed = 0;
    json::Value all(json::Array{});
    for (const auto& outcome : outcomes) {
        if (!outcome.problem.empty()) ++failed;
        all.push(json::object(
            {{"destination", outcome.destination}, {"delivered", outcome.delivered}, {"problem", outcome.problem}}));
        if (as_json) continue;
        const auto count = counted(static_cast<std::int64_t>(outcome.delivered), "article", "articles");
        if (outcome.problem.empty())
            std::printf("%s: %s\n", outcome.destination.c_str(),
                        outcome.delivered > 0 ? (count + " delivered").c_str() : "nothing new");
        else
            std::fprintf(stderr, "winnow: %s: %s%s\n", outcome.destination.c_str(),
                         plain_terminal_text(outcome.problem).c_str(),
                         outcome.delivered > 0 ? (" (" + count + " delivered before)").c_str() : "");
    }
    if (as_json) std::fputs(json::dump_pretty(all).c_str(), stdout);
    if (failed == 0) return ExitCode::done;
    return failed == outcomes.size() ? ExitCode::failed : ExitCode::partial;
}

Result<ExitCode> deliver_all(const DigestArguments& arguments, const Settings& settings,
                             const std::vector<DestinationSetting>& destinations, const Gathered& gathered,
                             Selection selection) {
    TRY(const auto opened, open_delivery_ledger(data_folder(settings) / kLedgerFile));
    if (!opened.note.empty()) say_notes({opened.note});
    if (arguments.dry_run) {
        for (const auto& setting : destinations) {
            TRY(const auto digest, select(gathered, selection, opened.ledger.get(), setting.name));
            std::printf("== %s (%s)\n", setting.name.c_str(), setting.kind.c_str());
            show_digest(digest, arguments.format);
        }
        return ExitCode::done;
    }
    TRY(const auto client, make_delivery_client(settings));
    const Round round{.arguments = arguments,
                      .settings = settings,
                      .gathered = gathered,
                      .selection = std::move(selection),
                      .ledger = *opened.ledger,
                      .client = *client,
                      .deadline = Deadline::after(std::chrono::minutes{10}, stop_on_signals())};
    std::vector<Outcome> outcomes;
    for (const auto& setting : destinations) {
        if (round.deadline.is_stopped()) break;
        outcomes.push_back(deliver_to(round, setting));
    }
    return show_outcomes(outcomes, arguments.common.json);
}

Result<ExitCode> make_digest(const DigestArguments& arguments) {
    TRY(const auto settings, begin(arguments.common));
    TRY(const auto destinations, chosen(arguments, settings));
    TRY(const auto opened, open_store(settings));
    if (!opened.note.empty()) say_notes({opened.note});
    const auto now = system_clock().now();
    TRY(const auto since, parse_since(arguments.since, now));
    TRY(const auto gathered, gather(settings, *opened.store, since));
    Selection selection{.title = settings.digest.title,
                        .since = since,
                        .now = now,
                        .limit = arguments.limit > 0 ? arguments.limit : settings.digest.limit,
                        .min_score = arguments.min_score > 0 ? arguments.min_score : settings.digest.min_score,
                        .below = arguments.below.value_or(settings.digest.below),
                        .questions = questions_of(settings, arguments.questions)};
    if (arguments.common.verbosity >= 0 && selection.below == 0) explain_threshold(gathered, selection);
    if (!destinations.empty()) return deliver_all(arguments, settings, destinations, gathered, std::move(selection));
    TRY(const auto digest, select(gathered, selection, nullptr, {}));
    show_digest(digest, arguments.common.json ? "json" : arguments.format);
    if (arguments.common.verbosity >= 0 && arguments.format == "text")
        say_notes({"nobody got this: the configuration has no digest.destinations (docs/digest.md)"});
    return ExitCode::done;
}

}  // namespace

ExitCode digest_command(const DigestArguments& arguments) {
    const auto code = make_digest(arguments);
    return code ? *code : complain(code.error());
}

}  // namespace winnow::cli
