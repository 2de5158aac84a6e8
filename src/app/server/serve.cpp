#include "app/server/serve.h"

#include <future>
#include <thread>

#include "app/server/jobs/run_job.h"
#include "app/server/site/site.h"
#include "app/server/web/listener.h"
#include "app/wiring/assembly.h"
#include "app/wiring/cloud/secrets.h"
#include "app/wiring/labels/labels.h"
#include "config/secrets.h"

namespace winnow {
namespace {

constexpr std::size_t kLeastPassword = 12;  // bytes: it is all that stands between the network and the runs
constexpr std::size_t kRunsRead = 60;       // before somebody asks for them

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1";
}

std::string shown(const std::string& address, std::uint16_t port) {
    const bool is_v6 = address.contains(':');
    return "http://" + (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port) + "/";
}

Result<Secret> password_of(const ServeSettings& serve) {
    const bool is_default = serve.password == ServeSettings().password;
    auto password = config::resolve(serve.password, process_secret_schemes());
    if (!password && !is_default) return fail(std::move(password).error().in("serve.password"));
    if (password && !password->empty()) {
        if (password->reveal().size() < kLeastPassword)
            return fail(ErrorKind::invalid_config,
                        "serve.password: shorter than 12 characters; take a long one, such "
                        "as the output of: openssl rand -base64 24");
        return password;
    }
    if (is_loopback(serve.address)) return Secret();
    return fail(ErrorKind::invalid_config,
                "serve.address: others can reach " + serve.address +
                    ", so a password is needed: set WINNOW_SERVE_PASSWORD, or let serve.password say where it lies");
}

class LocalServer final : public Server {
public:
    LocalServer(const Settings& settings, const ServeOptions& options) : settings_(settings), options_(options) {}
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    Result<void> open() {
        TRY(auto password, password_of(options_.serve));
        TRY(auto store, open_store(settings_));
        TRY(auto labels, open_labels(settings_));
        for (auto* const note : {&store.note, &labels.note})
            if (!note->empty()) notes_.push_back(std::move(*note));
        store_ = std::move(store.store);
        labels_ = std::move(labels.book);
        library_ = std::make_unique<site::Library>(*store_);
        finder_ = std::make_unique<site::Finder>(settings_, *store_, options_.stop);
        if (auto note = finder_->prepare(); !note.empty()) notes_.push_back(std::move(note));
        jobs_ = std::make_unique<site::JobQueue>(site::run_by(settings_, options_.archive), system_clock());
        TRY_OK(listen(std::move(password)));
        reader_ = std::jthread([this] { read_ahead(); });
        return {};
    }

    const std::string& address() const override { return address_; }
    const std::vector<std::string>& notes() const override { return notes_; }

private:
    /// The guard must know the port, which is known when the listener listens: until then, nobody is answered.
    Result<void> listen(Secret password) {
        TRY(auto token, web::random_token());
        std::promise<void> ready;
        const auto is_ready = ready.get_future().share();
        const auto handle = [this, is_ready](const web::Request& request) {
            is_ready.wait();
            return site_->handle(request);
        };
        const auto& serve = options_.serve;
        TRY(listener_,
            web::Listener::open({.address = serve.address, .port = static_cast<std::uint16_t>(serve.port)}, handle));
        guard_ = std::make_unique<web::Guard>(web::GuardOptions{.is_loopback = is_loopback(serve.address),
                                                                .port = listener_->port(),
                                                                .hosts = serve.hosts,
                                                                .password = std::move(password),
                                                                .token = std::move(token)});
        site_ = std::make_unique<site::Site>(site::SiteParts{.settings = settings_,
                                                             .store = *store_,
                                                             .labels = *labels_,
                                                             .library = *library_,
                                                             .finder = *finder_,
                                                             .jobs = *jobs_,
                                                             .guard = *guard_,
                                                             .clock = system_clock(),
                                                             .archive = options_.archive});
        address_ = shown(serve.address, listener_->port());
        ready.set_value();
        return {};
    }

    /// So that the first page that is asked for need not wait for reports and index to be read.
    void read_ahead() {
        static_cast<void>(library_->history(kRunsRead));
        static_cast<void>(library_->latest_of_each_question());
        static_cast<void>(finder_->stats(Deadline::after(std::chrono::seconds{20})));
    }

    Settings settings_;
    ServeOptions options_;
    std::vector<std::string> notes_;
    std::string address_;
    // Each borrows from those before it; the listener goes first, and waits for who is being answered.
    std::unique_ptr<Store> store_;
    std::unique_ptr<LabelBook> labels_;
    std::unique_ptr<site::Library> library_;
    std::unique_ptr<site::Finder> finder_;
    std::unique_ptr<site::JobQueue> jobs_;
    std::unique_ptr<web::Guard> guard_;
    std::unique_ptr<site::Site> site_;
    std::unique_ptr<web::Listener> listener_;
    std::jthread reader_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const Settings& settings, const ServeOptions& options) {
    auto server = std::make_unique<LocalServer>(settings, options);
    TRY_OK(server->open());
    return server;
}

}  // namespace winnow
