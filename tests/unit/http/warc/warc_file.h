#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "files/files.h"
#include "http/archive.h"

namespace winnow::http {

/// A record as its bytes; `fields` are whole lines.
inline std::string warc_record(const std::string& type, const std::string& fields, const std::string& block) {
    return "WARC/1.0\r\nWARC-Type: " + type + "\r\n" + fields + "Content-Length: " + std::to_string(block.size()) +
           "\r\n\r\n" + block + "\r\n\r\n";
}

inline std::string response_record(const std::string& url, const std::string& message, const std::string& more = {}) {
    return warc_record(
        "response", "WARC-Target-URI: " + url + "\r\n" + more + "Content-Type: application/http; msgtype=response\r\n",
        message);
}

inline std::string html_message(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body;
}

/// Files of archives in a folder that goes.
class WarcFiles : public testing::Test {
protected:
    WarcFiles() : folder_(*files::TemporaryFolder::create(std::filesystem::temp_directory_path(), "winnow-warc")) {}

    std::string path(const std::string& name = "x.warc") const { return (folder_.path() / name).string(); }
    std::string save(const std::string& bytes, const std::string& name = "x.warc") const {
        EXPECT_TRUE(files::write_file_atomically(path(name), bytes));
        return path(name);
    }
    std::unique_ptr<ArchiveClient> open(const std::string& bytes) const {
        auto archive = open_archive(save(bytes));
        EXPECT_TRUE(archive) << (archive ? "" : archive.error().message());
        return archive ? std::move(*archive) : nullptr;
    }
    static Result<Response> get(Client& client, const std::string& url) {
        return client.send({.url = *Url::parse_exact(url)}, {});
    }
    /// The body, or the error in words.
    static std::string body(Client& client, const std::string& url) {
        const auto response = get(client, url);
        return response ? response->body : std::string(to_string(response.error().kind()));
    }

    files::TemporaryFolder folder_;
};

}  // namespace winnow::http
