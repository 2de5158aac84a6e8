#include "suite.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "markup/entities.h"

namespace winnow::attacks {
namespace {

const std::vector<std::string> kPlaces{"head", "title", "description", "start", "middle", "end"};

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, '|');) cells.push_back(trimmed(cell));
    return cells;
}

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

Attack begin_attack(const std::string& line) {
    const auto cells = cells_of(line.substr(3));
    if (cells.size() < 3) throw std::runtime_error("expected === NAME | TECHNIQUE | LANGUAGE, found: " + line);
    return {.name = cells[0],
            .technique = cells[1],
            .language = cells[2],
            .form = cells.size() > 3 ? cells[3] : "html",
            .pieces = {},
            .heeded = {}};
}

}  // namespace

std::vector<Attack> read_attacks(const std::string& path) {
    std::vector<Attack> attacks;
    std::istringstream lines(file_text(path));
    std::string* piece = nullptr;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("===")) {
            attacks.push_back(begin_attack(line));
            piece = nullptr;
        } else if (attacks.empty()) {
            continue;  // the file's own heading
        } else if (line.starts_with('@')) {
            const auto blank = line.find(' ');
            const auto place = line.substr(1, blank - 1);
            if (std::ranges::find(kPlaces, place) == kPlaces.end()) throw std::runtime_error("no such place: " + line);
            piece = &(attacks.back().pieces[place] = line.substr(blank + 1));
        } else if (line.starts_with("! ")) {
            attacks.back().heeded.push_back(line.substr(2));
            piece = nullptr;
        } else if (piece != nullptr) {
            *piece += "\n" + line;
        }
    }
    return attacks;
}

std::vector<Carrier> read_carriers(const std::string& folder) {
    std::vector<Carrier> carriers;
    for (const auto* const name : {"good.html", "mediocre.html", "thin.html", "good.md", "mediocre.txt"}) {
        const std::filesystem::path path(name);
        const auto form = path.extension() == ".html" ? "html" : path.extension() == ".md" ? "markdown" : "plain";
        carriers.push_back({.name = name,
                            .form = form,
                            .content_type = std::string("text/") + form + "; charset=utf-8",
                            .page = file_text(std::filesystem::path(folder) / name)});
    }
    return carriers;
}

std::string page_of(const Carrier& carrier, const Attack* attack) {
    auto page = carrier.page;
    for (const auto& place : kPlaces) {
        std::string piece;
        if (attack != nullptr)
            if (const auto found = attack->pieces.find(place); found != attack->pieces.end()) piece = found->second;
        replace_all(page, "[[" + place + "]]", piece);
    }
    return page;
}

std::string all_text_of(const std::string& page, Tags tags) {
    static const std::regex tag("<[^>]*>");
    return markup::decoded(tags == Tags::kept ? page : std::regex_replace(page, tag, " "));
}

}  // namespace winnow::attacks
