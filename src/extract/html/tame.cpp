#include "extract/html/tame.h"

#include <algorithm>
#include <array>
#include <vector>

#include "extract/ascii.h"
#include "extract/html/dom.h"
#include "extract/html/parse/element.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostFormatting = 64;  // open at once; paragraphs repeat them
constexpr std::size_t kLeastMarked = 12;     // bytes: shorter texts are as well copied

using Kind = ElementKind;
using Sort = Kind::Sort;
using Attributes = Kind::Attributes;
using Line = Kind::Line;

/// What a byte ends in a tag, as bits.
enum Ends : std::uint8_t { ends_tag_name = 1, ends_attribute_name = 2, ends_value = 4 };

constexpr std::array<std::uint8_t, 256> kEnds = [] {
    std::array<std::uint8_t, 256> ends{};
    for (const char c : {' ', '\n', '\t', '\r', '\f', '>'})
        ends[static_cast<unsigned char>(c)] = ends_tag_name | ends_attribute_name | ends_value;
    ends['/'] = ends_tag_name | ends_attribute_name;
    ends['='] = ends_attribute_name;
    return ends;
}();

class Tamer {
public:
    Tamer(std::string_view html, std::string& storage)
        : html_(html),
          storage_(storage),
          marking_(html.find(Pieces::kMark) == std::string_view::npos && html.find('\0') == std::string_view::npos) {}

    Result<Tamed> tame() {
        while (at_ < html_.size()) {
            text_ = at_;
            at_ = std::min(html_.find('<', at_), html_.size());
            mark_text();
            const char next = at_ + 1 < html_.size() ? html_[at_ + 1] : ' ';
            if (is_letter(next))
                start_tag();
            else if (next == '/' && at_ + 2 < html_.size() && is_letter(html_[at_ + 2]))
                end_tag();
            else if (next == '!' || next == '?' || next == '/')
                skip_markup();
            else
                ++at_;
            if (nodes_ > 2 * kMaxNodes) return fail(ErrorKind::too_large, "a page with more than 4 million elements");
        }
        pieces_.attributes.resize(attributes_);
        if (copied_ == 0) return Tamed{html_, script_bytes_, std::move(pieces_)};
        storage_ += html_.substr(copied_);
        return Tamed{storage_, script_bytes_, std::move(pieces_)};
    }

private:
    struct Count {
        std::uint32_t open = 0;
        std::uint32_t dropped = 0;
    };

    /// Reads the name at `begin` in lower case, sets end_ behind the tag's '>', and notes the attributes.
    std::string_view read_tag(std::size_t begin) {
        pieces_.attributes.resize(attributes_);
        tag_attributes_ = {};
        auto i = end_of(begin, ends_tag_name);
        const auto size = std::min(i - begin, name_.size());
        for (std::size_t at = 0; at < size; ++at) name_[at] = to_lower(html_[begin + at]);
        while (i < html_.size() && html_[i] != '>')
            if (is_space(html_[i]) || html_[i] == '/')
                ++i;
            else
                i = read_attribute(i);
        end_ = std::min(i + 1, html_.size());
        if (i == html_.size()) {  // cut off inside of the tag, which is none, then
            tag_attributes_ = {};
            blank_ = false;
        }
        return {name_.data(), size};
    }

    /// Where from `i` on a byte ends what `end` says.
    std::size_t end_of(std::size_t i, Ends end) const {
        const char* bytes = html_.data();
        while (i < html_.size() && (kEnds[static_cast<unsigned char>(bytes[i])] & end) == 0) ++i;
        return i;
    }

    /// The place behind the attribute that begins at `begin`, as the standard's tokenizer divides them.
    std::size_t read_attribute(std::size_t begin) {
        const auto size = html_.size();
        auto i = end_of(begin + 1, ends_attribute_name);  // whatever the first byte is, it belongs to the name
        const auto name = html_.substr(begin, i - begin);
        std::string_view value;
        auto next = i;
        while (next < size && is_space(html_[next])) ++next;
        if (next < size && html_[next] == '=') i = read_value(next + 1, value);
        if (tag_attributes_.end == 0) tag_attributes_.begin = begin;
        tag_attributes_.end = i;
        if (const auto known = read_attribute_name(name); !known.empty()) pieces_.attributes.push_back({known, value});
        return i;
    }

    std::size_t read_value(std::size_t i, std::string_view& value) const {
        while (i < html_.size() && is_space(html_[i])) ++i;
        const auto begin = i;
        if (i < html_.size() && (html_[i] == '"' || html_[i] == '\'')) {
            i = std::min(html_.find(html_[i], i + 1), html_.size());
            value = html_.substr(begin + 1, i - begin - 1);
            return std::min(i + 1, html_.size());
        }
        i = end_of(i, ends_value);
        value = html_.substr(begin, i - begin);
        return i;
    }

