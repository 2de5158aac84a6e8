#pragma once

#include "core/document.h"
#include "core/result.h"

namespace winnow {

/// Makes a Document of a page's bytes. Safe to call from several threads.
class Extractor {
public:
    virtual ~Extractor() = default;
    /// A page that is no article is a Document whose `kind` says what it is, not an error.
    /// Errors: unsupported (a form that we do not read, binary data), malformed (broken beyond reading), too_large.
    virtual Result<Document> extract(const Page& page) = 0;
};

}  // namespace winnow
