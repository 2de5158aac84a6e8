#include "extract/render/table.h"

#include <algorithm>

namespace winnow::extract {
namespace {

constexpr std::size_t kMostColumns = 64;
constexpr NodeId kMostNodes = 20'000;  // a table larger than that is a page laid out in it

}  // namespace

void TableWriter::add(NodeId row, std::size_t column, std::string_view text) {
    if (column >= kMostColumns) return;
    if (rows_.empty() || rows_.back().id != row) rows_.push_back({.id = row, .cells = {}});
    auto& cells = rows_.back().cells;
    if (cells.size() <= column) cells.resize(column + 1);
    auto& cell = cells[column];
    if (!cell.empty()) cell += ' ';
    cell += text;
}

std::vector<std::string> TableWriter::lines() const {
    std::size_t columns = 0;
    for (const auto& row : rows_) columns = std::max(columns, row.cells.size());
    std::vector<std::string> result;
    for (const auto& row : rows_) {
        std::string line = "|";
        for (std::size_t i = 0; i < columns; ++i) line += " " + (i < row.cells.size() ? row.cells[i] : "") + " |";
        result.push_back(std::move(line));
        if (result.size() > 1) continue;
        std::string rule = "|";
        for (std::size_t i = 0; i < columns; ++i) rule += " --- |";
        result.push_back(std::move(rule));
    }
    return result;
}

bool is_data_table(const Dom& dom, NodeId table) {
    const auto end = dom[table].end;
    if (end - table > kMostNodes) return false;
    std::size_t rows = 0;
    std::size_t cells = 0;
    std::size_t widest = 0;
    for (NodeId id = table + 1; id < end; ++id) {
        switch (dom[id].tag) {
            case Tag::table:
            case Tag::h1:
            case Tag::h2:
            case Tag::article: return false;
            case Tag::tr:
                ++rows;
                cells = 0;
                break;
            case Tag::td:
            case Tag::th: widest = std::max(widest, ++cells); break;
            default: break;
        }
    }
    return rows >= 2 && widest >= 2 && widest <= kMostColumns;
}

std::size_t column_of(const Dom& dom, NodeId row, NodeId cell) {
    std::size_t column = 0;
    for (NodeId id = row + 1; id < cell && column <= kMostColumns; id = dom[id].tag == Tag::text ? id + 1 : dom[id].end)
        if (dom[id].tag == Tag::td || dom[id].tag == Tag::th) ++column;
    return column;
}

}  // namespace winnow::extract
