#pragma once
// extract: what a page says, out of the bytes in which it says it.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "extract/html/parse/pieces.h"

struct myhtml_tree_node;

namespace winnow::extract {

class Parser;

/// The elements that matter to us; every other one is `other`.
enum class Tag : std::uint8_t {
    text,
    other,
    html,
    head,
    title,
    meta,
    link,
    base,
    body,
    script,
    style,
    noscript,
    template_,  // NOLINT(readability-identifier-naming): the word itself is taken
    svg,
    math,
    iframe,
    object,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6,
    p,
    br,
    hr,
    pre,
    code,
    blockquote,
    q,
    ul,
    ol,
    li,
    dl,
    dt,
    dd,
    table,
    caption,
    thead,
    tbody,
    tfoot,
    tr,
    th,
    td,
    div,
    section,
    article,
    main,
    header,
    footer,
    nav,
    aside,
    address,
    figure,
    figcaption,
    picture,
    img,
    video,
    audio,
    a,
    b,
    strong,
    i,
    em,
    u,
    s,
    del,
    ins,
    sub,
    sup,
    span,
    font,
    small,
    mark,
    abbr,
    cite,
    time,
    kbd,
    samp,
    var,
    form,
    fieldset,
    legend,
    label,
    input,
    button,
    select,
    option,
    textarea,
    details,
    summary,
    dialog,
    center,
    hgroup
};

using NodeId = std::uint32_t;

/// One element or piece of text. Nodes lie in document order: the subtree of node i is [i, nodes[i].end).
struct Node {
    Tag tag = Tag::other;
    NodeId parent = 0;
    NodeId end = 0;
    std::uint32_t attributes_begin = 0;
    std::uint32_t attributes_end = 0;
    std::string_view text;  ///< of a text node, entities resolved; of an element its name
};

/// A page as a flat array, made by the HTML standard's tree construction. Views point into memory that the Dom owns.
class Dom {
public:
    /// Parses UTF-8, of which it keeps what the tree consists of. Error: malformed if the parser gives up, too_large
    /// above kMaxNodes nodes.
    static Result<Dom> parse(std::string html);
    Dom(Dom&&) noexcept;
    Dom& operator=(Dom&&) noexcept;
    ~Dom();

    const std::vector<Node>& nodes() const { return nodes_; }
    const Node& operator[](NodeId id) const { return nodes_[id]; }
    NodeId size() const { return static_cast<NodeId>(nodes_.size()); }
    /// Those that are read (read_attribute_name()), and perhaps others.
    std::span<const Attribute> attributes(NodeId id) const;
    /// The value of an attribute; empty if missing. `has` tells the difference.
    std::string_view attribute(NodeId id, std::string_view name) const;
    bool has(NodeId id, std::string_view name) const;
    /// Whether `id` lies in the subtree of `ancestor` (or is it).
    bool contains(NodeId ancestor, NodeId id) const { return id >= ancestor && id < nodes_[ancestor].end; }

    /// Of inline scripts, whose contents are not kept but for JSON.
    std::size_t script_bytes() const { return script_bytes_; }

private:
    Dom() = default;
    void add(const myhtml_tree_node& node, NodeId parent);

    std::unique_ptr<Parser> parser_;  // owns what the views point to
    std::vector<Node> nodes_;
    std::vector<Attribute> attributes_;
    std::size_t script_bytes_ = 0;
};

constexpr std::size_t kMaxNodes = 4'000'000;

bool is_heading(Tag tag);
/// Whether the element begins and ends a line of text.
bool is_block(Tag tag);

}  // namespace winnow::extract
