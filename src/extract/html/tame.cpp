#include "extract/html/tame.h"

#include <algorithm>
#include <array>

#include "extract/ascii.h"
#include "extract/html/dom.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostFormatting = 64;  // open at once; paragraphs repeat them

enum class Sort : std::uint8_t { ordinary, no_content, ends_by_itself, formatting, raw_text, foreign };

/// How an element's name is treated, and where its occurrences are counted.
struct Kind {
    Sort sort = Sort::ordinary;
    std::size_t slot = 0;  // all names that are not in the list share the first
};

constexpr std::size_t kSlots = 128;

Kind kind_of(std::string_view name) {
    struct Names {
        Sort sort;
        std::string_view names;  // divided and ended by a blank
    };
    static constexpr std::array kNames{
        Names{Sort::no_content,
              "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track "
              "wbr "},
        Names{Sort::ends_by_itself,
              "caption colgroup dd dt li optgroup option p rb rp rt rtc tbody td tfoot th thead tr body head html "},
        Names{Sort::formatting, "a b big code em font i nobr s small strike strong tt u "},
        Names{Sort::raw_text, "iframe noembed noframes script style textarea title xmp plaintext "},
        Names{Sort::foreign, "svg math "},
        Names{
            Sort::ordinary,
            "div span section article aside main nav header footer ul ol dl table form figure figcaption picture video "
            "h1 h2 h3 h4 h5 h6 blockquote pre button label select time center address noscript cite sup sub "},
    };
    // Open addressing over a few bytes of the name: this is asked for every tag of every page.
    constexpr std::size_t kPlaces = 512;
    const auto place_of = [](std::string_view text) {
        const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[i])); };
        return (byte(0) * 31 + byte(text.size() - 1) * 7 + byte(text.size() / 2) * 3 + text.size()) % kPlaces;
    };
    static const auto kinds = [&] {
        std::array<std::pair<std::string_view, Kind>, kPlaces> result{};
        std::size_t slot = 0;
        for (const auto& entry : kNames)
            for (auto rest = entry.names; !rest.empty();) {
                const auto end = rest.find(' ');
                const auto known = rest.substr(0, end);
                auto place = place_of(known);
                while (!result[place].first.empty()) place = (place + 1) % kPlaces;
                result[place] = {known, {entry.sort, std::min(++slot, kSlots - 1)}};
                rest.remove_prefix(end + 1);
            }
        return result;
    }();
    if (name.empty()) return {};
    for (auto place = place_of(name); !kinds[place].first.empty(); place = (place + 1) % kPlaces)
        if (kinds[place].first == name) return kinds[place].second;
    return {};
}

/// Whether nothing here reads an attribute: what scripts, styling, keyboards and screen readers are told, and it is a
/// tenth of the markup. `name` is as in the page.
bool is_unread(std::string_view name) {
    const auto is = [&](std::string_view lower) {
        return name.size() >= lower.size() && std::ranges::equal(name.substr(0, lower.size()), lower, {}, to_lower);
    };
    switch (to_lower(name.front())) {
        case 'a': return is("aria-") && !is("aria-hidden");
        case 'd': return is("data-") && !is("data-src") && !is("data-original") && !is("data-lazy-src");
        case 'j': return is("jsaction") || is("jscontroller");
        case 'l': return is("loading");
        case 'o': return is("on");
        case 's': return is("sizes");
        case 't': return is("target") || is("tabindex") || is("title");
        default: return false;
    }
}

class Tamer {
public:
    Tamer(std::string_view html, std::string& storage) : html_(html), storage_(storage) {}

