// The fetch stage alone: every URL of a file through the polite fetcher, host by host as a run does it.
// usage: bench_fetch URLS WORKERS HOST_CONCURRENCY DELAY_MS respected|ignored   prints fetches, failures and seconds as
// JSON.

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "fetch/fetcher.h"
#include "http/live.h"
#include "http/retry.h"
#include "parallel/parallel_map.h"

using namespace winnow;

namespace {

struct Work {
    std::vector<Url> urls;
    std::vector<std::string> hosts;
    std::unordered_map<std::string, Url> url_of_host;
};

Work read_urls(const char* file) {
    Work work;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        auto url = Url::parse(line);
        if (!url) continue;
        work.hosts.push_back(url->origin());
        work.url_of_host.emplace(work.hosts.back(), *url);
        work.urls.push_back(std::move(*url));
    }
    return work;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 6) return 2;
    const auto work = read_urls(arguments[1]);
    const auto workers = static_cast<std::size_t>(std::atoi(arguments[2]));
    const auto concurrency = static_cast<std::size_t>(std::atoi(arguments[3]));
    const FetchOptions options{
        .delay = std::chrono::milliseconds{std::atoi(arguments[4])},
        .robots = std::string_view(arguments[5]) == "ignored" ? RobotsPolicy::ignored : RobotsPolicy::respected};

    http::LiveOptions live;
    live.private_addresses = http::PrivateAddresses::allowed;
    live.user_agent = "winnow-bench/1 (+https://example.org)";
    auto client = http::make_live_client(live);
    if (!client) return 1;
    const auto retrying = http::make_retrying_client(**client, {.retries = 2});
    const auto fetcher = make_fetcher(options, *retrying, system_clock());

    std::atomic<std::size_t> fetched = 0;
    std::atomic<std::size_t> failed = 0;
    std::atomic<std::size_t> bytes = 0;
    const auto begin = std::chrono::steady_clock::now();
    const auto pace = [&](const std::string& host) {
        return Pace{concurrency, fetcher->delay_for(work.url_of_host.at(host))};
    };
    const auto called = parallel_for(work.hosts, {.workers = workers, .pace = pace}, {}, [&](std::size_t i) {
        const auto page = fetcher->fetch(work.urls[i], {}, {});
        page && page->page.status == 200 ? ++fetched : ++failed;
        if (page) bytes += page->page.body.size();
    });
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf(R"({"fetched": %zu, "failed": %zu, "bytes": %zu, "seconds": %.3f})"
                "\n",
                fetched.load(), failed.load(), bytes.load(), seconds.count());
    return called.size() == work.urls.size() ? 0 : 1;
}
