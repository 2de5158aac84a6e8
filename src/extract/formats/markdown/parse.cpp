#include "extract/formats/markdown/parse.h"

#include <algorithm>
#include <exception>
#include <md4c.h>
#include <string>
#include <utility>

#include "extract/formats/markdown/html_fragments.h"
#include "markup/entities.h"

namespace winnow::extract {
namespace {

// A definition that is used often is scanned anew each time: what lets a small text take minutes. The bytes that real
// texts spend on addresses are a fraction of their length.
constexpr std::size_t kLeastAddressBudget = 1u << 20;
constexpr std::size_t kAddressBudgetShare = 4;

constexpr std::size_t kLongestLanguage = 30;

/// Turns the events of the parser into calls of a BlockText. An exception must not cross the parser, which is C: it is
/// kept, parsing stops, and run() throws it again.
class Listener {
public:
    Listener(BlockText& blocks, std::size_t size)
        : blocks_(blocks),
          html_(blocks),
          address_budget_(kLeastAddressBudget + size * kAddressBudgetShare),
          most_cells_(size) {}

    Parsed run(std::string_view text) {
        MD_PARSER parser{};
        parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            return guarded(self, [&](Listener& listener) { listener.enter_block(type, detail); });
        };
        parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            return guarded(self, [&](Listener& listener) { listener.leave_block(type, detail); });
        };
        parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
            return guarded(self, [&](Listener& listener) { listener.enter_span(type, detail); });
        };
        parser.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
            return guarded(self, [&](Listener& listener) { listener.leave_span(type, detail); });
        };
        parser.text = [](MD_TEXTTYPE type, const MD_CHAR* data, MD_SIZE size, void* self) {
            return guarded(self, [&](Listener& listener) { listener.add_text(type, {data, size}); });
        };
        const int status = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, this);
        if (failure_) std::rethrow_exception(failure_);
        return status == 0 ? Parsed::whole : Parsed::in_part;
    }

