#include "extract/html/dom.h"

#include <array>

#include <myhtml/api.h>

#include "extract/html/tame.h"

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

std::string_view view(const char* text, std::size_t length) {
    return text ? std::string_view(text, length) : std::string_view();
}

}  // namespace

struct Dom::Tree {
    myhtml_t* html = nullptr;
    myhtml_tree_t* tree = nullptr;

    static std::unique_ptr<Tree> create() {
        auto result = std::make_unique<Tree>();
        result->html = myhtml_create();
        if (!result->html || myhtml_init(result->html, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 4096) != MyHTML_STATUS_OK)
            return nullptr;
        result->tree = myhtml_tree_create();
        if (!result->tree || myhtml_tree_init(result->tree, result->html) != MyHTML_STATUS_OK) return nullptr;
        myhtml_tree_parse_flags_set(result->tree, MyHTML_TREE_PARSE_FLAGS_WITHOUT_DOCTYPE_IN_TREE);
        return result;
    }
    ~Tree() {
        if (tree) myhtml_tree_destroy(tree);
        if (html) myhtml_destroy(html);
    }
};

namespace {

/// One parser per thread is kept for the next page: making one costs as much as parsing a small page.
std::unique_ptr<Dom::Tree>& spare_tree() {
    thread_local std::unique_ptr<Dom::Tree> spare;
    return spare;
}

}  // namespace

Dom::Dom(Dom&&) noexcept = default;
Dom& Dom::operator=(Dom&&) noexcept = default;

Dom::~Dom() {
    if (tree_ && nodes_.size() < 100'000 && !spare_tree()) {  // a parser that met a huge page holds huge memory
        myhtml_tree_clean(tree_->tree);
        spare_tree() = std::move(tree_);
    }
}

Result<Dom> Dom::parse(std::string_view page) {
    std::string storage;
    TRY(const auto html, tame(page, storage));
    Dom dom;
    dom.tree_ = std::move(spare_tree());
    if (!dom.tree_) dom.tree_ = Tree::create();
    if (!dom.tree_) return fail(ErrorKind::internal, "the HTML parser does not start");
    auto* tree = dom.tree_->tree;
    if (myhtml_parse_single(tree, MyENCODING_UTF_8, html.data(), html.size()) != MyHTML_STATUS_OK)
        return fail(ErrorKind::malformed, "the HTML parser gave up");

    const auto& table = tag_table();
    dom.nodes_.reserve(html.size() / 24 + 16);
    dom.nodes_.push_back({.tag = Tag::other, .parent = 0, .text = "#document"});
    auto* node = myhtml_node_child(myhtml_tree_get_document(tree));
    NodeId parent = 0;
    // A walk in document order with the parent as the only state: no recursion, whatever the depth.
    while (node) {
        const auto number = static_cast<std::size_t>(myhtml_node_tag_id(node));
        auto* child = myhtml_node_child(node);
        if (number == MyHTML_TAG__COMMENT || number == MyHTML_TAG__DOCTYPE) {
            child = nullptr;
        } else {
            if (dom.nodes_.size() >= kMaxNodes)
                return fail(ErrorKind::too_large, "a page with more than 4 million elements");
            Node entry{.tag = number < table.size() ? table[number] : Tag::other, .parent = parent};
            entry.attributes_begin = static_cast<std::uint32_t>(dom.attributes_.size());
            if (entry.tag == Tag::text) {
                std::size_t length = 0;
                const char* text = myhtml_node_text(node, &length);
                entry.text = view(text, length);
            } else {
                std::size_t length = 0;
                const char* name = myhtml_tag_name_by_id(tree, static_cast<myhtml_tag_id_t>(number), &length);
                entry.text = view(name, length);
                for (auto* attribute = myhtml_node_attribute_first(node); attribute;
                     attribute = myhtml_attribute_next(attribute)) {
                    std::size_t key_length = 0;
                    std::size_t value_length = 0;
                    const char* key = myhtml_attribute_key(attribute, &key_length);
                    const char* value = myhtml_attribute_value(attribute, &value_length);
                    dom.attributes_.push_back({view(key, key_length), view(value, value_length)});
                }
            }
            entry.attributes_end = static_cast<std::uint32_t>(dom.attributes_.size());
            dom.nodes_.push_back(entry);
            if (child)
                parent = static_cast<NodeId>(dom.nodes_.size() - 1);
            else
                dom.nodes_.back().end = static_cast<NodeId>(dom.nodes_.size());
        }
        if (child) {
            node = child;
            continue;
        }
        while (node && !myhtml_node_next(node)) {
            node = myhtml_node_parent(node);
            if (!node || parent == 0) {
                node = nullptr;
                break;
            }
            dom.nodes_[parent].end = static_cast<NodeId>(dom.nodes_.size());
            parent = dom.nodes_[parent].parent;
        }
        if (node) node = myhtml_node_next(node);
    }
    for (; parent != 0; parent = dom.nodes_[parent].parent)
        dom.nodes_[parent].end = static_cast<NodeId>(dom.nodes_.size());
    dom.nodes_[0].end = static_cast<NodeId>(dom.nodes_.size());
    return dom;
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
