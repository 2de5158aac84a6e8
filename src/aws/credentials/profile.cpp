#include <cstdlib>

#include "aws/credentials/sources.h"
#include "files/files.h"

namespace winnow::aws {
namespace {

constexpr std::size_t kMaxFileBytes = 1u << 20;

using Settings = std::map<std::string, std::string, std::less<>>;

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// "[profile x]" names x in the configuration file; "[x]" does in the credentials file, and "[default]" in both.
std::string section_name(std::string_view line) {
    auto name = trimmed(line.substr(1, line.find(']') - 1));
    if (name.starts_with("profile ") || name.starts_with("profile\t")) name = trimmed(name.substr(8));
    return std::string(name);
}

/// The settings of one section. Indented lines belong to a nested setting and are passed over, as are comments.
Settings read_section(std::string_view text, std::string_view wanted, bool& found) {
    Settings settings;
    bool inside = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with('[')) {
            inside = section_name(line) == wanted;
            found = found || inside;
        }
        const auto equals = line.find('=');
        const bool is_setting = !line.empty() && line.find_first_of(" \t#;[") != 0 && equals != std::string_view::npos;
        if (inside && is_setting)
            settings[lower(trimmed(line.substr(0, equals)))] = std::string(trimmed(line.substr(equals + 1)));
    }
    return settings;
}

std::string path_of(const Environment& environment, std::string_view own_variable, std::string_view usual) {
    auto path = variable(environment, own_variable);
    const auto home = variable(environment, "HOME");
    if (path.empty()) return home.empty() ? std::string() : home + "/.aws/" + std::string(usual);
    if (path.starts_with("~/")) path.replace(0, 1, home);
    return path;
}

std::string profile_name(const Environment& environment) {
    auto name = variable(environment, "AWS_PROFILE");
    if (name.empty()) name = variable(environment, "AWS_DEFAULT_PROFILE");
    return name;
}

/// Missing files are empty ones.
Result<Settings> read_profile_from(const std::string& path, const std::string& profile, bool& found) {
    if (path.empty()) return Settings();
    auto text = files::read_file(path, kMaxFileBytes);
    if (!text && text.error().kind() == ErrorKind::not_found) return Settings();
    if (!text) return fail(Error(ErrorKind::invalid_config, text.error().message()).in("AWS profile"));
    return read_section(*text, profile, found);
}

/// The profile of both files; the credentials file comes first.
Result<Settings> read_profile(const Environment& environment, bool& found) {
    auto profile = profile_name(environment);
    if (profile.empty()) profile = "default";
    TRY(auto settings,
        read_profile_from(path_of(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), profile, found));
    TRY(auto others, read_profile_from(path_of(environment, "AWS_CONFIG_FILE", "config"), profile, found));
    settings.merge(others);
    return settings;
}

Result<std::optional<Credentials>> read_keys(const Environment& environment) {
    const auto named = profile_name(environment);
    bool found = false;
    TRY(auto settings, read_profile(environment, found));
    if (!named.empty() && !found)
        return fail(ErrorKind::invalid_config, "there is no AWS profile '" + named + "' in the shared files");
    const auto id = settings.find("aws_access_key_id");
    const auto key = settings.find("aws_secret_access_key");
    if (id == settings.end() && key == settings.end()) {
        if (named.empty()) return std::nullopt;
        return fail(ErrorKind::unsupported, "the AWS profile '" + named +
                                                "' has no static keys; roles, SSO and credential_process are not read: "
                                                "put its keys into the environment (aws configure export-credentials)");
    }
    if (id == settings.end() || key == settings.end() || id->second.empty() || key->second.empty())
        return fail(ErrorKind::invalid_config,
                    "the AWS profile '" + (named.empty() ? "default" : named) + "' has only a half of its keys");
    return Credentials{.access_key_id = id->second,
                       .secret_access_key = Secret(key->second),
                       .session_token = Secret(settings["aws_session_token"]),
                       .expires = {}};
}

}  // namespace

CredentialsSource profile_source(const Environment& environment) {
    return {"profile in the shared files", [environment](const Deadline&) { return read_keys(environment); }};
}

std::optional<std::string> profile_setting(const Environment& environment, std::string_view name) {
    bool found = false;
    const auto settings = read_profile(environment, found);
    if (!settings) return std::nullopt;
    const auto setting = settings->find(name);
    if (setting == settings->end() || setting->second.empty()) return std::nullopt;
    return setting->second;
}

}  // namespace winnow::aws
