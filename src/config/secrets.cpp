#include "config/secrets.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sys/stat.h>
#include <utility>

#include "files/files.h"
#include "log/log.h"

namespace winnow::config {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"env", "file", "ssm", "secretsmanager"};
constexpr std::size_t kMaxSecretBytes = 64u << 10;  // as much as AWS Secrets Manager holds

bool is_letter_or_underscore(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_variable_name(std::string_view name) {
    return !name.empty() && is_letter_or_underscore(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_letter_or_underscore(c) || (c >= '0' && c <= '9'); });
}

std::pair<std::string_view, std::string_view> split(std::string_view reference) {
    const auto colon = reference.find(':');
    if (colon == std::string_view::npos) return {};
    return {reference.substr(0, colon), reference.substr(colon + 1)};
}

Result<Secret> from_environment(std::string_view name) {
    const char* const value = std::getenv(std::string(name).c_str());
    if (value == nullptr || *value == '\0')
        return fail(ErrorKind::invalid_config, "the environment variable " + std::string(name) + " is not set");
    return Secret(value);
}

bool is_mounted_by_orchestrator(std::string_view path) {
    return path.starts_with("/run/secrets/") || path.starts_with("/var/run/secrets/");
}

void warn_if_open_to_others(const std::string& path) {
    struct stat status = {};
    if (is_mounted_by_orchestrator(path) || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0)
        log::warn("secret file is open to every user", {{"path", path}, {"fix", "chmod 600 " + path}});
}

Result<Secret> from_file(std::string_view name) {
    const std::string path(name);
    auto text = files::read_file(path, kMaxSecretBytes);
    if (!text) return fail(ErrorKind::invalid_config, text.error().message());
    warn_if_open_to_others(path);
    if (text->ends_with('\n')) text->pop_back();
    if (text->ends_with('\r')) text->pop_back();
    Secret secret(std::move(*text));
    if (secret.empty()) return fail(ErrorKind::invalid_config, path + " is empty");
    return secret;
}

}  // namespace

SecretSchemes builtin_secret_schemes() {
    return {{"env", from_environment}, {"file", from_file}};
}

bool is_secret_reference(std::string_view text) {
    const auto [scheme, name] = split(text);
    if (std::ranges::find(kSchemes, scheme) == kSchemes.end() || name.empty()) return false;
    return scheme != "env" || is_variable_name(name);
}

Result<Secret> resolve(const SecretReference& reference, const SecretSchemes& schemes) {
    if (reference.empty()) return Secret();
    if (!is_secret_reference(reference.text))
        return fail(ErrorKind::invalid_config, "expected a reference to a secret such as env:NAME or file:/path");
    const auto [scheme, name] = split(reference.text);
    const auto found = schemes.find(scheme);
    if (found == schemes.end())
        return fail(ErrorKind::invalid_config, "secrets from '" + std::string(scheme) + ":' cannot be read here");
    auto secret = found->second(name);
    if (!secret) return fail(std::move(secret).error().in("secret " + reference.text));
    return secret;
}

}  // namespace winnow::config
