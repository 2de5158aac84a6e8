#include "clean_pages.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "http/archive.h"
#include "measure.h"

namespace winnow::attacks {

std::vector<Page> pages_about_injection(const std::string& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Page> pages;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        const std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        pages.push_back(fetched_page(path.filename().string(), "text/html; charset=utf-8", body));
    }
    return pages;
}

std::vector<Page> pages_of_archive(const std::string& file) {
    const auto archive = http::open_archive(file);
    if (!archive) throw std::runtime_error(archive.error().message());
    std::vector<Page> pages;
    for (const auto& archived : (*archive)->pages()) {
        if (archived.status != 200) continue;
        const auto answer = (*archive)->send({.method = "GET", .url = archived.url}, {});
        if (!answer) throw std::runtime_error(answer.error().message());
        auto page = fetched_page("a", archived.content_type, answer->body);
        page.url = archived.url;
        page.final_url = archived.url;
        pages.push_back(std::move(page));
    }
    return pages;
}

}  // namespace winnow::attacks
