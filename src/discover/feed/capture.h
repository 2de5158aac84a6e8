#pragma once

#include <string>
#include <string_view>

#include "discover/feed/feed.h"
#include "discover/feed/slots.h"
#include "markup/reader.h"

namespace winnow::feeds {

/// Collects what stands inside one element and says, at its end, what kind of text it is (RFC 4287 section 3.1, Atom
/// 0.3's modes, RSS's habits).
class Capture {
public:
    Capture(Meaning meaning, const markup::Event& start, markup::Reader& reader);

    const Meaning& meaning() const { return meaning_; }
    std::size_t depth() const { return depth_; }  ///< of the element
    bool is_permanent_link() const { return permanent_; }
    const Url& base() const { return base_; }

    void add_start(const markup::Event& event);
    void add_end(const markup::Event& event);
    void add_text(const markup::Event& event);

    /// The characters, for links, dates and ids.
    std::string_view characters() const { return markup::trimmed(value_); }
    Text text();
    std::string title();

private:
    enum class Form { plain, html, markup, base64 };
    Form form() const;

    Meaning meaning_;
    markup::Vocabulary vocabulary_;
    std::string name_;
    std::string type_;
    std::string mode_;
    Url base_;
    std::size_t depth_;
    bool permanent_;
    std::string value_;
    bool has_elements_ = false;
};

}  // namespace winnow::feeds
