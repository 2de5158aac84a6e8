#pragma once

#include <string>
#include <string_view>

#include "core/document.h"

namespace winnow::extract {

/// Appends one character of plain text to a line of Markdown, with a backslash before what would be markup. `next` is
/// the character that follows it in the plain text, 0 if that is not known.
void append_escaped(std::string& markdown, char c, char next);
/// Plain text as it may stand inside of a line of Markdown.
std::string escaped_line(std::string_view text);
/// Plain text as one paragraph of Markdown.
std::string escaped_markdown(std::string_view text);
/// An address as it may stand between the brackets of a link.
std::string link_target(std::string_view href);
/// A fence for code that holds runs of backticks: three or more of them.
std::string fence_for(std::string_view code);

// Each adds one block to both texts of the document, divided from what stands before.
void add_paragraph(Document& document, std::string_view text);
void add_paragraph(Document& document, std::string_view text, std::string_view markdown);
void add_heading(Document& document, int level, std::string_view text);
/// Lines that stay as they are.
void add_code(Document& document, std::string_view lines, std::string_view language);

/// The line without white space at its ends.
std::string_view trimmed(std::string_view text);
/// Words between white space.
std::size_t blank_divided_words(std::string_view text);
/// Whether the text holds a letter or digit of any script.
bool has_word(std::string_view text);

/// A title made of the file's name, when nothing better is there: "time-management.md" → "Time management". For a
/// README or index the folder's name counts. Empty if the path says nothing.
std::string title_from_path(const Url& url);

}  // namespace winnow::extract
