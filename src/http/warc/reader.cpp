#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include <zlib.h>

#include "http/client.h"
#include "http/warc/record.h"

namespace winnow::http::warc {
namespace {

constexpr std::size_t kChunk = 64u << 10;
constexpr std::size_t kMaxHeaderBytes = 256u << 10;
constexpr std::string_view kHeaderEnd = "\r\n\r\n";

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

/// The bytes of the file, inflated if need be, with the file offset at which the current gzip member began.
struct Reader::Input {
    std::string path;
    std::unique_ptr<std::FILE, Close> file;
    bool compressed = false;
    bool inflating = false;
    z_stream stream{};
    std::string raw;  // read from the file, from raw_used on not yet used
    std::size_t raw_used = 0;
    std::uint64_t raw_offset = 0;  // of raw[0] in the file
    std::string plain;             // inflated, from plain_used on not yet taken
    std::size_t plain_used = 0;
    std::uint64_t plain_offset = 0;   // of plain[0] in the uncompressed stream
    std::uint64_t member_offset = 0;  // where the gzip member of the next byte begins
    std::uint64_t member_plain = 0;   // the same place in the uncompressed stream

    ~Input() {
        if (inflating) inflateEnd(&stream);
    }

    Error fault(ErrorKind kind, const std::string& what) const {
        return {kind, path + ": " + what + " at offset " + std::to_string(raw_offset + raw_used)};
    }

    Result<bool> fill_raw() {
        raw_offset += raw_used;
        raw.erase(0, raw_used);
        raw_used = 0;
        const auto before = raw.size();
        raw.resize(before + kChunk);
        const auto count = std::fread(raw.data() + before, 1, kChunk, file.get());
        raw.resize(before + count);
        if (count == 0 && std::ferror(file.get())) return fail(ErrorKind::storage, path + ": " + std::strerror(errno));
        return count > 0;
    }

    /// Appends to `plain`. False at the end of the file.
    Result<bool> fill_plain() {
        if (plain_used > kChunk) {
            plain.erase(0, plain_used);
            plain_offset += plain_used;
            plain_used = 0;
        }
        if (!compressed) {
            if (raw_used == raw.size()) {
                TRY(const bool more, fill_raw());
                if (!more) return false;
            }
            plain.append(raw, raw_used);
            raw_used = raw.size();
            return true;
        }
        return inflate_some();
    }

    Result<bool> inflate_some() {
        if (raw_used == raw.size()) {
            TRY(const bool more, fill_raw());
            if (!more && inflating) return fail(fault(ErrorKind::malformed, "the file is cut off inside a record"));
            if (!more) return false;
        }
        if (!inflating) {
            stream = {};
            if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return fail(ErrorKind::internal, "zlib does not start");
            inflating = true;
            if (plain_used == plain.size()) {
                member_offset = raw_offset + raw_used;
                member_plain = plain_offset + plain.size();
            }
        }
        std::array<char, kChunk> out;  // NOLINT(cppcoreguidelines-pro-type-member-init): zlib fills it
        stream.next_in = reinterpret_cast<Bytef*>(raw.data() + raw_used);
        stream.avail_in = static_cast<uInt>(raw.size() - raw_used);
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        const int status = inflate(&stream, Z_NO_FLUSH);
        raw_used = raw.size() - stream.avail_in;
        plain.append(out.data(), out.size() - stream.avail_out);
        if (status == Z_STREAM_END) {
            inflateEnd(&stream);
            inflating = false;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            return fail(fault(ErrorKind::malformed, "damaged gzip data"));
        }
        return true;
    }

    std::size_t available() const { return plain.size() - plain_used; }

    Result<void> need(std::uint64_t count) {
        while (available() < count) {
            TRY(const bool more, fill_plain());
            if (!more) return fail(fault(ErrorKind::malformed, "the file is cut off inside a record"));
        }
        return {};
    }

    /// Blank lines end the record before; some writers leave more of them. False at the end of the file.
    Result<bool> skip_blank_lines() {
        for (;;) {
            while (available() > 0 && (plain[plain_used] == '\r' || plain[plain_used] == '\n')) ++plain_used;
            if (available() > 0) return true;
            TRY(const bool more, fill_plain());
            if (!more) return false;
        }
    }

