#pragma once

namespace winnow::cli {

/// Keeps this process's memory, which may hold keys, out of core dumps and from other processes of the same user
/// (debuggers, /proc). With WINNOW_CORE_DUMPS=1 in the environment it leaves everything as it is, for debugging. To be
/// called before the first key is read. Programs that this one starts are not dumped to files either.
void keep_memory_private();

/// Whether the system would give this process's memory to a dump or a debugger of the same user.
bool is_memory_open();

}  // namespace winnow::cli
