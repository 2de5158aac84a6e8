#include "extract/html/dom.h"

#include <array>

#include <myhtml/myhtml.h>

#include "extract/html/parse/parser.h"

namespace winnow::extract {
namespace {

constexpr std::pair<myhtml_tags, Tag> kTags[] = {
    {MyHTML_TAG__TEXT, Tag::text},
    {MyHTML_TAG_HTML, Tag::html},
    {MyHTML_TAG_HEAD, Tag::head},
    {MyHTML_TAG_TITLE, Tag::title},
    {MyHTML_TAG_META, Tag::meta},
    {MyHTML_TAG_LINK, Tag::link},
    {MyHTML_TAG_BASE, Tag::base},
    {MyHTML_TAG_BODY, Tag::body},
    {MyHTML_TAG_SCRIPT, Tag::script},
    {MyHTML_TAG_STYLE, Tag::style},
    {MyHTML_TAG_NOSCRIPT, Tag::noscript},
    {MyHTML_TAG_TEMPLATE, Tag::template_},
    {MyHTML_TAG_SVG, Tag::svg},
    {MyHTML_TAG_MATH, Tag::math},
    {MyHTML_TAG_IFRAME, Tag::iframe},
    {MyHTML_TAG_OBJECT, Tag::object},
    {MyHTML_TAG_H1, Tag::h1},
    {MyHTML_TAG_H2, Tag::h2},
    {MyHTML_TAG_H3, Tag::h3},
    {MyHTML_TAG_H4, Tag::h4},
    {MyHTML_TAG_H5, Tag::h5},
    {MyHTML_TAG_H6, Tag::h6},
    {MyHTML_TAG_P, Tag::p},
    {MyHTML_TAG_BR, Tag::br},
    {MyHTML_TAG_HR, Tag::hr},
    {MyHTML_TAG_PRE, Tag::pre},
    {MyHTML_TAG_CODE, Tag::code},
    {MyHTML_TAG_BLOCKQUOTE, Tag::blockquote},
    {MyHTML_TAG_Q, Tag::q},
    {MyHTML_TAG_UL, Tag::ul},
    {MyHTML_TAG_OL, Tag::ol},
    {MyHTML_TAG_LI, Tag::li},
    {MyHTML_TAG_DL, Tag::dl},
    {MyHTML_TAG_DT, Tag::dt},
    {MyHTML_TAG_DD, Tag::dd},
    {MyHTML_TAG_TABLE, Tag::table},
    {MyHTML_TAG_CAPTION, Tag::caption},
    {MyHTML_TAG_THEAD, Tag::thead},
    {MyHTML_TAG_TBODY, Tag::tbody},
    {MyHTML_TAG_TFOOT, Tag::tfoot},
    {MyHTML_TAG_TR, Tag::tr},
    {MyHTML_TAG_TH, Tag::th},
    {MyHTML_TAG_TD, Tag::td},
    {MyHTML_TAG_DIV, Tag::div},
    {MyHTML_TAG_SECTION, Tag::section},
    {MyHTML_TAG_ARTICLE, Tag::article},
    {MyHTML_TAG_MAIN, Tag::main},
    {MyHTML_TAG_HEADER, Tag::header},
    {MyHTML_TAG_FOOTER, Tag::footer},
    {MyHTML_TAG_NAV, Tag::nav},
    {MyHTML_TAG_ASIDE, Tag::aside},
    {MyHTML_TAG_ADDRESS, Tag::address},
    {MyHTML_TAG_FIGURE, Tag::figure},
    {MyHTML_TAG_FIGCAPTION, Tag::figcaption},

    {MyHTML_TAG_IMG, Tag::img},
    {MyHTML_TAG_VIDEO, Tag::video},
    {MyHTML_TAG_AUDIO, Tag::audio},
    {MyHTML_TAG_A, Tag::a},
    {MyHTML_TAG_B, Tag::b},
    {MyHTML_TAG_STRONG, Tag::strong},
    {MyHTML_TAG_I, Tag::i},
    {MyHTML_TAG_EM, Tag::em},
    {MyHTML_TAG_U, Tag::u},
    {MyHTML_TAG_S, Tag::s},
    {MyHTML_TAG_DEL, Tag::del},
    {MyHTML_TAG_INS, Tag::ins},
    {MyHTML_TAG_SUB, Tag::sub},
    {MyHTML_TAG_SUP, Tag::sup},
    {MyHTML_TAG_SPAN, Tag::span},
    {MyHTML_TAG_FONT, Tag::font},
    {MyHTML_TAG_SMALL, Tag::small},
    {MyHTML_TAG_MARK, Tag::mark},
    {MyHTML_TAG_ABBR, Tag::abbr},
    {MyHTML_TAG_CITE, Tag::cite},
    {MyHTML_TAG_TIME, Tag::time},
    {MyHTML_TAG_KBD, Tag::kbd},
    {MyHTML_TAG_SAMP, Tag::samp},
    {MyHTML_TAG_VAR, Tag::var},
    {MyHTML_TAG_FORM, Tag::form},
    {MyHTML_TAG_FIELDSET, Tag::fieldset},
    {MyHTML_TAG_LEGEND, Tag::legend},
    {MyHTML_TAG_LABEL, Tag::label},
    {MyHTML_TAG_INPUT, Tag::input},
    {MyHTML_TAG_BUTTON, Tag::button},
    {MyHTML_TAG_SELECT, Tag::select},
    {MyHTML_TAG_OPTION, Tag::option},
    {MyHTML_TAG_TEXTAREA, Tag::textarea},
    {MyHTML_TAG_DETAILS, Tag::details},
    {MyHTML_TAG_SUMMARY, Tag::summary},
    {MyHTML_TAG_DIALOG, Tag::dialog},
    {MyHTML_TAG_CENTER, Tag::center},
    {MyHTML_TAG_HGROUP, Tag::hgroup},
};

/// By myhtml's tag number; numbers beyond the table are custom elements.
const std::array<Tag, 256>& tag_table() {
    static const std::array<Tag, 256> table = [] {
        std::array<Tag, 256> result{};
        result.fill(Tag::other);
        for (const auto& [number, tag] : kTags)
            if (static_cast<std::size_t>(number) < result.size()) result[static_cast<std::size_t>(number)] = tag;
        return result;
    }();
    return table;
}

}  // namespace

Dom::Dom(Dom&&) noexcept = default;
Dom& Dom::operator=(Dom&&) noexcept = default;

Dom::~Dom() {
    if (parser_) Parser::put_back(std::move(parser_), nodes_.size());
}

Result<Dom> Dom::parse(std::string page) {
    Dom dom;
    TRY(dom.parser_, Parser::take());
    TRY(const auto* node, dom.parser_->parse(std::move(page)));
    dom.script_bytes_ = dom.parser_->script_bytes();
    dom.attributes_ = dom.parser_->take_attributes();
    dom.nodes_.reserve(dom.parser_->parsed_bytes() / 16 + 16);
    dom.nodes_.push_back({.tag = Tag::other, .parent = 0, .text = "#document"});
    NodeId parent = 0;
    // A walk in document order with the parent as the only state: no recursion, whatever the depth.
    while (node) {
        const auto* child = node->child;
        if (node->tag_id == MyHTML_TAG__COMMENT || node->tag_id == MyHTML_TAG__DOCTYPE) {
            child = nullptr;
        } else {
            if (dom.nodes_.size() >= kMaxNodes)
                return fail(ErrorKind::too_large, "a page with more than 4 million elements");
            dom.add(*node, parent);
            if (child)
                parent = dom.size() - 1;
            else
                dom.nodes_.back().end = dom.size();
        }
        if (child) {
            node = child;
            continue;
        }
        while (node && !node->next) {
            node = node->parent;
            if (!node || parent == 0) {
                node = nullptr;
                break;
            }
            dom.nodes_[parent].end = dom.size();
            parent = dom.nodes_[parent].parent;
        }
        if (node) node = node->next;
    }
    for (; parent != 0; parent = dom.nodes_[parent].parent) dom.nodes_[parent].end = dom.size();
    dom.nodes_[0].end = dom.size();
    return dom;
}

void Dom::add(const myhtml_tree_node& node, NodeId parent) {
    const auto number = static_cast<std::size_t>(node.tag_id);
    const auto attributes = static_cast<std::uint32_t>(attributes_.size());
    Node entry{.tag = number < tag_table().size() ? tag_table()[number] : Tag::other,
               .parent = parent,
               .attributes_begin = attributes,
               .attributes_end = attributes};
    if (entry.tag == Tag::text) {
        entry.text = parser_->text(node);
    } else {
        entry.text = parser_->name(node);
        if (const auto* piece = parser_->marked_attributes(node)) {
            entry.attributes_begin = piece->attributes_begin;
            entry.attributes_end = piece->attributes_end;
        } else {
            parser_->add_attributes(node, attributes_);
            entry.attributes_end = static_cast<std::uint32_t>(attributes_.size());
        }
    }
    nodes_.push_back(entry);
}

std::span<const Attribute> Dom::attributes(NodeId id) const {
    const auto& node = nodes_[id];
    return std::span(attributes_).subspan(node.attributes_begin, node.attributes_end - node.attributes_begin);
}

std::string_view Dom::attribute(NodeId id, std::string_view name) const {
    for (const auto& attribute : attributes(id))
        if (attribute.name == name) return attribute.value;
    return {};
}

bool Dom::has(NodeId id, std::string_view name) const {
    for (const auto& attribute : attributes(id))
        if (attribute.name == name) return true;
    return false;
}

bool is_heading(Tag tag) {
    return tag >= Tag::h1 && tag <= Tag::h6;
}

bool is_block(Tag tag) {
    switch (tag) {
        case Tag::html:
        case Tag::body:
        case Tag::p:
        case Tag::hr:
        case Tag::pre:
        case Tag::blockquote:
        case Tag::ul:
        case Tag::ol:
        case Tag::li:
        case Tag::dl:
        case Tag::dt:
        case Tag::dd:
        case Tag::table:
        case Tag::caption:
        case Tag::thead:
        case Tag::tbody:
        case Tag::tfoot:
        case Tag::tr:
        case Tag::div:
        case Tag::section:
        case Tag::article:
        case Tag::main:
        case Tag::header:
        case Tag::footer:
        case Tag::nav:
        case Tag::aside:
        case Tag::address:
        case Tag::figure:
        case Tag::figcaption:
        case Tag::form:
        case Tag::fieldset:
        case Tag::legend:
        case Tag::details:
        case Tag::summary:
        case Tag::dialog:
        case Tag::center:
        case Tag::hgroup:
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
        case Tag::video:
        case Tag::audio:
        case Tag::iframe:
        case Tag::object:
        case Tag::option:
        case Tag::select: return true;
        default: return false;
    }
}

}  // namespace winnow::extract
