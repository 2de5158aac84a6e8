#include <array>
#include <brotli/decode.h>
#include <memory>
#include <zstd.h>

#include <zlib.h>

#include "http/message.h"

namespace winnow::http {
namespace {

using Buffer = std::array<char, 64u << 10>;

constexpr int kMaxLayers = 3;  // two do not occur outside of tests

/// Collects decoded bytes up to a limit, so that a small bomb cannot fill the memory.
class Bounded {
public:
    explicit Bounded(std::size_t most) : most_(most) {}
    bool add(const char* bytes, std::size_t count) {
        if (count > most_ - text_.size()) return false;
        text_.append(bytes, count);
        return true;
    }
    std::string take() { return std::move(text_); }
    Error too_large() const {
        return {ErrorKind::too_large, "the body is larger than " + std::to_string(most_) + " bytes once decoded"};
    }

private:
    std::size_t most_;
    std::string text_;
};

/// gzip, zlib, and the headerless deflate that some servers send under that name.
Result<std::string> inflated(std::string_view body, int window_bits, std::size_t max_bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, window_bits) != Z_OK) return fail(ErrorKind::internal, "zlib does not start");
    const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
    Bounded out(max_bytes);
    Buffer buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    const bool may_repeat = window_bits > MAX_WBITS;  // gzip: member after member
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        const int status = inflate(&stream, Z_NO_FLUSH);
        const auto made = buffer.size() - stream.avail_out;
        if (!out.add(buffer.data(), made)) return fail(out.too_large());
        if (status == Z_STREAM_END) {
            const bool has_next = stream.avail_in >= 2 && stream.next_in[0] == 0x1f && stream.next_in[1] == 0x8b;
            if (!may_repeat || !has_next) return out.take();
            inflateReset(&stream);
        } else if (status != Z_OK) {
            return fail(ErrorKind::malformed, "damaged or cut off compressed body");
        }
    }
}

Result<std::string> unbrotlied(std::string_view body, std::size_t max_bytes) {
    const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
    Bounded out(max_bytes);
    Buffer buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    auto in_left = body.size();
    const auto* in = reinterpret_cast<const std::uint8_t*>(body.data());
    while (true) {
        auto out_left = buffer.size();
        auto* next = reinterpret_cast<std::uint8_t*>(buffer.data());
        const auto status = BrotliDecoderDecompressStream(state.get(), &in_left, &in, &out_left, &next, nullptr);
        if (!out.add(buffer.data(), buffer.size() - out_left)) return fail(out.too_large());
        if (status == BROTLI_DECODER_RESULT_SUCCESS) return out.take();
        if (status != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
            return fail(ErrorKind::malformed, "damaged or cut off brotli body");
    }
}

Result<std::string> unzstded(std::string_view body, std::size_t max_bytes) {
    const std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(), ZSTD_freeDStream);
    ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax,
                           23);  // RFC 8878: decoders must support 8 MB, need no more
    Bounded out(max_bytes);
    Buffer buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    ZSTD_inBuffer in{body.data(), body.size(), 0};
    while (true) {
        ZSTD_outBuffer piece{buffer.data(), buffer.size(), 0};
        const auto hint = ZSTD_decompressStream(stream.get(), &piece, &in);
        if (!out.add(buffer.data(), piece.pos)) return fail(out.too_large());
        if (ZSTD_isError(hint) != 0) return fail(ErrorKind::malformed, "damaged zstd body");
        if (in.pos < in.size) continue;
        if (hint == 0) return out.take();  // the end of a frame, all of it written
        if (piece.pos < buffer.size()) return fail(ErrorKind::malformed, "cut off zstd body");
    }
}

Result<std::string> decode_one(std::string_view body, std::string_view coding, std::size_t max_bytes) {
    if (coding == "identity" || body.empty()) return std::string(body);
    if (coding == "gzip" || coding == "x-gzip") {
        if (!body.starts_with("\x1f\x8b")) return std::string(body);  // declared, but not done
        return inflated(body, 16 + MAX_WBITS, max_bytes);
    }
    if (coding == "deflate") {
        auto result = inflated(body, MAX_WBITS, max_bytes);
        if (!result && result.error().kind() == ErrorKind::malformed) return inflated(body, -MAX_WBITS, max_bytes);
        return result;
    }
    if (coding == "br") return unbrotlied(body, max_bytes);
    if (coding == "zstd") return unzstded(body, max_bytes);
    return fail(ErrorKind::unsupported, "the content coding '" + std::string(coding) + "'");
}

}  // namespace

Result<std::string> decode_content(std::string_view body, std::string_view coding, std::size_t max_bytes) {
    std::string decoded(body);
    for (int layer = 0; !coding.empty(); ++layer) {  // the last coding named was applied last
        if (layer == kMaxLayers) return fail(ErrorKind::malformed, "a body coded more than three times");
        const auto comma = coding.rfind(',');
        auto name = comma == std::string_view::npos ? coding : coding.substr(comma + 1);
        coding = comma == std::string_view::npos ? std::string_view() : coding.substr(0, comma);
        std::string low;
        for (const char c : name)
            if (c != ' ' && c != '\t') low += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (low.empty()) continue;
        TRY(decoded, decode_one(decoded, low, max_bytes));
    }
    return decoded;
}

}  // namespace winnow::http
