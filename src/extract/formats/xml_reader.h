#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace winnow::extract {

/// Walks through an XML document. Fetches nothing, expands no entities of its own, and goes on behind errors as far as
/// it can, so a cut-off document gives what it has.
class XmlReader {
public:
    enum class Event { begin, end, text, done };

    /// `xml` outlives the reader. Error: malformed (empty, or larger than 2 GiB).
    static Result<XmlReader> open(std::string_view xml);

    /// Moves on; an empty element has a begin and an end.
    Event next();
    std::string_view name() const { return name_; }  ///< of the element, without its prefix
    const std::string& text() const { return text_; }
    /// The value of an attribute of the element that just began, by its name without prefix; "" if missing.
    std::string attribute(std::string_view name) const;

private:
    struct Free {
        void operator()(void* reader) const;
    };
    explicit XmlReader(void* reader) : reader_(reader) {}

    std::unique_ptr<void, Free> reader_;
    std::string name_;
    std::string text_;
    bool ends_next_ = false;
};

}  // namespace winnow::extract
