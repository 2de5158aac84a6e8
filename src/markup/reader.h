#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/url.h"
#include "markup/entities.h"
#include "markup/tokens.h"

namespace winnow::markup {

/// The vocabularies that feeds and sitemaps are written in; `plain` is that of RSS, of sitemaps and of no namespace.
enum class Vocabulary {
    plain,
    atom,
    dublin_core,
    dublin_core_terms,
    content,
    media,
    itunes,
    feedburner,
    news,
    rdf,
    xhtml,
    other
};

constexpr std::size_t kMaxDepth = 256;      // elements within each other; feeds use a dozen, their XHTML a few more
constexpr std::size_t kMaxNamespaces = 64;  // declarations that hold at the same time

/// What the Reader found. Views are valid until the next call.
struct Event {
    enum class Kind { start, end, text };
    Kind kind = Kind::text;
    Vocabulary vocabulary = Vocabulary::plain;
    std::string name;              ///< local name in lower case, of start and end
    std::string_view written;      ///< the same as written, prefix included
    std::string text;              ///< decoded
    bool is_cdata = false;         ///< of text
    const Token* token = nullptr;  ///< of start; an end without a tag of its own has none
};

/// Reads XML as elements and text, also when it is ill-formed: an end tag closes all that is open in the element that
/// it names, one that names nothing open is passed over, at the end of the text all is closed. Nothing outside the text
/// is ever read. Elements nested deeper than kMaxDepth end the reading; `too_deep()` says so. Time is linear, memory
/// bounded.
class Reader {
public:
    /// `text` outlives the reader. `base` is where references start from before any xml:base.
    Reader(std::string_view text, Url base);
    /// False at the end. Start and end of elements are balanced.
    bool next(Event& event);

    /// The decoded value of an attribute of a start event by its local name, whatever its prefix; empty if missing.
    std::string attribute(const Event& start, std::string_view name);
    /// What references at this place are relative to.
    const Url& base() const { return bases_.empty() ? base_ : bases_.back().second; }
    std::size_t depth() const { return open_.size(); }
    bool too_deep() const { return too_deep_; }

private:
    struct Namespace {
        std::string_view prefix;
        Vocabulary vocabulary;
        std::size_t depth;
    };
    struct Element {
        std::string_view written;
        Vocabulary vocabulary;
    };

    bool start(Event& event);
    void end(Event& event);
    bool begin_closing();
    void declare_namespaces();
    void enter_base();
    Vocabulary vocabulary_of(std::string_view written) const;

    Tokenizer tokenizer_;
    Token token_;
    DeclaredEntities entities_;
    Url base_;
    std::vector<std::pair<std::size_t, Url>> bases_;  // depth of the element that said xml:base
    std::vector<Namespace> namespaces_;
    std::vector<Element> open_;
    std::size_t to_close_ = 0;  // elements that end before the next token is read
    bool at_end_ = false;
    bool too_deep_ = false;
};

/// The part of a name behind its prefix, in lower case.
std::string local_name(std::string_view written);

}  // namespace winnow::markup
