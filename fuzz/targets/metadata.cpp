// What pages say of themselves: the input is the head of a page whose body is always the same; and it is read as a
// date.
#include "document.h"
#include "extract/html_page.h"
#include "extract/metadata/dates.h"

using namespace winnow;

namespace {

constexpr std::string_view kBody =
    "<body><article><h1>How queues fail</h1><p>By Ann Author, May 17, 2024</p>"
    "<p>Every queue is either nearly empty or nearly full, and what matters is which of the two a system meets when it "
    "is in trouble already. This article says how to tell, and what to do.</p></article></body></html>";

void check_date(const std::optional<Date>& date) {
    if (!date) return;
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(date->time)};
    const auto year = static_cast<int>(day.year());
    fuzz::check(year >= 1969 && year <= 2100, "dates lie between 1970 and 2099");  // give or take a zone's offset
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const fuzz::Input input(bytes, size);
    const auto head = input.rest();
    check_date(extract::parse_date(head));
    check_date(extract::date_in_path(head));
    std::string html("<!doctype html><html><head>");
    html.append(head).append("</head>").append(kBody);
    const auto page = fuzz::page_of(html, "text/html; charset=utf-8");
    fuzz::finish_and_check(extract::read_html(page), page);
    return 0;
}
