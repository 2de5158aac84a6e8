#pragma once

#include <filesystem>

namespace winnow {

/// The folder of the sources, which holds tests/data, docs and examples.
///
/// A function and no macro: only one object file knows the path, so the others are the same in every checkout and a
/// compiler cache serves them.
std::filesystem::path source_folder();

}  // namespace winnow
