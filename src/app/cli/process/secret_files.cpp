#include "app/cli/process/secret_files.h"

#include <sys/stat.h>

#include "config/load.h"
#include "config/yaml.h"
#include "files/files.h"

namespace winnow::cli {
namespace {

constexpr std::string_view kScheme = "file:";

void add_if_file(const std::string& text, SecretFiles& files) {
    if (!text.starts_with(kScheme)) return;
    auto path = text.substr(kScheme.size());
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    const bool is_open = (status.st_mode & (S_IROTH | S_IWOTH)) != 0;
    (is_open ? files.open : files.closed).push_back(std::move(path));
}

void look_through(const config::Yaml& node, SecretFiles& files) {
    add_if_file(node.text, files);
    for (const auto& item : node.items) look_through(*item, files);
    for (const auto& member : node.members) look_through(*member.value, files);
}

}  // namespace

SecretFiles secret_files(const std::filesystem::path& config_file) {
    SecretFiles files;
    for (const auto& [name, value] : config::process_environment()) add_if_file(value, files);
    if (config_file.empty()) return files;
    const auto text = files::read_file(config_file, config::kMaxYamlBytes);
    const auto tree = text ? config::parse_yaml(*text, config_file.string()) : fail(text.error());
    if (tree && *tree) look_through(**tree, files);
    return files;
}

}  // namespace winnow::cli
