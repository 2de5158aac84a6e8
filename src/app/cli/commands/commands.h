#pragma once

#include "app/cli/arguments.h"

namespace winnow::cli {

ExitCode run_command(const RunArguments& arguments);
ExitCode digest_command(const DigestArguments& arguments);
ExitCode schedule_command(const ScheduleArguments& arguments);
ExitCode evaluate_command(const EvaluateArguments& arguments);
ExitCode judge_command(const JudgeArguments& arguments);
ExitCode compare_command(const CompareArguments& arguments);
ExitCode runs_command(const RunsArguments& arguments);
ExitCode cache_command(const CacheArguments& arguments);
ExitCode config_command(const ConfigArguments& arguments);
ExitCode doctor_command(const CommonArguments& arguments);
/// Asks one address, which may be internal, and says whether it answered 200, or 401 for a password, within five
/// seconds.
ExitCode health_command(const std::string& address);
ExitCode rank_command(const RankArguments& arguments);
ExitCode extract_command(const ExtractArguments& arguments);
ExitCode sources_command(const SourcesArguments& arguments);
ExitCode search_command(const SearchArguments& arguments);
ExitCode index_command(const IndexArguments& arguments);

}  // namespace winnow::cli
