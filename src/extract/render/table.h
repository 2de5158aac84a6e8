#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/render/place.h"

namespace winnow::extract {

/// Collects the cells of one table and writes them as a table of GitHub's Markdown.
class TableWriter {
public:
    /// Adds text to a cell; several texts of one cell are divided by a blank. Rows come in document order.
    void add(NodeId row, std::size_t column, std::string_view text);
    /// The lines of the table, the first row being its head; empty if there is nothing.
    std::vector<std::string> lines() const;

private:
    struct Row {
        NodeId id = 0;
        std::vector<std::string> cells;
    };
    std::vector<Row> rows_;
};

/// Whether the table shows data: at least two rows and two columns, and no table inside of it. Others only lay out.
bool is_data_table(const Dom& dom, NodeId table);

/// Position of a cell in its row.
std::size_t column_of(const Dom& dom, NodeId row, NodeId cell);

}  // namespace winnow::extract