    /// In a drawing, which may go as a whole, everything stays.
    bool may_mark() const { return marking_ && foreign_ == 0 && pieces_.has_room(); }

    void replace(const Piece& piece) {
        copy_until(piece.begin);
        copied_ = piece.end;
        pieces_.add(piece, storage_);
    }

    /// White space before a line. Not where it would be what repeats an open formatting element; not in tables, out of
    /// which misplaced text and elements are moved each to its own place, nor in lists to select from, without lines.
    void drop_blank(Kind kind) {
        if (kind.line != Line::begins || !blank_ || text_ == at_ || !may_mark()) return;
        if (repeatable_ == 0 && enclosing_.empty() && nested_) drop(text_, at_);
    }

    void mark_attributes(Kind kind) {
        auto piece = tag_attributes_;
        if (kind.attributes == Attributes::compared || !may_mark() || piece.end < piece.begin + Pieces::kMarkBytes)
            return;
        const auto count = static_cast<std::uint32_t>(pieces_.attributes.size());
        if (attributes_ == count) {
            drop(piece.begin, piece.end);
            return;
        }
        for (auto i = attributes_; i < count; ++i)
            if (pieces_.attributes[i].value.find('&') != std::string_view::npos) pieces_.encoded.push_back(i);
        piece.attributes_begin = attributes_;
        piece.attributes_end = attributes_ = count;
        replace(piece);
    }

    /// White space at the beginning has a meaning of its own; a reference is read together with the byte behind it.
    void mark_text() {
        auto begin = text_;
        const auto end = at_;
        while (begin < end && is_space(html_[begin])) ++begin;
        blank_ = begin == end;
        while (end - begin >= kLeastMarked && may_mark()) {
            const auto reference = begin + std::min(html_.substr(begin, end - begin).find('&'), end - begin);
            if (reference - begin >= kLeastMarked) replace({.begin = begin, .end = reference});
            begin = std::min(reference + 1, end);
            while (begin < end && (is_letter(html_[begin]) || is_digit(html_[begin]) || html_[begin] == '#')) ++begin;
            if (begin < end && html_[begin] != '&') ++begin;
        }
    }

    void start_tag() {
        const auto name = read_tag(at_ + 1);
        auto kind = element_kind(name);
        const bool in_foreign = foreign_ > 0;
        // Frames leave nothing of texts but the white space.
        if (name == "frameset" || name == "plaintext" || (kind.sort == Sort::raw_text && may_be_markup(name)))
            marking_ = false;
        // The end tag of what formats cells from outside of them is passed over in a cell.
        const bool is_cell = name == "td" || name == "th" || name == "caption";
        if (is_cell && !enclosing_.empty() && repeatable_ > outside_) nested_ = false;
        if (kind.sort == Sort::formatting) ++repeatable_;
        if (kind.sort == Sort::enclosing) enclose(kind);
        if (in_foreign && kind.slot != 0 && kind.sort != Sort::raw_text)
            drawing_ = 0;  // of HTML, which ends a drawing or stands for text in it
        nodes_ += 2 + formatting_;
        if (in_foreign && kind.sort != Sort::foreign) kind.sort = Sort::ordinary;
        const bool closed = in_foreign && end_ >= 2 && html_[end_ - 2] == '/';
        if (kind.sort == Sort::no_content || kind.sort == Sort::ends_by_itself || closed) {
            drop_blank(kind);
            mark_attributes(kind);
            at_ = end_;
        } else if (kind.sort == Sort::raw_text) {
            mark_attributes(kind);
            skip_raw_text(name);
        } else {
            open(kind, name == "svg");
        }
    }

    void open(Kind kind, bool drawing) {
        auto& count = counts_[kind.slot];
        if (open_ >= kMostOpenElements || (kind.sort == Sort::formatting && formatting_ >= kMostFormatting)) {
            ++count.dropped;
            return drop_tag();
        }
        drop_blank(kind);
        mark_attributes(kind);
        ++count.open;
        ++open_;
        if (kind.sort == Sort::formatting) ++formatting_;
        at_ = end_;
        if (kind.sort != Sort::foreign) return;
        enclose(kind);
        if (foreign_++ == 0) drawing_ = drawing ? at_ : 0;
    }

    void enclose(Kind kind) {
        if (enclosing_.empty()) outside_ = repeatable_;
        enclosing_.push_back(kind.slot);
    }

    /// An end tag that does not belong to the innermost of them may be passed over, or not.
    void leave(Kind kind) {
        if (!enclosing_.empty() && enclosing_.back() == kind.slot) return enclosing_.pop_back();
        (foreign_ > 0 ? marking_ : nested_) = false;
    }

