#include "core/url/tracking.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

namespace winnow::url {
namespace {

/// Beginnings of names that one tool alone uses. In order of the tools in docs/urls.md.
constexpr std::string_view kPrefixes[] = {"utm_", "mtm_",     "matomo_", "piwik_", "pk_",
                                          "__hs", "elqtrack", "guce_",   "bsft_"};

/// Whole names, in lower case and in order.
constexpr std::string_view kNames[] = {
    "__s",
    "_bhlid",
    "_branch_match_id",
    "_branch_referrer",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_kx",
    "_openstat",
    "amp_gsa",
    "amp_js_v",
    "at_campaign",
    "at_custom1",
    "at_medium",
    "ck_subscriber_id",
    "dclid",
    "dm_i",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "hsctatracking",
    "igsh",
    "igshid",
    "irclickid",
    "irgwc",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "rdt_cid",
    "ref_src",
    "ref_url",
    "s_cid",
    "s_kwcid",
    "sccid",
    "srsltid",
    "ss_campaign_id",
    "ss_email_id",
    "ttclid",
    "twclid",
    "usqp",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "xtor",
    "yclid",
    "ymclid",
    "ysclid",
};
static_assert(std::ranges::is_sorted(kNames));
constexpr std::size_t kLongestName = 24;
static_assert(std::ranges::max(kNames, {}, &std::string_view::size).size() <= kLongestName);

}  // namespace

bool is_tracking_parameter(std::string_view name) {
    std::array<char, kLongestName> buffer{};
    const auto size = std::min(name.size(), buffer.size());
    std::ranges::transform(name.substr(0, size), buffer.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    const std::string_view lower(buffer.data(), size);
    if (std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return lower.starts_with(prefix); })) return true;
    return name.size() <= kLongestName && std::ranges::binary_search(kNames, lower);
}

std::size_t tracking_rules() {
    return std::size(kPrefixes) + std::size(kNames);
}

void remove_tracking(std::string& href, std::size_t query_begin) {
    if (query_begin >= href.size()) return;
    auto kept_end = query_begin + 1;
    std::size_t kept = 0;
    for (auto begin = query_begin + 1; begin <= href.size();) {
        const auto end = std::min(href.find('&', begin), href.size());
        const auto parameter = std::string_view(href).substr(begin, end - begin);
        begin = end + 1;
        if (is_tracking_parameter(parameter.substr(0, parameter.find('=')))) continue;
        // Moves towards the front, or nowhere, so nothing is overwritten before it has been read.
        if (kept++ > 0) href[kept_end++] = '&';
        std::memmove(href.data() + kept_end, parameter.data(), parameter.size());
        kept_end += parameter.size();
    }
    href.resize(kept == 0 ? query_begin : kept_end);
}

}  // namespace winnow::url
