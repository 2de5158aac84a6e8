#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <unistd.h>

#include <curl/curl.h>

#include "http/live.h"
#include "http/message.h"

namespace winnow::http {
namespace {

struct CurlDelete {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CurlDelete>;

struct ListDelete {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDelete>;

/// Idle handles by the origin of their last connection; the oldest goes when there are too many.
class HandlePool {
public:
    explicit HandlePool(std::size_t most) : most_(most) {}

    Handle take(const std::string& origin) {
        const std::scoped_lock lock(mutex_);
        for (auto idle = idle_.rbegin(); idle != idle_.rend(); ++idle)
            if (idle->origin == origin) {
                auto handle = std::move(idle->handle);
                idle_.erase(std::next(idle).base());
                return handle;
            }
        if (idle_.empty() || idle_.size() < most_ / 2) return Handle(curl_easy_init());
        auto handle = std::move(idle_.front().handle);  // its connection closes when another host is asked
        idle_.pop_front();
        return handle;
    }

    void give_back(std::string origin, Handle handle) {
        const std::scoped_lock lock(mutex_);
        idle_.push_back({std::move(origin), std::move(handle)});
        if (idle_.size() > most_) idle_.pop_front();
    }

private:
    struct Idle {
        std::string origin;
        Handle handle;
    };
    std::size_t most_;
    std::mutex mutex_;
    std::list<Idle> idle_;
};

/// What the callbacks of one transfer share.
struct Transfer {
    const Request& request;
    const Deadline& deadline;
    const AddressGuard& guard;
    std::size_t max_header_bytes;
    Response response;
    std::size_t header_bytes = 0;
    bool in_head = false;  // what comes as fields after the body (trailers) is not taken for fields
    bool body_too_large = false;
    bool headers_too_large = false;
    std::string blocked_peer;
};

bool iequals(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* context) {
    auto& transfer = *static_cast<Transfer*>(context);
    if (count >
        transfer.request.max_body_bytes - std::min(transfer.response.body.size(), transfer.request.max_body_bytes)) {
        transfer.body_too_large = true;
        return 0;
    }
    transfer.response.body.append(bytes, count);
    return count;
}

void take_field_line(std::string_view line, Transfer& transfer) {
    auto& headers = transfer.response.headers;
    if (line.starts_with("HTTP/")) {  // a new response: what came before was interim (1xx)
        headers.clear();
        transfer.in_head = true;
        return;
    }
    const auto text = trimmed(line);
    if (text.empty()) transfer.in_head = false;
    if (!transfer.in_head) return;
    if ((line.front() == ' ' || line.front() == '\t') && !headers.empty()) {  // folded
        headers.back().value += " " + std::string(text);
        return;
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return;
    headers.push_back({std::string(trimmed(text.substr(0, colon))), std::string(trimmed(text.substr(colon + 1)))});
}

/// The content codings in the order in which they were applied; the fields that name them are taken out.
std::string take_coding(std::vector<HeaderField>& headers) {
    std::string coding;
    std::erase_if(headers, [&](const HeaderField& field) {
        if (!iequals(field.name, "content-encoding")) return false;
        coding += (coding.empty() ? "" : ", ") + field.value;
        return true;
    });
    return coding;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* context) {
    auto& transfer = *static_cast<Transfer*>(context);
    transfer.header_bytes += count;
    if (transfer.header_bytes > transfer.max_header_bytes) {
        transfer.headers_too_large = true;
        return 0;
    }
    take_field_line({bytes, count}, transfer);
    return count;
}

int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(context)->deadline.has_passed() ? 1 : 0;
}

/// Whether the field stays one line.
bool is_sound(const HeaderField& field) {
    const auto breaks = [](std::string_view text) {
        return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
    };
    return !field.name.empty() && field.name.find(':') == std::string::npos && !breaks(field.name) &&
           !breaks(field.value);
}

Address address_of(const sockaddr* address) {
    Address result;
    if (address->sa_family == AF_INET) {
        const auto* bytes =
            reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr);
        result.bytes.assign(bytes, bytes + 4);
    } else if (address->sa_family == AF_INET6) {
        const auto* bytes =
            reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr);
        result.bytes.assign(bytes, bytes + 16);
    }
    return result;
}

/// The second look at the address, at the moment of connecting.
curl_socket_t on_open_socket(void* context, curlsocktype purpose, curl_sockaddr* target) {
    auto& transfer = *static_cast<Transfer*>(context);
    const auto address = address_of(&target->addr);
    const auto& url = transfer.request.url;
    if (purpose != CURLSOCKTYPE_IPCXN || !transfer.guard.permits(address, url.host(), url.port())) {
        transfer.blocked_peer = to_string(address);
        return CURL_SOCKET_BAD;
    }
    return socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

/// The third: a connection kept from an earlier request may lead where this one has no leave to go, since its host was
/// configured then, or its name led elsewhere.
int on_request(void* context, char* peer, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(context);
    const auto& url = transfer.request.url;
    const auto address = parse_address(peer);
    if (address && transfer.guard.permits(*address, url.host(), url.port())) return CURL_PREREQFUNC_OK;
    transfer.blocked_peer = peer;
    return CURL_PREREQFUNC_ABORT;
}

/// "host:port:addr,addr" pins the name: the entry replaces that of an earlier request. One with a '+' before it would
/// be dropped at once, since nothing stays in the handle's cache of names.
std::string pinned(const Url& url, const std::vector<Address>& addresses) {
    auto text = std::string(url.host()) + ":" + std::to_string(url.port()) + ":";
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto name = to_string(addresses[i]);
        text += (i == 0 ? "" : ",") + (name.find(':') == std::string::npos ? name : "[" + name + "]");
    }
    return text;
}

Error describe(CURLcode code, const Transfer& transfer, const char* detail) {
    const auto& url = transfer.request.url;
    const auto where = url.origin();
    const std::string what = *detail ? detail : curl_easy_strerror(code);
    if (transfer.body_too_large)
        return {ErrorKind::too_large,
                url.href() + " is larger than " + std::to_string(transfer.request.max_body_bytes) + " bytes"};
    if (transfer.headers_too_large) return {ErrorKind::too_large, where + " sent headers without an end"};
    if (!transfer.blocked_peer.empty())
        return {ErrorKind::blocked, where + " led to the forbidden address " + transfer.blocked_peer};
    if (transfer.deadline.is_stopped()) return {ErrorKind::cancelled, "stopped while asking " + where};
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
        case CURLE_ABORTED_BY_CALLBACK: return {ErrorKind::timed_out, where + " did not answer in time"};
        case CURLE_COULDNT_CONNECT: return {ErrorKind::unavailable, "cannot connect to " + where + ": " + what};
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return {ErrorKind::unavailable, "no trusted TLS connection to " + where + ": " + what};
        case CURLE_GOT_NOTHING:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR: return {ErrorKind::unavailable, where + " broke the connection: " + what};
        case CURLE_PARTIAL_FILE: return {ErrorKind::unavailable, where + " ended the answer too early: " + what};
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING: return {ErrorKind::malformed, where + " answered with broken HTTP: " + what};
        default: return {ErrorKind::unavailable, "asking " + where + " failed: " + what};
    }
}

class LiveClient final : public Client {
public:
    explicit LiveClient(LiveOptions options)
        : options_(std::move(options)),
          guard_(options_.private_addresses, options_.allowed_hosts, options_.resolver),
          pool_(options_.max_idle_connections) {}