    Result<Tamed> tame() {
        while ((at_ = html_.find('<', at_)) != std::string_view::npos) {
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
        if (copied_ == 0) return Tamed{html_, script_bytes_};
        storage_ += html_.substr(copied_);
        return Tamed{storage_, script_bytes_};
    }

private:
    struct Count {
        std::uint32_t open = 0;
        std::uint32_t dropped = 0;
    };

    /// A part of the page, by its ends.
    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    /// Reads the name at `begin` in lower case, sets end_ behind the tag's '>', and unread_ to its attributes that
    /// nobody reads.
    std::string_view read_tag(std::size_t begin) {
        auto i = begin;
        name_size_ = 0;
        unread_size_ = 0;
        for (; i < html_.size() && !is_space(html_[i]) && html_[i] != '/' && html_[i] != '>'; ++i)
            if (name_size_ < name_.size()) name_[name_size_++] = to_lower(html_[i]);
        while (i < html_.size() && html_[i] != '>')
            if (is_space(html_[i]) || html_[i] == '/')
                ++i;
            else
                i = read_attribute(i);
        end_ = std::min(i + 1, html_.size());
        return {name_.data(), name_size_};
    }

    /// The place behind the attribute that begins at `begin`, as the standard's tokenizer divides them.
    std::size_t read_attribute(std::size_t begin) {
        const auto size = html_.size();
        auto i = begin + 1;  // whatever the first byte is, it belongs to the name
        while (i < size && !is_space(html_[i]) && html_[i] != '/' && html_[i] != '>' && html_[i] != '=') ++i;
        const auto name = html_.substr(begin, i - begin);
        auto value = i;
        while (value < size && is_space(html_[value])) ++value;
        if (value < size && html_[value] == '=') i = end_of_value(value + 1);
        if (unread_size_ < unread_.size() && is_unread(name)) unread_[unread_size_++] = {begin, i};
        return i;
    }

    std::size_t end_of_value(std::size_t i) const {
        while (i < html_.size() && is_space(html_[i])) ++i;
        if (i < html_.size() && (html_[i] == '"' || html_[i] == '\'')) {
            i = html_.find(html_[i], i + 1);
            return i == std::string_view::npos ? html_.size() : i + 1;
        }
        while (i < html_.size() && !is_space(html_[i]) && html_[i] != '>') ++i;
        return i;
    }

    /// In a drawing, which may go as a whole, they stay.
    void drop_unread() {
        if (foreign_ > 0) return;
        for (std::size_t i = 0; i < unread_size_; ++i) {
            at_ = unread_[i].begin;
            drop_until(unread_[i].end);
        }
    }

    void start_tag() {
        const auto name = read_tag(at_ + 1);
        auto kind = kind_of(name);
        const bool in_foreign = foreign_ > 0;
        if (in_foreign && kind.slot != 0 && kind.sort != Sort::raw_text)
            drawing_ = 0;  // of HTML, which ends a drawing or stands for text in it
        nodes_ += 2 + formatting_;
        if (in_foreign && kind.sort != Sort::foreign) kind.sort = Sort::ordinary;
        const bool closed = in_foreign && end_ >= 2 && html_[end_ - 2] == '/';
        if (kind.sort == Sort::no_content || kind.sort == Sort::ends_by_itself || closed) {
            drop_unread();
            at_ = end_;
        } else if (kind.sort == Sort::raw_text) {
            skip_raw_text(name);
        } else {
            open(kind, name == "svg");
        }
    }

    void open(Kind kind, bool drawing) {
        auto& count = counts_[kind.slot];
        if (open_ >= kMostOpenElements || (kind.sort == Sort::formatting && formatting_ >= kMostFormatting)) {
            ++count.dropped;
            return drop();
        }
        drop_unread();
        ++count.open;
        ++open_;
        if (kind.sort == Sort::formatting) ++formatting_;
        at_ = end_;
        if (kind.sort == Sort::foreign && foreign_++ == 0) drawing_ = drawing ? at_ : 0;
    }

    void end_tag() {
        const auto kind = kind_of(read_tag(at_ + 2));
        auto& count = counts_[kind.slot];
        if (count.dropped > 0) {
            --count.dropped;
            return drop();
        }
        if (count.open > 0) {
            --count.open;
            --open_;
            if (kind.sort == Sort::formatting && formatting_ > 0) --formatting_;
            if (kind.sort == Sort::foreign && foreign_ > 0 && --foreign_ == 0) drop_drawing();
        }
        at_ = end_;
    }

    void drop() { drop_until(end_); }

    /// The lines of a picture, of which its end tag has been found, if nothing in it was dropped before.
    void drop_drawing() {
        const auto end = at_;
        if (drawing_ <= copied_ || drawing_ == end) return;
        at_ = drawing_;
        drop_until(end);
    }

    void drop_until(std::size_t end) {
        if (copied_ == 0) storage_.reserve(html_.size());
        storage_ += html_.substr(copied_, at_ - copied_);
        copied_ = at_ = end;
    }

    /// Goes to the end tag of an element whose content is no markup.
    void skip_raw_text(std::string_view name) {
        const std::string wanted(name);
        const auto tag = html_.substr(at_, end_ - at_);
        const bool script = wanted == "script";
        const bool unread = (script && tag.find("json") == std::string_view::npos) || wanted == "style";
        const auto begin = end_;
        auto end = begin;
        while ((end = html_.find("</", end)) != std::string_view::npos) {
            if (std::ranges::equal(html_.substr(end + 2, wanted.size()), wanted, {}, to_lower)) break;
            end += 2;
        }
        end = std::min(end, html_.size());
        at_ = begin;
        if (script && unread) script_bytes_ += end - begin;
        if (unread && end > begin) drop_until(end);
        at_ = end;
    }

    /// Comments, declarations and what is taken for such.
    void skip_markup() {
        const bool comment = html_.substr(at_, 4) == "<!--";
        const auto end = html_.find(comment ? "-->" : ">", at_ + 2);
        at_ = end == std::string_view::npos ? html_.size() : end + 1;
    }

    std::string_view html_;
    std::string& storage_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t copied_ = 0;
    std::size_t script_bytes_ = 0;
    std::size_t drawing_ = 0;  // where the content of the outermost open svg begins; 0: it is to be kept
    std::array<char, 32> name_{};
    std::size_t name_size_ = 0;
    std::array<Span, 16> unread_{};  // of the tag read last
    std::size_t unread_size_ = 0;
    std::array<Count, kSlots> counts_{};
    std::size_t open_ = 0, formatting_ = 0, foreign_ = 0, nodes_ = 0;
};

}  // namespace

Result<Tamed> tame(std::string_view html, std::string& storage) {
    return Tamer(html, storage).tame();
}

}  // namespace winnow::extract
