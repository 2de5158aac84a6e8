#pragma once

#include <algorithm>
#include <cstring>
#include <minizip/zip.h>
#include <string>
#include <utility>
#include <vector>

namespace winnow::extract {

/// A ZIP file with these entries, names before contents.
inline std::string zip_file(const std::vector<std::pair<std::string, std::string>>& entries) {
    struct Sink {
        std::string bytes;
        std::size_t at = 0;
    } sink;
    zlib_filefunc64_def functions{};
    functions.opaque = &sink;
    functions.zopen64_file = [](void* opaque, const void*, int) { return opaque; };
    functions.zread_file = [](void*, void* stream, void* buffer, uLong size) -> uLong {
        auto& file = *static_cast<Sink*>(stream);
        const auto count = std::min<std::size_t>(size, file.bytes.size() - file.at);
        std::memcpy(buffer, file.bytes.data() + file.at, count);
        file.at += count;
        return count;
    };
    functions.zwrite_file = [](void*, void* stream, const void* data, uLong size) -> uLong {
        auto& file = *static_cast<Sink*>(stream);
        file.bytes.resize(std::max<std::size_t>(file.bytes.size(), file.at + size));
        std::memcpy(file.bytes.data() + file.at, data, size);
        file.at += size;
        return size;
    };
    functions.ztell64_file = [](void*, void* stream) -> ZPOS64_T { return static_cast<Sink*>(stream)->at; };
    functions.zseek64_file = [](void*, void* stream, ZPOS64_T offset, int origin) -> long {
        auto& file = *static_cast<Sink*>(stream);
        const std::size_t from = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? file.at : file.bytes.size();
        file.at = from + offset;
        return 0;
    };
    functions.zclose_file = [](void*, void*) { return 0; };
    functions.zerror_file = [](void*, void*) { return 0; };
    auto* writer = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
    for (const auto& [name, content] : entries) {
        zip_fileinfo info{};
        zipOpenNewFileInZip(writer, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                            Z_DEFAULT_COMPRESSION);
        zipWriteInFileInZip(writer, content.data(), static_cast<unsigned>(content.size()));
        zipCloseFileInZip(writer);
    }
    zipClose(writer, nullptr);
    return sink.bytes;
}

}  // namespace winnow::extract