    Result<Response> send(const Request& request, const Deadline& deadline) override {
        if (request.url.empty()) return fail(ErrorKind::invalid_argument, "no URL");
        if (!std::ranges::all_of(request.headers, is_sound))
            return fail(ErrorKind::invalid_argument, "a header field with a line break or without a name");
        const auto limit = deadline.within(request.timeout);
        if (limit.has_passed())
            return fail(Error(limit.is_stopped() ? ErrorKind::cancelled : ErrorKind::timed_out, "no time left"));
        const auto guard = guard_for(request);
        TRY(const auto addresses, guard.resolve(request.url.host(), request.url.port()));
        const auto origin = request.url.origin();
        auto handle = pool_.take(origin);
        if (!handle) return fail(ErrorKind::internal, "libcurl does not start");
        auto result = perform(handle.get(), request, limit, guard, addresses);
        curl_easy_reset(handle.get());
        pool_.give_back(origin, std::move(handle));
        return result;
    }

private:
    AddressGuard guard_for(const Request& request) const {
        if (!request.to_configured_host) return guard_;
        auto allowed = options_.allowed_hosts;
        allowed.push_back(std::string(request.url.host()) + ":" + std::to_string(request.url.port()));
        return {options_.private_addresses, std::move(allowed), options_.resolver};
    }