private:
    template <typename Call>
    static int guarded(void* self, Call call) {
        auto& listener = *static_cast<Listener*>(self);
        try {
            call(listener);
        } catch (...) {
            listener.failure_ = std::current_exception();
            return 1;
        }
        const bool beyond_measure =
            listener.address_bytes_ > listener.address_budget_ || listener.cells_ > listener.most_cells_;
        return beyond_measure ? 1 : 0;
    }

    std::string value(const MD_ATTRIBUTE& attribute) {
        address_bytes_ += attribute.size;
        std::string result;
        for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
            const auto begin = attribute.substr_offsets[i];
            const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
            if (attribute.substr_types[i] == MD_TEXT_ENTITY)
                result += markup::decoded(part);
            else
                result += part;
        }
        return result;
    }

    void enter_block(MD_BLOCKTYPE type, void* detail) {
        flush_html();
        if (type != MD_BLOCK_P) html_.end_block();  // "<h1>" may stand alone before a paragraph
        switch (type) {
            case MD_BLOCK_QUOTE: blocks_.open_quote(); break;
            case MD_BLOCK_UL: blocks_.open_list(0, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0); break;
            case MD_BLOCK_OL: {
                const auto& list = *static_cast<MD_BLOCK_OL_DETAIL*>(detail);
                blocks_.open_list(std::max(list.start, 1u), list.is_tight != 0);
                break;
            }
            case MD_BLOCK_LI: {
                const auto& item = *static_cast<MD_BLOCK_LI_DETAIL*>(detail);
                const bool done = item.task_mark == 'x' || item.task_mark == 'X';
                blocks_.open_item(item.is_task == 0 ? "" : done ? "[x]" : "[ ]");
                break;
            }
            case MD_BLOCK_HR: blocks_.add_rule(); break;
            case MD_BLOCK_CODE: {
                in_code_block_ = true;
                code_.clear();
                language_ = value(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
                const bool is_word = language_.find_first_of("`{}<>\"'") == std::string::npos;
                if (language_.size() > kLongestLanguage || !is_word) language_.clear();
                break;
            }
            case MD_BLOCK_TABLE:
                in_table_ = true;
                blocks_.open_table(static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count);
                break;
            case MD_BLOCK_H:
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                ++cells_;
                division_ = Division::not_here;
                break;
            default: break;
        }
    }

    void leave_block(MD_BLOCKTYPE type, void* detail) {
        flush_html();
        switch (type) {
            case MD_BLOCK_QUOTE:
            case MD_BLOCK_UL:
            case MD_BLOCK_OL: blocks_.close(); break;
            case MD_BLOCK_LI:
                html_.end_block();
                blocks_.close();
                break;
            case MD_BLOCK_H:
                blocks_.end_heading(static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
                break;
            case MD_BLOCK_CODE:
                in_code_block_ = false;
                blocks_.add_code(code_, language_);
                break;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD: blocks_.end_cell(); break;
            case MD_BLOCK_TR: blocks_.end_row(); break;
            case MD_BLOCK_TABLE:
                in_table_ = false;
                blocks_.close_table();
                break;
            case MD_BLOCK_P: html_.end_block(); break;
            case MD_BLOCK_HTML:
                if (!blocks_.inlines().empty()) html_.end_block();
                break;
            default: break;
        }
        division_ = Division::allowed;
    }

    void enter_span(MD_SPANTYPE type, void* detail) {
        flush_html();
        if (type == MD_SPAN_IMG && pictures_++ == 0) alternative_.clear();
        if (pictures_ > 0) return;
        switch (type) {
            case MD_SPAN_EM: blocks_.inlines().open(Emphasis::italic); break;
            case MD_SPAN_STRONG: blocks_.inlines().open(Emphasis::strong); break;
            case MD_SPAN_DEL: blocks_.inlines().open(Emphasis::struck); break;
            case MD_SPAN_CODE: blocks_.inlines().open(Emphasis::code); break;
            case MD_SPAN_A: blocks_.inlines().open_link(value(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)); break;
            default: break;
        }
    }

    void leave_span(MD_SPANTYPE type, void* detail) {
        flush_html();
        const bool ends_picture = type == MD_SPAN_IMG && pictures_ == 1;
        if (type == MD_SPAN_IMG && pictures_ > 0) --pictures_;
        if (ends_picture)
            blocks_.inlines().add_image(value(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src), alternative_);
        if (pictures_ > 0) return;
        switch (type) {
            case MD_SPAN_EM: blocks_.inlines().close(Emphasis::italic); break;
            case MD_SPAN_STRONG: blocks_.inlines().close(Emphasis::strong); break;
            case MD_SPAN_DEL: blocks_.inlines().close(Emphasis::struck); break;
            case MD_SPAN_CODE: blocks_.inlines().close(Emphasis::code); break;
            case MD_SPAN_A: blocks_.inlines().close_link(); break;
            default: break;
        }
    }

    void add_text(MD_TEXTTYPE type, std::string_view text) {
        if (type == MD_TEXT_HTML) {
            raw_html_ += text;
            return;
        }
        flush_html();
        if (pictures_ > 0) {
            alternative_ += type == MD_TEXT_ENTITY ? markup::decoded(text) : plain(type, text);
        } else if (html_.is_skipping()) {
            return;
        } else if (type == MD_TEXT_BR) {
            blocks_.inlines().add_break();
        } else if (in_code_block_) {
            code_ += text;
        } else {
            blocks_.inlines().add(type == MD_TEXT_ENTITY ? markup::decoded(text) : plain(type, text));
        }
    }

    std::string plain(MD_TEXTTYPE type, std::string_view text) const {
        if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) return " ";
        if (type == MD_TEXT_NULLCHAR) return "\xEF\xBF\xBD";
        std::string result(text);
        // Inside of code the parser leaves the backslash before a cell's "|".
        if (type == MD_TEXT_CODE && in_table_) {
            std::size_t kept = 0;
            for (std::size_t i = 0; i < result.size(); ++i)
                if (result[i] != '\\' || i + 1 >= result.size() || result[i + 1] != '|') result[kept++] = result[i];
            result.resize(kept);
        }
        return result;
    }

    void flush_html() {
        if (raw_html_.empty()) return;
        const auto html = std::exchange(raw_html_, {});
        html_.write(html, division_);
    }

    BlockText& blocks_;
    HtmlFragments html_;
    std::string raw_html_;
    std::string code_;
    std::string language_;
    std::string alternative_;
    bool in_code_block_ = false;
    bool in_table_ = false;
    std::size_t pictures_ = 0;
    std::size_t address_bytes_ = 0;
    std::size_t address_budget_;
    std::size_t cells_ = 0;
    std::size_t most_cells_;  // the parser fills short rows up to the width of the head: cells that nobody wrote
    Division division_ = Division::allowed;
    std::exception_ptr failure_;
};

}  // namespace

Parsed parse_markdown(std::string_view text, BlockText& blocks) {
    return Listener(blocks, text.size()).run(text);
}

}  // namespace winnow::extract
