#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "files/files.h"
#include "json/codec.h"

namespace winnow {

constexpr std::size_t kMaxBytes = 1u << 30;

/// The documents of a file that holds one a line, as bench/ranking/extracted.py writes them.
inline Result<std::vector<Document>> read_documents(const std::string& path) {
    TRY(const auto bytes, files::read_file(path, kMaxBytes));
    std::vector<Document> documents;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto end = std::min(bytes.find('\n', begin), bytes.size());
        TRY(const auto value, json::parse(std::string_view(bytes).substr(begin, end - begin)));
        TRY(auto document, json::decode_document(value));
        documents.push_back(std::move(document));
        begin = end + 1;
    }
    return documents;
}

}  // namespace winnow
