#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace winnow::markup {

/// The entities that a document declares itself, as far as they are harmless: plain text without a reference or a tag
/// in it. Parameter entities, external ones and those that refer to others do not exist for us, so nothing is ever read
/// from elsewhere and nothing multiplies.
class DeclaredEntities {
public:
    static constexpr std::size_t kMaxEntities = 64;
    static constexpr std::size_t kMaxValueBytes = 1024;
    static constexpr std::size_t kMaxExpandedBytes = 1u << 20;  ///< over the whole document

    /// Reads the content of a document type declaration.
    void read(std::string_view declaration);
    /// The value, if there is one and the allowance is not used up.
    std::string_view expand(std::string_view name);

private:
    std::vector<std::pair<std::string, std::string>> values_;
    std::size_t expanded_bytes_ = 0;
};

/// Text with its character references and HTML's named entities resolved. References to control characters 128 to 159
/// mean windows-1252, as in HTML; what is no reference stays as it stands. `declared` may be null. Linear time.
std::string decoded(std::string_view text, DeclaredEntities* declared = nullptr);
/// The character that is meant by a control character 128 to 159 where windows-1252 has one there; else the same.
char32_t without_c1(char32_t code);
/// The reverse of decoded() for text between tags, and within an attribute's quotation marks.
std::string escaped(std::string_view text);

}  // namespace winnow::markup
