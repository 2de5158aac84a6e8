#pragma once

#include <string>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace winnow::extract {

/// A ZIP file with these entries, names before contents.
inline std::string zip_file(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string bytes;
    auto* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    const auto append = [](archive*, void* sink, const void* data, std::size_t size) {
        static_cast<std::string*>(sink)->append(static_cast<const char*>(data), size);
        return static_cast<la_ssize_t>(size);
    };
    archive_write_open(writer, &bytes, nullptr, append, nullptr);
    for (const auto& [name, content] : entries) {
        auto* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    return bytes;
}

}  // namespace winnow::extract