    void end_tag() {
        const auto kind = element_kind(read_tag(at_ + 2));
        auto& count = counts_[kind.slot];
        if (count.dropped > 0) {
            --count.dropped;
            return drop_tag();
        }
        if (count.open > 0) {
            --count.open;
            --open_;
            if (kind.sort == Sort::formatting && formatting_ > 0) --formatting_;
            if (kind.sort == Sort::formatting && repeatable_ > (enclosing_.empty() ? 0 : outside_)) --repeatable_;
            if (kind.sort == Sort::enclosing || kind.sort == Sort::foreign) leave(kind);
            if (kind.sort == Sort::foreign && foreign_ > 0) {
                --foreign_;
                if (foreign_ == 0) drop_drawing();
            }
        }
        at_ = end_;
    }

    void drop_tag() {
        drop(at_, end_);
        at_ = end_;
    }

    /// The lines of a picture, of which its end tag has been found, if nothing in it was dropped before.
    void drop_drawing() {
        if (drawing_ > copied_ && drawing_ != at_) drop(drawing_, at_);
    }

    void copy_until(std::size_t end) {
        if (copied_ == 0) storage_.reserve(html_.size());
        storage_.append(html_.data() + copied_, end - copied_);
    }

    void drop(std::size_t begin, std::size_t end) {
        copy_until(begin);
        copied_ = end;
    }

    /// Goes to the end tag of an element whose content is no markup.
    void skip_raw_text(std::string_view name) {
        const std::string wanted(name);
        const auto tag = html_.substr(at_, end_ - at_);
        const bool script = wanted == "script";
        const bool unread = (script && tag.find("json") == std::string_view::npos) || wanted == "style";
        const auto begin = end_;
        at_ = std::min(end_of_raw_text(wanted, begin), html_.size());
        if (script && unread) script_bytes_ += at_ - begin;
        if (unread && at_ > begin) drop(begin, at_);
        if (!script || unread) return;
        // Behind a comment's beginning, end tags may be part of a script.
        if (html_.substr(begin, at_ - begin).find("<!--") != std::string_view::npos) marking_ = false;
        if (at_ - begin >= kLeastMarked && may_mark()) replace({.begin = begin, .end = at_});
    }

    /// In drawings, and in lists to select from where its own tag is passed over, what looks like raw text may be tags.
    bool may_be_markup(std::string_view name) const {
        static const auto select = element_kind("select").slot;
        if (!marking_ || (foreign_ == 0 && counts_[select].open == 0)) return false;
        const auto end = end_of_raw_text(std::string(name), end_);
        return html_.substr(end_, end - end_).find('<') != std::string_view::npos;
    }

    std::size_t end_of_raw_text(const std::string& name, std::size_t from) const {
        auto end = from;
        while ((end = html_.find("</", end)) != std::string_view::npos) {
            const auto behind = end + 2 + name.size();
            const char next = behind < html_.size() ? html_[behind] : '>';
            if ((is_space(next) || next == '/' || next == '>') &&
                std::ranges::equal(html_.substr(end + 2, name.size()), name, {}, to_lower))
                break;
            end += 2;
        }
        return end;
    }

    /// Comments, declarations and what is taken for such.
    void skip_markup() {
        if (html_.substr(at_, 4) == "<!--") return skip_comment();
        if (html_.substr(at_, 9) == "<![CDATA[") marking_ = false;  // text behind it may be a part of it
        at_ = std::min(html_.find('>', at_ + 2), html_.size() - 1) + 1;
    }

    /// Leaves the comment itself, for it divides texts. "--!>" is another end of one, a rare one.
    void skip_comment() {
        const auto begin = at_ + 4;
        const auto end = html_.find("-->", at_ + 2);
        at_ = end == std::string_view::npos ? html_.size() : end + 3;
        if (end == std::string_view::npos || end <= begin) return;
        if (foreign_ == 0 && html_.substr(begin, end - begin).find("--!") == std::string_view::npos) drop(begin, end);
    }

    std::string_view html_;
    std::string& storage_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t text_ = 0;  // where the text before the tag begins
    bool blank_ = false;    // whether it is white space
    std::size_t copied_ = 0;
    std::size_t script_bytes_ = 0;
    std::size_t drawing_ = 0;  // where the content of the outermost open svg begins; 0: it is to be kept
    std::array<char, 32> name_{};
    bool marking_;  // whether pieces are still marked
    Pieces pieces_;
    Piece tag_attributes_;          // of the tag read last
    std::uint32_t attributes_ = 0;  // of pieces: those before the tag read last
    std::array<Count, Kind::kSlots> counts_{};
    std::size_t open_ = 0, formatting_ = 0, foreign_ = 0, nodes_ = 0;
    std::size_t repeatable_ = 0;          // formatting elements that may be open, at most
    std::size_t outside_ = 0;             // of them, those around the outermost enclosing element
    std::vector<std::size_t> enclosing_;  // slots of enclosing and foreign elements that are open
    bool nested_ = true;                  // whether it is still sure which end tags ended something
};

}  // namespace

Result<Tamed> tame(std::string_view html, std::string& storage) {
    return Tamer(html, storage).tame();
}

}  // namespace winnow::extract
