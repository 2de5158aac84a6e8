#include <cstdlib>
#include <spawn.h>
#include <sys/wait.h>

#include "../encoders.h"
#include "support/scripted_server.h"
#include "warc_file.h"

namespace winnow::http {
namespace {

/// Archives that a program of others wrote.
class Wget : public WarcFiles {
protected:
    /// Runs wget with the arguments; whether it could be started.
    bool run(std::vector<std::string> arguments) const {
        std::vector<std::string> all{"wget", "--quiet", "--no-config", "--tries=1",
                                     "--output-document=" + path("body")};
        all.insert(all.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (auto& argument : all) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        pid_t child = 0;
        std::string no_proxy = "no_proxy=*";
        char* environment[] = {no_proxy.data(), nullptr};
        if (posix_spawnp(&child, "wget", nullptr, nullptr, pointers.data(), environment) != 0) return false;
        int status = 0;
        waitpid(child, &status, 0);
        return WEXITSTATUS(status) != 127;
    }

    ScriptedServer server_;
};

TEST_F(Wget, WritesArchivesThatCanBeReplayed) {
    const std::string text(50'000, 'x');
    server_.page("/plain", text, "Content-Type: text/html\r\n");
    server_.answer("/chunked", {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(text, 999)});
    server_.page("/gzip", gzip(text), "Content-Encoding: gzip\r\n");
    server_.answer("/moved", {http_answer("", "Location: /plain\r\n", "301 Moved Permanently")});
    const std::vector<std::string> urls{server_.url("/plain"), server_.url("/chunked"), server_.url("/gzip"),
                                        server_.url("/moved"), server_.url("/missing")};
    for (const auto* more : {"--no-warc-compression", "--warc-cdx"}) {  // the second is harmless: compressed
        std::vector<std::string> arguments{"--warc-file=" + path("w"), more};
        arguments.insert(arguments.end(), urls.begin(), urls.end());
        if (!run(arguments)) GTEST_SKIP() << "wget is not here; scripts/setup installs it";
        const bool compressed = more == std::string("--warc-cdx");
        const auto archive = open_archive(path(compressed ? "w.warc.gz" : "w.warc"));
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_EQ((*archive)->warning(), "");
        for (const auto* name : {"/plain", "/chunked", "/gzip"})
            EXPECT_EQ(body(**archive, server_.url(name)), text) << name;
        EXPECT_EQ(get(**archive, server_.url("/plain"))->header("content-type"), "text/html");
        EXPECT_EQ(get(**archive, server_.url("/moved"))->status, 301);
        EXPECT_EQ(get(**archive, server_.url("/missing"))->status, 404);
        EXPECT_EQ((*archive)->pages().size(), 5u);
    }
}

TEST_F(Wget, RecordsWhatItPosted) {
    server_.page("/form", "answer");
    if (!run({"--warc-file=" + path("w"), "--post-data=a=1", server_.url("/form")}))
        GTEST_SKIP() << "wget is not here; scripts/setup installs it";
    const auto archive = *open_archive(path("w.warc.gz"));
    Request request{.method = "POST", .url = *Url::parse_exact(server_.url("/form"))};
    request.body = "a=1";
    const auto response = archive->send(request, {});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "answer");
}

}  // namespace
}  // namespace winnow::http
