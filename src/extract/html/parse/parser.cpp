#include "extract/html/parse/parser.h"

#include <algorithm>
#include <utility>

#include <myhtml/data_process.h>
#include <myhtml/myhtml.h>

#include "extract/html/tame.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostNodesKept = 100'000;

std::unique_ptr<Parser>& spare() {
    thread_local std::unique_ptr<Parser> parser;
    return parser;
}

std::string_view view(const mycore_string_t& text) {
    return text.data ? std::string_view(text.data, text.length) : std::string_view();
}

/// The page with line feeds alone, as the standard has it before anything else is read.
std::string with_line_feeds(std::string page) {
    auto out = page.find('\r');
    if (out == std::string::npos) return page;
    for (auto in = out; in < page.size();) {
        const auto end = std::min(page.find('\r', in), page.size());
        std::copy(page.begin() + static_cast<std::ptrdiff_t>(in), page.begin() + static_cast<std::ptrdiff_t>(end),
                  page.begin() + static_cast<std::ptrdiff_t>(out));
        out += end - in;
        in = end;
        if (end == page.size()) break;
        in += page.compare(end, 2, "\r\n") == 0 ? 2U : 1U;
        page[out++] = '\n';
    }
    page.resize(out);
    return page;
}

}  // namespace

Result<std::unique_ptr<Parser>> Parser::take() {
    if (spare()) return std::move(spare());
    std::unique_ptr<Parser> parser(new Parser);
    parser->library_ = myhtml_create();
    if (!parser->library_ ||
        myhtml_init(parser->library_, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 4096) != MyHTML_STATUS_OK)
        return fail(ErrorKind::internal, "the HTML parser does not start");
    parser->tree_ = myhtml_tree_create();
    if (!parser->tree_ || myhtml_tree_init(parser->tree_, parser->library_) != MyHTML_STATUS_OK)
        return fail(ErrorKind::internal, "the HTML parser does not start");
    myhtml_tree_parse_flags_set(parser->tree_, MyHTML_TREE_PARSE_FLAGS_WITHOUT_DOCTYPE_IN_TREE);
    return parser;
}

void Parser::put_back(std::unique_ptr<Parser> parser, std::size_t nodes) {
    if (nodes >= kMostNodesKept || spare()) return;
    myhtml_tree_clean(parser->tree_);
    parser->page_ = {};
    parser->pieces_ = {};
    spare() = std::move(parser);
}

Parser::~Parser() {
    if (tree_) myhtml_tree_destroy(tree_);
    if (library_) myhtml_destroy(library_);
}

Result<const myhtml_tree_node*> Parser::parse(std::string page) {
    page_ = with_line_feeds(std::move(page));
    if (page_.ends_with('<')) page_ += ' ';  // with that as the last byte, the library takes the text before for a tag
    std::string storage;
    TRY(auto tamed, tame(page_, storage));
    script_bytes_ = tamed.script_bytes;
    parsed_bytes_ = tamed.html.size();
    pieces_ = std::move(tamed.pieces);
    if (myhtml_parse_single(tree_, MyENCODING_UTF_8, tamed.html.data(), tamed.html.size()) != MyHTML_STATUS_OK)
        return fail(ErrorKind::malformed, "the HTML parser gave up");
    for (const auto number : pieces_.encoded) {
        auto& value = pieces_.attributes[number].value;
        value = decoded(value);
    }
    return myhtml_node_child(myhtml_tree_get_document(tree_));
}

std::string_view Parser::text(const myhtml_tree_node& node) {
    return node.token ? whole(view(node.token->str)) : std::string_view();
}

std::string_view Parser::name(const myhtml_tree_node& node) const {
    std::size_t length = 0;
    const char* name = myhtml_tag_name_by_id(tree_, node.tag_id, &length);
    return name ? std::string_view(name, length) : std::string_view();
}

const Piece* Parser::marked_attributes(const myhtml_tree_node& node) const {
    const auto* first = node.token ? node.token->attr_first : nullptr;
    const auto* piece = first ? pieces_.at_mark(view(first->key)) : nullptr;
    return piece && piece->attributes_end > piece->attributes_begin ? piece : nullptr;
}

void Parser::add_attributes(const myhtml_tree_node& node, std::vector<Attribute>& attributes) {
    for (const auto* at = node.token ? node.token->attr_first : nullptr; at; at = at->next)
        attributes.push_back({view(at->key), whole(view(at->value))});
}

/// Empty, for so many bytes, in the memory of the tree.
mycore_string_t Parser::new_text(std::size_t size) {
    mycore_string_t text{};
    mycore_string_init(myhtml_tree_get_mchar(tree_), myhtml_tree_get_mchar_node_id(tree_), &text, size + 1);
    return text;
}

/// As the library makes it from the page: with characters instead of references.
std::string_view Parser::decoded(std::string_view value) {
    auto text = new_text(value.size());
    myhtml_data_process_entry_t state{};
    myhtml_data_process_entry_clean(&state);
    state.encoding = MyENCODING_UTF_8;
    state.is_attributes = true;
    myhtml_data_process(&state, &text, value.data(), value.size());
    myhtml_data_process_end(&state, &text);
    return view(text);
}

/// A text of the library with pieces instead of their marks.
std::string_view Parser::whole(std::string_view text) {
    const auto mark = text.find(Pieces::kMark);
    if (mark == std::string_view::npos) return text;
    const auto* piece = pieces_.at_mark(text.substr(mark));
    if (piece && text.size() == mark + Pieces::kMarkBytes && piece->begin >= mark) {
        // Nearly always what stands before the mark is the white space before the piece.
        const auto in_page = std::string_view(page_).substr(piece->begin - mark, mark + piece->end - piece->begin);
        if (in_page.starts_with(text.substr(0, mark))) return in_page;
    }
    const auto expanded = pieces_.expanded(text, page_);
    auto result = new_text(expanded.size());
    mycore_string_append(&result, expanded.data(), expanded.size());
    return view(result);
}

}  // namespace winnow::extract
