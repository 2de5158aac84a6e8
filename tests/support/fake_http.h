#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/client.h"

namespace winnow {

/// A web in memory: answers by method and URL, in order, the last one again and again; remembers what it was asked.
class FakeHttp final : public http::Client {
public:
    /// What GET of the URL answers next.
    FakeHttp& answer(const std::string& url, http::Response response) {
        return script("GET " + url, std::move(response));
    }
    FakeHttp& answer(const std::string& url, int status, std::string body = {}, std::vector<HeaderField> headers = {}) {
        return answer(url, http::Response{.status = status, .headers = std::move(headers), .body = std::move(body)});
    }
    FakeHttp& fail_with(const std::string& url, Error error) {
        return script("GET " + url, winnow::fail(std::move(error)));
    }
    FakeHttp& script(const std::string& method_and_url, Result<http::Response> answer) {
        answers_[method_and_url].push_back(std::move(answer));
        return *this;
    }

    Result<http::Response> send(const http::Request& request, const Deadline& deadline) override {
        const std::scoped_lock lock(mutex_);
        requests.push_back(request);
        if (deadline.is_stopped()) return winnow::fail(ErrorKind::cancelled, "stopped");
        const auto key = request.method + " " + request.url.href();
        const auto found = answers_.find(key);
        if (found == answers_.end()) return winnow::fail(ErrorKind::not_found, "no answer scripted for " + key);
        auto& next = next_[key];
        const auto& all = found->second;
        return all[next < all.size() ? next++ : all.size() - 1];
    }

    std::vector<http::Request> requests;

private:
    std::mutex mutex_;
    std::map<std::string, std::vector<Result<http::Response>>> answers_;
    std::map<std::string, std::size_t> next_;
};

/// A clock that stands still until it is moved.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp now = Timestamp{std::chrono::seconds{1'700'000'000}}) : now_(now) {}
    Timestamp now() const override { return now_; }
    std::chrono::steady_clock::time_point steady_now() const override {
        return std::chrono::steady_clock::time_point{now_.time_since_epoch()};
    }
    void advance(std::chrono::seconds by) { now_ += by; }

private:
    Timestamp now_;
};

}  // namespace winnow
