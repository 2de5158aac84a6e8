// The public suites of the URL Standard (tests/data/url/README.md).
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/url.h"
#include "files/files.h"
#include "json/value.h"
#include "support/source_folder.h"

namespace winnow {
namespace {

json::Array suite(const std::string& name) {
    const auto text = files::read_file(source_folder().string() + "/tests/data/url/" + name, 1u << 20);
    EXPECT_TRUE(text) << (text ? "" : text.error().message());
    auto value = json::parse(text.value_or(""));
    EXPECT_TRUE(value) << name;
    json::Array cases;
    if (value)
        for (const auto& entry : value->items())
            if (entry.is_object()) cases.push_back(entry);
    return cases;
}

bool is_http(std::string_view href) {
    return href.starts_with("http:") || href.starts_with("https:");
}

/// The href of a case as this program keeps it: without fragment and credentials.
std::string without_extras(std::string href) {
    href = href.substr(0, href.find('#'));
    const auto begin = href.find("//") + 2;
    const auto end = href.find_first_of("/?", begin);
    const auto at = href.substr(0, end).rfind('@');
    return at == std::string::npos ? href : href.substr(0, begin) + href.substr(at + 1);
}

Result<Url> resolved(const json::Value& entry) {
    const auto base = entry["base"].is_string() ? Url::parse_exact(entry["base"].as_string())
                                                : Result<Url>(fail(ErrorKind::malformed, "no base"));
    const auto input = entry["input"].as_string();
    return base ? Url::parse_exact(input, *base) : Url::parse_exact(input);
}

/// What is wrong with the case; empty if nothing.
std::string fault_of(const json::Value& entry) {
    const auto url = resolved(entry);
    const auto expected = entry["href"].text();
    if (entry["failure"].as_bool() || !is_http(expected)) {
        if (url) return "gives " + url->href();
        const auto kind = url.error().kind();
        return kind == ErrorKind::malformed || kind == ErrorKind::unsupported ? "" : "fails with another kind";
    }
    if (!url) return "fails: " + url.error().message();
    if (url->href() != without_extras(expected)) return "gives " + url->href() + ", not " + without_extras(expected);
    if (url->host() != entry["hostname"].as_string()) return "has host " + std::string(url->host());
    if (url->path() != entry["pathname"].as_string()) return "has path " + std::string(url->path());
    const auto search = url->query().empty() ? "" : "?" + std::string(url->query());
    if (search != entry["search"].as_string()) return "has query " + search;
    if (entry["origin"].is_string() && url->origin() != entry["origin"].as_string()) return "origin " + url->origin();
    const auto port = entry["port"].text();
    if (!port.empty() && std::to_string(url->port()) != port) return "has port " + std::to_string(url->port());
    return {};
}

/// Runs all cases, records the share that passes and fails with a list of the others.
template <typename Check>
void run(const json::Array& cases, Check fault) {
    std::string faults;
    std::size_t passed = 0;
    for (const auto& entry : cases) {
        const auto found = fault(entry);
        if (found.empty())
            ++passed;
        else
            faults += "\n  " + json::dump(entry["input"]) + " on " + json::dump(entry["base"]) + ": " + found;
    }
    testing::Test::RecordProperty("cases", std::to_string(cases.size()));
    testing::Test::RecordProperty("passed", std::to_string(passed));
    EXPECT_EQ(passed, cases.size()) << faults;
}

TEST(UrlStandard, EveryCaseOfUrlTestData) {
    const auto cases = suite("urltestdata.json");
    ASSERT_GT(cases.size(), 800U);
    run(cases, fault_of);
}

TEST(UrlStandard, EveryCaseOfToAscii) {
    const auto cases = suite("toascii.json");
    ASSERT_GT(cases.size(), 80U);
    run(cases, [](const json::Value& entry) -> std::string {
        const auto url = Url::parse_exact("https://" + entry["input"].text() + "/x");
        if (!entry["output"].is_string()) return url ? "gives " + url->href() : "";
        if (!url) return "fails";
        return url->host() == entry["output"].as_string() ? "" : "gives " + url->href();
    });
}

TEST(UrlStandard, EveryCaseOfPercentEncodingInUtf8) {
    const auto cases = suite("percent-encoding.json");
    ASSERT_GT(cases.size(), 5U);
    run(cases, [](const json::Value& entry) -> std::string {
        const auto url = Url::parse_exact("https://doesnotmatter.invalid/?" + entry["input"].text());
        if (!url) return "fails";
        return url->query() == entry["output"]["utf-8"].as_string() ? "" : "gives " + std::string(url->query());
    });
}

TEST(UrlStandard, WhatWasParsedParsesToItself) {
    for (const auto& entry : suite("urltestdata.json")) {
        const auto url = resolved(entry);
        if (!url) continue;
        const auto again = Url::parse_exact(url->href());
        ASSERT_TRUE(again) << url->href();
        EXPECT_EQ(again->href(), url->href());
        EXPECT_EQ(again->path_and_query(), url->path_and_query());
        EXPECT_EQ(again->port(), url->port());
    }
}

TEST(UrlStandard, CanonicalCases) {
    const auto cases = suite("canonical.json");
    ASSERT_GT(cases.size(), 20U);
    run(cases, [](const json::Value& entry) -> std::string {
        const auto input = entry["input"].as_string();
        const auto base = Url::parse_exact(entry["base"].as_string());
        const auto url = base ? Url::parse(input, *base) : Url::parse(input);
        if (!entry["href"].is_string()) return url ? "gives " + url->href() : "";
        if (!url) return "fails: " + url.error().message();
        return url->href() == entry["href"].as_string() ? "" : "gives " + url->href();
    });
}

}  // namespace
}  // namespace winnow
