// Writes what tools/train-extraction learns from: for each HTML file named on the command line one line of JSON with its
// blocks, each with text, feature row and place.
// usage: extraction_rows FILE.html...                     columns of the first opinion
//        extraction_rows --likely FILE.json FILE.html...  with the columns of the second, made from probabilities:
//                                                         {"id": [one number per block]}

#include <cstdio>
#include <filesystem>

#include "extract/charset/charset.h"
#include "extract/content/context.h"
#include "extract/content/features.h"
#include "extract/html/blocks.h"
#include "extract/metadata/head.h"
#include "extract/metadata/linked_data.h"
#include "files/files.h"
#include "json/value.h"

using namespace winnow;

namespace {

json::Value rows_of(const std::string& bytes, std::string id, const json::Value& likely) {
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
    auto rows = extract::features_of(*dom, blocks, evidence);
    auto columns = extract::feature_names().size();
    if (likely.is_object()) {
        std::vector<float> first;
        for (const auto& value : likely[id].items()) first.push_back(static_cast<float>(value.as_double()));
        if (first.size() != rows.size()) return {};
        extract::add_context(rows, *dom, blocks.list, first);
        columns += extract::context_names().size();
    }
    json::Array list;
    for (std::size_t i = 0; i < blocks.list.size(); ++i) {
        const auto& block = blocks.list[i];
        json::Array row;
        for (std::size_t column = 0; column < columns; ++column)
            row.emplace_back(static_cast<double>(rows[i][column]));
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
    json::Value likely;
    int first = 1;
    if (count > 2 && std::string_view(arguments[1]) == "--likely") {
        const auto text = files::read_file(arguments[2], 1u << 30);
        auto value = text ? json::parse(*text) : Result<json::Value>(json::Value());
        if (!value || !value->is_object()) return 2;
        likely = std::move(*value);
        first = 3;
    }
    json::Array names;
    for (const auto name : extract::feature_names()) names.emplace_back(name);
    if (likely.is_object())
        for (const auto name : extract::context_names()) names.emplace_back(name);
    std::puts(json::dump(names).c_str());
    for (int i = first; i < count; ++i) {
        const auto bytes = files::read_file(arguments[i], 100u << 20);
        if (!bytes) continue;
        const auto id = std::filesystem::path(arguments[i]).stem().string();
        std::puts(json::dump(rows_of(*bytes, id, likely)).c_str());
    }
}
