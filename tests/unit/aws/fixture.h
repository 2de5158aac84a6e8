#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "aws/context.h"
#include "aws/credentials.h"
#include "support/fake_http.h"

namespace winnow::aws {

/// What a service's client stands on, without network, clock or chance.
struct Fixture {
    FakeHttp http;
    FakeClock clock;
    std::unique_ptr<CredentialsProvider> credentials =
        make_static_credentials({.access_key_id = "AKIDEXAMPLE",
                                 .secret_access_key = Secret("wJalrXUtnFEMI"),
                                 .session_token = {},
                                 .expires = {}});
    std::vector<std::chrono::milliseconds> delays;

    Context context() {
        http::RetryOptions retry;
        retry.retries = 2;
        retry.sleep = [this](std::chrono::milliseconds delay, const Deadline&) { delays.push_back(delay); };
        retry.random = [] { return 0.5; };
        return {.client = http,
                .credentials = *credentials,
                .site = {.region = "eu-central-1", .endpoints = {}},
                .clock = clock,
                .retry = std::move(retry)};
    }
};

inline http::Response answer(int status, std::string body = {}, std::vector<HeaderField> headers = {}) {
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

}  // namespace winnow::aws
