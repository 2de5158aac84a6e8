// Writes what tools/train-extraction learns from: for each HTML file named on the command line one line of JSON with its
// blocks, each with text, feature row and place.

#include <cstdio>
#include <filesystem>

#include "extract/charset/charset.h"
#include "extract/content/features.h"
#include "extract/html/blocks.h"
#include "extract/metadata/head.h"
#include "extract/metadata/linked_data.h"
#include "files/files.h"
#include "json/value.h"

using namespace winnow;

namespace {

json::Value rows_of(const std::string& bytes, std::string id) {
    const auto utf8 = extract::to_utf8(bytes, extract::find_charset(bytes, "").name);
    auto dom = extract::Dom::parse(utf8);
    if (!dom) return {};
    const auto head = extract::read_head(*dom);
    const extract::LinkedData data(head.linked_data);
    const auto blocks = extract::blocks_of(*dom);
    extract::PageEvidence evidence;
    evidence.title = data.article()["headline"].as_string(head.meta("og:title"));
    if (evidence.title.empty()) evidence.title = head.title;
    evidence.description = head.meta("og:description");
    evidence.article_body = data.article()["articleBody"].as_string();
    const auto rows = extract::features_of(*dom, blocks.list, evidence);
    json::Array list;
    for (std::size_t i = 0; i < blocks.list.size(); ++i) {
        const auto& block = blocks.list[i];
        json::Array row;
        for (const float value : rows[i]) row.emplace_back(static_cast<double>(value));
        std::string path;
        int steps = 0;
        for (auto node = block.container; node != 0 && steps < 6; node = (*dom)[node].parent, ++steps)
            path += '<' + std::string((*dom)[node].text) + ' ' + std::string((*dom).attribute(node, "class")) + '#' +
                    std::string((*dom).attribute(node, "id"));
        list.push_back(json::object({{"text", block.text},
                                     {"container", static_cast<std::int64_t>(block.container)},
                                     {"parent", static_cast<std::int64_t>((*dom)[block.container].parent)},
                                     {"path", path},
                                     {"row", std::move(row)}}));
    }
    return json::object({{"id", std::move(id)},
                         {"title", std::string(evidence.title)},
                         {"body", std::string(evidence.article_body)},
                         {"blocks", std::move(list)}});
}

}  // namespace

int main(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        const auto bytes = files::read_file(arguments[i], 100u << 20);
        if (!bytes) continue;
        std::puts(json::dump(rows_of(*bytes, std::filesystem::path(arguments[i]).stem().string())).c_str());
    }
}
