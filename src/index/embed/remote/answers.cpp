#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "index/embed/remote/protocol.h"

namespace winnow::embed {
namespace {

int value_of_base64(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

std::optional<std::string> decoded_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = value_of_base64(c);
        if (value < 0) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        if ((count += 6) >= 8) bytes += static_cast<char>((bits >> (count -= 8)) & 0xff);
    }
    return bytes;
}

std::optional<Vector> floats_of(std::string_view base64) {
    static_assert(std::endian::native == std::endian::little);
    const auto bytes = decoded_base64(base64);
    if (!bytes || bytes->size() % sizeof(float) != 0) return std::nullopt;
    Vector vector(bytes->size() / sizeof(float));
    std::memcpy(vector.data(), bytes->data(), bytes->size());
    return vector;
}

Error wrong_count(std::size_t found, std::size_t count) {
    return {ErrorKind::malformed,
            "an answer with " + std::to_string(found) + " vectors for " + std::to_string(count) + " texts"};
}

}  // namespace

Result<http::Request> json_post(const std::string& endpoint, std::string_view path, const json::Value& body) {
    auto base = endpoint;
    while (base.ends_with('/')) base.pop_back();
    constexpr std::size_t kMaxAnswerBytes = 256u << 20;  // 2,048 vectors of 3,072 numbers, written out as decimals
    http::Request request{.method = "POST", .headers = {{"Content-Type", "application/json"}}, .body = dump(body)};
    TRY(request.url, Url::parse_exact(base + std::string(path)));
    request.max_body_bytes = kMaxAnswerBytes;
    return request;
}

void authorize(http::Request& request, const Secret& key) {
    if (!key.empty()) request.headers.push_back({"Authorization", "Bearer " + key.reveal()});
}

json::Value array_of(std::span<const std::string> texts) {
    json::Array array;
    array.reserve(texts.size());
    for (const auto& text : texts) array.emplace_back(text);
    return array;
}

Result<Vector> read_vector(const json::Value& value) {
    if (value.is_string()) {
        if (auto vector = floats_of(value.as_string())) return std::move(*vector);
        return fail(ErrorKind::malformed, "a vector that is not base64 of floats");
    }
    if (!value.is_array()) return fail(ErrorKind::malformed, "an answer without a vector");
    Vector vector;
    vector.reserve(value.items().size());
    for (const auto& component : value.items()) {
        if (!component.is_number()) return fail(ErrorKind::malformed, "a vector with a component that is no number");
        vector.push_back(static_cast<float>(component.as_double()));
    }
    return vector;
}

Result<std::vector<Vector>> read_vectors(const json::Value& array, std::size_t count) {
    const auto& items = array.items();
    if (items.size() != count) return fail(wrong_count(items.size(), count));
    std::vector<Vector> vectors;
    for (const auto& item : items) {
        TRY(auto vector, read_vector(item));
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

Result<std::vector<Vector>> read_indexed_vectors(const json::Value& data, std::size_t count) {
    const auto& items = data.items();
    if (items.size() != count) return fail(wrong_count(items.size(), count));
    std::vector<Vector> vectors(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto index = items[i]["index"].as_int(static_cast<std::int64_t>(i));
        if (index < 0 || static_cast<std::size_t>(index) >= count || !vectors[static_cast<std::size_t>(index)].empty())
            return fail(ErrorKind::malformed, "an answer whose vectors have no sound order");
        TRY(vectors[static_cast<std::size_t>(index)], read_vector(items[i]["embedding"]));
    }
    return vectors;
}

}  // namespace winnow::embed
