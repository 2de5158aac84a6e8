#include "app/wiring/morning/destinations.h"

#include "app/wiring/cloud/secrets.h"
#include "app/wiring/version.h"
#include "http/live.h"

namespace winnow {
namespace {

Result<std::unique_ptr<Destination>> make_mail(const DestinationSetting& setting, const Settings& settings) {
    MailOptions options{.host = setting.host,
                        .port = static_cast<std::uint16_t>(setting.port),
                        .tls = setting.tls == "tls"    ? MailTls::tls
                               : setting.tls == "none" ? MailTls::none
                                                       : MailTls::starttls,
                        .ca_file = settings.net.ca_file,
                        .user = setting.user,
                        .password = {},
                        .from = {},
                        .to = {}};
    const auto is_sound = [](unsigned char c) { return c > ' ' && c != 0x7F && c != '/' && c != '@' && c != '?'; };
    for (const char c : options.host)
        if (!is_sound(static_cast<unsigned char>(c)))
            return fail(ErrorKind::invalid_config,
                        "host: write the name of the server alone, such as smtp.example.org");
    TRY(options.from, mime::parse_mailbox(setting.from));
    for (const auto& text : setting.to) {
        TRY(auto mailbox, mime::parse_mailbox(text));
        options.to.push_back(std::move(mailbox));
    }
    if (!setting.user.empty()) {
        TRY(options.password, config::resolve(setting.password, process_secret_schemes()));
    }
    return make_mail_destination(std::move(options));
}

Result<std::unique_ptr<Destination>> make_chat(const DestinationSetting& setting, http::Client& client) {
    ChatOptions options{.form = setting.kind == "slack"   ? slack_form()
                                : setting.kind == "teams" ? teams_form()
                                                          : discord_form(),
                        .webhook = {}};
    TRY(options.webhook, config::resolve(setting.webhook, process_secret_schemes()));
    return make_chat_destination(std::move(options), client);
}

}  // namespace

Result<std::unique_ptr<Destination>> make_destination(const DestinationSetting& setting, const Settings& settings,
                                                      http::Client& client) {
    auto made = [&]() -> Result<std::unique_ptr<Destination>> {
        if (setting.kind == "mail") return make_mail(setting, settings);
        if (setting.kind == "markdown") return make_markdown_destination(setting.file);
        if (setting.kind == "site")
            return make_site_destination({.folder = setting.folder,
                                          .title = setting.title.empty() ? settings.digest.title : setting.title,
                                          .address = setting.address});
        return make_chat(setting, client);
    }();
    if (!made) return fail(std::move(made).error().in("destination " + setting.name));
    return made;
}

Result<std::unique_ptr<http::Client>> make_delivery_client(const Settings& settings) {
    http::LiveOptions options;
    options.user_agent = "winnow/" + version_number() + " (+" + settings.net.contact + ")";
    options.allowed_hosts = settings.net.allow;
    options.ca_file = settings.net.ca_file;
    return http::make_live_client(std::move(options));
}

}  // namespace winnow
