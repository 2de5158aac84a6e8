#include "aws/s3/address.h"

#include <algorithm>
#include <cctype>

#include "aws/sign.h"

namespace winnow::aws {
namespace {

constexpr std::size_t kMaxKeyBytes = 1024;

bool is_bucket_letter(unsigned char c) {
    return std::islower(c) || std::isdigit(c) || c == '-' || c == '.';
}

}  // namespace

Result<void> check_bucket_name(std::string_view name) {
    const bool sound = name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, is_bucket_letter) &&
                       std::isalnum(static_cast<unsigned char>(name.front())) &&
                       std::isalnum(static_cast<unsigned char>(name.back())) && !name.contains("..");
    if (sound) return {};
    return fail(ErrorKind::invalid_config, "'" + std::string(name) + "' is no name that an S3 bucket can have");
}

Result<void> check_key(std::string_view key) {
    if (key.empty() || key.size() > kMaxKeyBytes)
        return fail(ErrorKind::invalid_argument, "an S3 key of " + std::to_string(key.size()) + " bytes");
    if (std::ranges::any_of(key, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return fail(ErrorKind::invalid_argument, "an S3 key with control characters");
    for (std::size_t begin = 0; begin <= key.size();) {
        const auto end = std::min(key.find('/', begin), key.size());
        const auto segment = key.substr(begin, end - begin);
        if (segment == "." || segment == "..")
            return fail(ErrorKind::invalid_argument, "the S3 key '" + std::string(key) + "' has a segment '" +
                                                         std::string(segment) +
                                                         "', which means another object in a URL");
        begin = end + 1;
    }
    return {};
}

std::string bucket_address(const S3Options& options, const Service& service) {
    const auto& endpoint = service.endpoint();
    auto style = options.style;
    if (style == AddressStyle::automatic)
        style = service.has_custom_endpoint() || options.bucket.contains('.') ? AddressStyle::path
                                                                              : AddressStyle::virtual_host;
    if (style == AddressStyle::path) return endpoint + "/" + options.bucket + "/";
    const auto host = endpoint.find("://") + 3;
    return endpoint.substr(0, host) + options.bucket + "." + endpoint.substr(host) + "/";
}

Result<Url> object_url(const std::string& bucket_address, std::string_view key, std::string_view query) {
    auto text = bucket_address + uri_encode(key, true);
    if (!query.empty()) text += "?" + std::string(query);
    return Url::parse_exact(text);
}

}  // namespace winnow::aws
