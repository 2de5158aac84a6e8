// Writes what tools/train-extraction learns from. First a line with the names of the columns, then for each HTML file
// named on the command line one line of JSON with its blocks: text, feature row, the table or list around it, and the
// elements around it for those who look for mistakes.
// usage: extraction_rows FILE.html...

#include <cstdio>
#include <filesystem>

#include "extract/charset/charset.h"
#include "extract/content/features/features.h"
#include "extract/html/blocks.h"
#include "extract/metadata/metadata.h"
#include "files/files.h"
#include "json/value.h"

using namespace winnow;

namespace {

/// The innermost table or list around a block, or 0.
extract::NodeId group_of(const extract::Dom& dom, extract::NodeId id) {
    for (int steps = 0; id != 0 && steps < 12; id = dom[id].parent, ++steps)
        if (const auto tag = dom[id].tag;
            tag == extract::Tag::table || tag == extract::Tag::ul || tag == extract::Tag::ol)
            return id;
    return 0;
}

std::string path_of(const extract::Dom& dom, extract::NodeId id) {
    std::string path;
    for (int steps = 0; id != 0 && steps < 6; id = dom[id].parent, ++steps)
        path += '<' + std::string(dom[id].text) + ' ' + std::string(dom.attribute(id, "class")) + '#' +
                std::string(dom.attribute(id, "id"));
    return path;
}

json::Value rows_of(const std::string& bytes, std::string id) {
    const auto utf8 = extract::to_utf8(bytes, extract::find_charset(bytes, "").name);
    const auto dom = extract::Dom::parse(utf8);
    if (!dom) return {};
    const auto head = extract::read_head(*dom);
    const extract::LinkedData data(head.linked_data);
    const auto blocks = extract::blocks_of(*dom);
    const auto features = extract::features_of(*dom, blocks,
                                               {.title = headline(head, data),
                                                .description = head.meta("og:description"),
                                                .article_body = data.article()["articleBody"].as_string()});
    json::Array list;
    for (std::size_t i = 0; i < blocks.list.size(); ++i) {
        const auto& block = blocks.list[i];
        json::Array row;
        for (std::size_t column = 0; column < extract::feature_names().size(); ++column)
            row.emplace_back(static_cast<double>(features.rows[i][column]));
        list.push_back(json::object({{"text", block.text},
                                     {"group", static_cast<std::int64_t>(group_of(*dom, block.container))},
                                     {"asked", static_cast<bool>(features.asked[i])},
                                     {"path", path_of(*dom, block.container)},
                                     {"row", std::move(row)}}));
    }
    return json::object({{"id", std::move(id)}, {"headline", features.headline}, {"blocks", std::move(list)}});
}

}  // namespace

int main(int count, char** arguments) {
    json::Array names;
    for (const auto name : extract::feature_names()) names.emplace_back(name);
    std::puts(json::dump(names).c_str());
    for (int i = 1; i < count; ++i) {
        const auto bytes = files::read_file(arguments[i], 100u << 20);
        if (!bytes) continue;
        const auto id = std::filesystem::path(arguments[i]).stem().string();
        std::puts(json::dump(rows_of(*bytes, id)).c_str());
    }
}