    /// Reads until the blank line that ends a header is there; the size of the header without it.
    Result<std::size_t> need_header() {
        std::size_t searched = 0;  // so that many small gzip members do not make it search the same again and again
        for (;;) {
            const auto end = plain.find(kHeaderEnd, plain_used + searched);
            if (end != std::string::npos) return end - plain_used;
            searched = available() - std::min(available(), kHeaderEnd.size() - 1);
            if (available() > kMaxHeaderBytes)
                return fail(fault(ErrorKind::malformed, "a record header without an end"));
            TRY(const bool more, fill_plain());
            if (!more) return fail(fault(ErrorKind::malformed, "the file is cut off inside a record"));
        }
    }

    Result<std::vector<HeaderField>> parse_fields(std::string_view header) const {
        if (!header.starts_with("WARC/")) return fail(fault(ErrorKind::malformed, "no record where one should begin"));
        std::vector<HeaderField> fields;
        while (!header.empty()) {
            const auto stop = std::min(header.find('\n'), header.size());
            const auto line = header.substr(0, stop);
            header.remove_prefix(std::min(stop + 1, header.size()));
            const auto colon = line.find(':');
            if (colon == std::string_view::npos) continue;  // the version, too
            fields.push_back(
                {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
        }
        return fields;
    }

    Result<std::size_t> block_length(const Record& record) const {
        const auto text = record.field("Content-Length");
        std::uint64_t length = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
        if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
            return fail(fault(ErrorKind::malformed, "a record without Content-Length"));
        if (length > kMaxBlockBytes)
            return fail(fault(ErrorKind::too_large, "a record of " + std::to_string(length) + " bytes"));
        return static_cast<std::size_t>(length);
    }

    void reset(std::uint64_t offset) {
        if (inflating) inflateEnd(&stream);
        inflating = false;
        raw.clear();
        plain.clear();
        raw_used = plain_used = 0;
        raw_offset = member_offset = offset;
        plain_offset = member_plain = compressed ? 0 : offset;
    }
};

std::string_view Record::field(std::string_view name) const {
    return find_header(fields, name).value_or(std::string_view());
}

std::string_view Record::type() const {
    return field("WARC-Type");
}

std::string_view Record::target() const {
    auto uri = field("WARC-Target-URI");
    if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);
    return uri;
}

Reader::Reader(std::unique_ptr<Input> input) : input_(std::move(input)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::string& path) {
    auto input = std::make_unique<Input>();
    input->path = path;
    input->file.reset(std::fopen(path.c_str(), "rb"));
    if (!input->file)
        return fail(errno == ENOENT ? ErrorKind::not_found : ErrorKind::storage, path + ": " + std::strerror(errno));
    TRY(const bool any, input->fill_raw());
    if (!any) return fail(ErrorKind::malformed, path + ": an empty file is no WARC archive");
    input->compressed = input->raw.starts_with("\x1f\x8b");
    if (!input->compressed && !input->raw.starts_with("WARC/"))
        return fail(ErrorKind::malformed,
                    path + ": this is no WARC archive (neither gzip nor \"WARC/\" at its beginning)");
    return Reader(std::move(input));
}

Result<void> Reader::seek(std::uint64_t offset) {
    if (fseeko(input_->file.get(), static_cast<off_t>(offset), SEEK_SET) != 0)
        return fail(ErrorKind::storage, input_->path + ": " + std::strerror(errno));
    input_->reset(offset);
    return {};
}

Result<std::optional<Record>> Reader::next() {
    auto& in = *input_;
    TRY(const bool more, in.skip_blank_lines());
    if (!more) return std::optional<Record>();
    Record record;
    record.offset = in.compressed ? in.member_offset : in.plain_offset + in.plain_used;
    record.can_be_sought = !in.compressed || in.plain_offset + in.plain_used == in.member_plain;
    TRY(const auto size, in.need_header());
    TRY(record.fields, in.parse_fields(std::string_view(in.plain).substr(in.plain_used, size)));
    in.plain_used += size + kHeaderEnd.size();
    TRY(const auto length, in.block_length(record));
    TRY_OK(in.need(length));
    record.block = in.plain.substr(in.plain_used, length);
    in.plain_used += length;
    return std::optional(std::move(record));
}

}  // namespace winnow::http::warc