    Result<Response> perform(CURL* curl, const Request& request, const Deadline& deadline, const AddressGuard& guard,
                             const std::vector<Address>& addresses) const {
        Transfer transfer{
            .request = request, .deadline = deadline, .guard = guard, .max_header_bytes = options_.max_header_bytes};
        std::array<char, CURL_ERROR_SIZE> detail{};
        const bool is_name = !parse_address(request.url.host()) && !request.url.host().starts_with('[');
        const List pin(is_name ? curl_slist_append(nullptr, pinned(request.url, addresses).c_str()) : nullptr);
        const List headers = header_list(request);
        set_up(curl, request, transfer, deadline, detail.data());
        curl_easy_setopt(curl, CURLOPT_RESOLVE, pin.get());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        const auto started = std::chrono::steady_clock::now();
        const auto code = curl_easy_perform(curl);
        if (code != CURLE_OK) return fail(describe(code, transfer, detail.data()));
        if (transfer.in_head)  // libcurl takes that for an answer without a body
            return fail(ErrorKind::unavailable, request.url.origin() + " ended the answer before its body");
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        auto& response = transfer.response;
        response.status = static_cast<int>(status);
        if (const auto coding = take_coding(response.headers); !coding.empty()) {
            auto decoded = decode_content(response.body, coding, request.max_body_bytes);
            if (!decoded) return fail(std::move(decoded).error().in(request.url.href()));
            response.body = std::move(*decoded);
        }
        response.took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
        return std::move(response);
    }

    static List header_list(const Request& request) {
        List list;
        const auto add = [&](const std::string& line) {
            auto* longer = curl_slist_append(list.get(), line.c_str());
            static_cast<void>(list.release());
            list.reset(longer);
        };
        for (const auto& [name, value] : request.headers) {
            auto line = name;
            line.append(value.empty() ? ";" : ": ").append(value);
            add(line);
        }
        if (!find_header(request.headers, "content-type")) add("Content-Type:");  // libcurl would say it is a form
        if (!find_header(request.headers, "accept-encoding")) add("Accept-Encoding: gzip, deflate, br, zstd");
        add("Expect:");
        return list;
    }

    void set_up(CURL* curl, const Request& request, Transfer& transfer, const Deadline& deadline, char* detail) const {
        const auto set = [&](auto option, auto value) { curl_easy_setopt(curl, option, value); };
        set(CURLOPT_URL, request.url.href().c_str());
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_ERRORBUFFER, detail);
        set(CURLOPT_USERAGENT, options_.user_agent.c_str());
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(deadline.remaining().count(), 1)));
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
        set(CURLOPT_LOW_SPEED_LIMIT, 10L);  // bytes a second: a server that drips is as good as silent
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.stalled_after.count()));
        set(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
        set(CURLOPT_MAXCONNECTS, 1L);  // one connection a handle, so that the pool counts them
        if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
        if (request.method == "HEAD") set(CURLOPT_NOBODY, 1L);
        if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.data());
        }
        if (request.method != "GET" && request.method != "HEAD") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
        set(CURLOPT_WRITEFUNCTION, on_body);
        set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
        set(CURLOPT_HEADERFUNCTION, on_header);
        set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, on_progress);
        set(CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
        set(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
        set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer));
        set(CURLOPT_PREREQFUNCTION, on_request);
        set(CURLOPT_PREREQDATA, static_cast<void*>(&transfer));
    }

    LiveOptions options_;
    AddressGuard guard_;
    HandlePool pool_;
};

}  // namespace

Result<std::unique_ptr<Client>> make_live_client(LiveOptions options) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) return fail(ErrorKind::internal, "libcurl does not start");
    if (!options.ca_file.empty() && access(options.ca_file.c_str(), R_OK) != 0)
        return fail(ErrorKind::invalid_config, "net.ca_file: cannot read " + options.ca_file);
    return std::make_unique<LiveClient>(std::move(options));
}

}  // namespace winnow::http
