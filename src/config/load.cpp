#include "config/load.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <pwd.h>
#include <system_error>
#include <unistd.h>

#include "config/node.h"
#include "config/yaml.h"
#include "files/files.h"

namespace winnow::config {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

fs::path home() {
    if (auto home = variable("HOME"); !home.empty()) return home;
    struct passwd entry = {};
    struct passwd* found = nullptr;
    std::array<char, 4096> buffer;
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
    return found->pw_dir;
}

/// The folder of the XDG Base Directory Specification, which says that a relative path is to be ignored.
fs::path xdg_folder(const char* name, const fs::path& below_home) {
    if (fs::path folder = variable(name); folder.is_absolute()) return folder;
    const auto folder = home();
    return folder.empty() ? fs::path() : folder / below_home;
}

}  // namespace

Environment process_environment() {
    constexpr std::string_view kPrefix = "WINNOW_";
    Environment environment;
    for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (text.starts_with(kPrefix) && equals != std::string_view::npos)
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

Result<Section> load(const fs::path& file, Environment environment) {
    const auto text = files::read_file(file, kMaxYamlBytes);
    if (!text) return fail(ErrorKind::invalid_config, text.error().message());
    return parse(*text, file.string(), std::move(environment));
}

Result<Section> parse(std::string_view text, std::string name, Environment environment) {
    TRY(auto root, parse_yaml(text, name));
    return make_root(std::move(root), std::move(name), std::move(environment), nullptr);
}

Section empty(Environment environment) {
    return make_root(nullptr, {}, std::move(environment), nullptr);
}

Section describe(std::vector<FieldDescription>& fields) {
    return make_root(nullptr, {}, {}, &fields);
}

Result<std::optional<fs::path>> find_config_file(const fs::path& named) {
    std::error_code ignored;
    if (!named.empty()) {
        if (!fs::exists(named, ignored))
            return fail(ErrorKind::invalid_config, "there is no configuration file " + named.string());
        return named;
    }
    if (fs::exists("winnow.yaml", ignored)) return fs::path("winnow.yaml");
    if (const auto folder = xdg_folder("XDG_CONFIG_HOME", ".config"); !folder.empty())
        if (auto file = folder / "winnow" / "winnow.yaml"; fs::exists(file, ignored)) return file;
    return std::nullopt;
}

fs::path data_folder() {
    if (auto folder = variable("WINNOW_DATA"); !folder.empty()) return folder;
    const auto folder = xdg_folder("XDG_DATA_HOME", fs::path(".local") / "share");
    return folder.empty() ? fs::path("winnow-data") : folder / "winnow";
}

}  // namespace winnow::config
