#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace winnow::extract {

/// The objects of a page's JSON-LD scripts, those inside of @graph and of other objects included.
class LinkedData {
public:
    LinkedData() = default;
    /// Reads what can be read: broken scripts are mended where the damage is of a known kind, else passed over.
    explicit LinkedData(std::span<const std::string_view> scripts);
    LinkedData(LinkedData&&) noexcept = default;
    LinkedData& operator=(LinkedData&&) noexcept = default;

    /// The object that describes the page's article: the one with the most to say; null if there is none.
    const json::Value& article() const { return article_ ? *article_ : null_; }
    /// The object with this @id; null if there is none.
    const json::Value& by_id(std::string_view id) const;
    /// The first object whose @type is one of the names; null if there is none.
    const json::Value& of_type(std::span<const std::string_view> types) const;

private:
    void collect();

    std::vector<json::Value> roots_;
    std::vector<const json::Value*> objects_;
    const json::Value* article_ = nullptr;
    json::Value null_;
};

/// Whether the object's @type is, or holds, the name.
bool has_type(const json::Value& object, std::string_view type);

/// JSON with the damage that content management systems do undone: raw control characters and line breaks inside
/// strings, trailing commas, comments and CDATA marks around it, several texts in a row (the first is kept), an end
/// that is missing. Linear time.
std::string mended_json(std::string_view text);

}  // namespace winnow::extract
