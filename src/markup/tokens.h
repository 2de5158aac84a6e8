#pragma once
// markup: tags, text and entities of XML and HTML as they are found, well-formed or not.

#include <cstddef>
#include <string_view>
#include <vector>

namespace winnow::markup {

constexpr std::size_t kMaxAttributes = 64;  // of one tag; further ones are passed over

struct Attribute {
    std::string_view name;   ///< as written, prefix included
    std::string_view value;  ///< as written, without its quotation marks; entities stand as they are
};

/// One piece of markup. All views point into the text that the Tokenizer was made with.
struct Token {
    enum class Kind { text, cdata, start_tag, end_tag, comment, instruction, declaration };
    Kind kind = Kind::text;
    std::string_view raw;      ///< all of it
    std::string_view name;     ///< of a tag, as written
    std::string_view content;  ///< of text, CDATA, comment, instruction and declaration, without the marks around it
    std::vector<Attribute> attributes;
    bool empty_element = false;  ///< "<br/>"

    /// The attribute's value as written; empty if it is missing. Names compare without regard to ASCII case.
    std::string_view attribute(std::string_view wanted) const;
};

/// Cuts a text into tokens. Never fails: what is no markup is text, what is not closed ends with the text. Linear time.
class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}
    /// False at the end. Adjacent text may come in several tokens.
    bool next(Token& token);
    /// Text up to the end tag of `name`, not looked into: what a script or a style sheet holds.
    std::string_view take_raw_text(std::string_view name);

private:
    void text(Token& token, std::size_t end);
    void start_tag(Token& token);
    void end_tag(Token& token);
    void declaration(Token& token);
    void instruction(Token& token);
    std::size_t read_attribute(Attribute& attribute, std::size_t at) const;
    void enclosed(Token& token, Token::Kind kind, std::size_t open, std::string_view close);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t instruction_end_ = 0;  // a place found earlier, so that many "<?" do not search the rest each time
    bool seen_tag_ = false;            // a document type with an internal subset stands before the first one
};

bool is_space(char c);
bool equal_ignoring_case(std::string_view a, std::string_view b);  ///< ASCII
std::string_view trimmed(std::string_view text);                   ///< without ASCII white space at its ends

}  // namespace winnow::markup
