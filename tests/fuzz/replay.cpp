// Runs the inputs of fuzz/corpus, fuzz/regressions and fuzz/corpora.txt through the fuzz targets.
// usage: fuzz_replay REPOSITORY [TARGET]
// A broken promise aborts; the last line printed names the input. Exit 1 for a target without a single seed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Target {
    std::string_view name;
    int (*run)(const std::uint8_t* bytes, std::size_t size);
};

}  // namespace

#include "targets.inc"

namespace {

namespace fs = std::filesystem;

/// The folders with inputs of the target; some may not exist.
std::vector<fs::path> folders_of(const fs::path& root, std::string_view target) {
    std::vector<fs::path> folders{root / "fuzz/corpus" / target, root / "fuzz/regressions" / target};
    std::ifstream list(root / "fuzz/corpora.txt");
    for (std::string name, folder; list >> name; std::getline(list, name))
        if (name == target && list >> folder) folders.push_back(root / folder);
    return folders;
}

/// In an order that does not depend on the file system.
std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::exists(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t replay(const fs::path& root, const Target& target) {
    std::size_t count = 0;
    for (const auto& folder : folders_of(root, target.name)) {
        for (const auto& path : files_in(folder)) {
            std::printf("%s: %s\n", std::string(target.name).c_str(), path.lexically_relative(root).c_str());
            std::fflush(stdout);
            const auto bytes = bytes_of(path);
            target.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++count;
        }
    }
    return count;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: fuzz_replay REPOSITORY [TARGET]\n", stderr);
        return 2;
    }
    const std::string_view only = argc > 2 ? argv[2] : "";
    bool has_seeds = true;
    for (const auto& target : kTargets) {
        if (!only.empty() && target.name != only) continue;
        if (replay(argv[1], target) > 0) continue;
        std::fprintf(stderr, "%s: no seeds\n", std::string(target.name).c_str());
        has_seeds = false;
    }
    return has_seeds ? 0 : 1;
}
