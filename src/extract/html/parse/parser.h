#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "extract/html/parse/pieces.h"

// NOLINTBEGIN(readability-identifier-naming): the library's names
struct myhtml;
struct myhtml_tree;
struct myhtml_tree_node;
struct mycore_string;
// NOLINTEND(readability-identifier-naming)

namespace winnow::extract {

/// The library that builds the tree, for one page after the other, with what the nodes of the tree are views of.
class Parser {
public:
    /// One that this thread has put back, or a new one. Error: internal if it does not start.
    static Result<std::unique_ptr<Parser>> take();
    /// Keeps one for the thread's next page, unless a tree of so many nodes has made it hold much memory.
    static void put_back(std::unique_ptr<Parser> parser, std::size_t nodes);
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;
    ~Parser();

    /// The first node below the document, or none. Errors: malformed if the library gives up, too_large.
    Result<const myhtml_tree_node*> parse(std::string page);

    /// Of inline scripts other than JSON.
    std::size_t script_bytes() const { return script_bytes_; }
    /// What the library had to read of the page.
    std::size_t parsed_bytes() const { return parsed_bytes_; }
    /// Those of all tags that have a piece.
    std::vector<Attribute> take_attributes() { return std::move(pieces_.attributes); }

    std::string_view text(const myhtml_tree_node& node);
    std::string_view name(const myhtml_tree_node& node) const;
    /// Which of take_attributes() the element has; none if the library has read its attributes itself.
    const Piece* marked_attributes(const myhtml_tree_node& node) const;
    /// Adds the attributes that the library has read.
    void add_attributes(const myhtml_tree_node& node, std::vector<Attribute>& attributes);

private:
    Parser() = default;
    mycore_string new_text(std::size_t size);
    std::string_view decoded(std::string_view value);
    std::string_view whole(std::string_view text);

    myhtml* library_ = nullptr;
    myhtml_tree* tree_ = nullptr;
    std::string page_;
    Pieces pieces_;
    std::size_t script_bytes_ = 0;
    std::size_t parsed_bytes_ = 0;
};

}  // namespace winnow::extract
