#pragma once

#include <string>
#include <string_view>

namespace winnow::extract {

/// The part of a host that one owner registered ("news.example.co.uk" → "example.co.uk"), by the Public Suffix List;
/// the host itself for addresses and for names that are public suffixes.
std::string registrable_domain(std::string_view host);

}  // namespace winnow::extract
