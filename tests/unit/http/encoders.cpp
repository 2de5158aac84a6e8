#include "encoders.h"

#include <algorithm>
#include <brotli/encode.h>
#include <cstdint>
#include <cstdio>
#include <zstd.h>

#include <zlib.h>

namespace winnow {
namespace {

std::string deflated(const std::string& text, int window_bits) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

}  // namespace

std::string gzip(const std::string& text) {
    return deflated(text, 16 + MAX_WBITS);
}

std::string zlib(const std::string& text) {
    return deflated(text, MAX_WBITS);
}

std::string raw_deflate(const std::string& text) {
    return deflated(text, -MAX_WBITS);
}

std::string brotli(const std::string& text) {
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 16;
    std::string out(size, '\0');
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                          reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
    return out;
}

std::string zstd(const std::string& text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

std::string chunked(const std::string& text, std::size_t size) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += size) {
        const auto piece = text.substr(at, size);
        char line[32];
        std::snprintf(line, sizeof(line), "%zx\r\n", piece.size());
        out += line + piece + "\r\n";
    }
    return out + "0\r\n\r\n";
}

}  // namespace winnow
