#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::extract {

struct Attribute {
    std::string_view name;  ///< lower case
    std::string_view value;
};

/// A text, or all attributes of a tag, as a place in the page; of the latter those that are read, as a range of
/// Pieces::attributes, too.
struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t attributes_begin = 0;
    std::uint32_t attributes_end = 0;
};

/// Texts and attributes of a page that its parser gets to see only as marks of a few bytes. A parser looks at neither
/// when it builds the tree, but copies both, byte by byte and more than once.
class Pieces {
public:
    static constexpr std::size_t kMarkBytes = 5;
    /// The first byte of a mark: none of UTF-8, so no page of valid UTF-8 can forge one.
    static constexpr char kMark = '\xFF';

    /// Whether a piece can still be numbered.
    bool has_room() const;
    /// Notes the piece and writes its mark.
    void add(const Piece& piece, std::string& html);
    /// The piece of the mark with which `html` begins; none if it begins with something else.
    const Piece* at_mark(std::string_view html) const;
    /// The text with the pieces of `page` instead of their marks.
    std::string expanded(std::string_view html, std::string_view page) const;

    std::vector<Attribute> attributes;  ///< those that are read, tag by tag
    /// By number, the attributes whose values are not what they mean, for in them are references to characters that the
    /// library is asked to resolve.
    std::vector<std::uint32_t> encoded;

private:
    std::vector<Piece> list_;
};

/// `name`, which may be in capital letters, as those who read it here call it; empty for an attribute that nobody
/// reads: what scripts, keyboards and screen readers are told.
std::string_view read_attribute_name(std::string_view name);

}  // namespace winnow::extract
