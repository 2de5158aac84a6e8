#include "extract/html/tame.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "extract/ascii.h"
#include "extract/html/dom.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostFormatting = 64;  // open at once; paragraphs repeat them

enum class Sort : std::uint8_t { ordinary, no_content, ends_by_itself, formatting, raw_text, foreign };

Sort sort_of(std::string_view name) {
    struct Names {
        Sort sort;
        std::string_view names;  // each with a blank on both sides
    };
    static constexpr std::array kNames{
        Names{Sort::no_content,
              " area base basefont bgsound br col embed frame hr image img input keygen link meta param source track "
              "wbr "},
        Names{Sort::ends_by_itself,
              " caption colgroup dd dt li optgroup option p rb rp rt rtc tbody td tfoot th thead tr body head html "},
        Names{Sort::formatting, " a b big code em font i nobr s small strike strong tt u "},
        Names{Sort::raw_text, " iframe noembed noframes script style textarea title xmp plaintext "},
        Names{Sort::foreign, " svg math "},
    };
    static const auto sorts = [] {
        std::unordered_map<std::string_view, Sort> result;
        for (const auto& entry : kNames)
            for (auto rest = entry.names.substr(1); !rest.empty();) {
                const auto end = rest.find(' ');
                result[rest.substr(0, end)] = entry.sort;
                rest.remove_prefix(end + 1);
            }
        return result;
    }();
    const auto found = sorts.find(name);
    return found == sorts.end() ? Sort::ordinary : found->second;
}

class Tamer {
public:
    Tamer(std::string_view html, std::string& storage) : html_(html), storage_(storage) {}

    Result<std::string_view> tame() {
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
        if (dropped_ == 0) return html_;
        storage_ += html_.substr(copied_);
        return storage_;
    }

private:
    struct Count {
        std::uint32_t open = 0;
        std::uint32_t dropped = 0;
    };

    /// Reads the name at `begin` in lower case, and sets end_ behind the tag's '>'.
    std::string_view read_tag(std::size_t begin) {
        auto i = begin;
        name_size_ = 0;
        for (; i < html_.size() && !is_space(html_[i]) && html_[i] != '/' && html_[i] != '>'; ++i)
            if (name_size_ < name_.size()) name_[name_size_++] = to_lower(html_[i]);
        for (bool value = false; i < html_.size() && html_[i] != '>'; ++i) {
            const char c = html_[i];
            if (value && (c == '"' || c == '\'')) {
                i = html_.find(c, i + 1);
                if (i == std::string_view::npos) i = html_.size() - 1;
            }
            if (!is_space(c)) value = c == '=';
        }
        end_ = std::min(i + 1, html_.size());
        return {name_.data(), name_size_};
    }

    void start_tag() {
        const auto name = read_tag(at_ + 1);
        auto sort = sort_of(name);
        const bool in_foreign = foreign_ > 0;
        nodes_ += 2 + formatting_;
        if (in_foreign && sort != Sort::foreign) sort = Sort::ordinary;
        const bool closed = in_foreign && end_ >= 2 && html_[end_ - 2] == '/';
        if (sort == Sort::no_content || sort == Sort::ends_by_itself || closed) {
            at_ = end_;
        } else if (sort == Sort::raw_text) {
            skip_raw_text(name);
        } else {
            open(name, sort);
        }
    }

    void open(std::string_view name, Sort sort) {
        auto& count = counts_[std::string(name)];
        if (open_ >= kMostOpenElements || (sort == Sort::formatting && formatting_ >= kMostFormatting)) {
            ++count.dropped;
            return drop();
        }
        ++count.open;
        ++open_;
        if (sort == Sort::formatting) ++formatting_;
        if (sort == Sort::foreign) ++foreign_;
        at_ = end_;
    }

    void end_tag() {
        const auto name = read_tag(at_ + 2);
        const auto found = counts_.find(std::string(name));
        if (found == counts_.end()) {
            at_ = end_;
            return;
        }
        auto& count = found->second;
        if (count.dropped > 0) {
            --count.dropped;
            return drop();
        }
        if (count.open > 0) {
            --count.open;
            --open_;
            const auto sort = sort_of(name);
            if (sort == Sort::formatting && formatting_ > 0) --formatting_;
            if (sort == Sort::foreign && foreign_ > 0) --foreign_;
        }
        at_ = end_;
    }

    void drop() {
        storage_ += html_.substr(copied_, at_ - copied_);
        copied_ = at_ = end_;
        ++dropped_;
    }

    /// Goes to the end tag of an element whose content is no markup.
    void skip_raw_text(std::string_view name) {
        const std::string wanted(name);
        at_ = end_;
        while ((at_ = html_.find("</", at_)) != std::string_view::npos) {
            const auto tag = html_.substr(at_ + 2, wanted.size());
            if (std::ranges::equal(tag, wanted, {}, to_lower)) return;
            at_ += 2;
        }
        at_ = html_.size();
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
    std::size_t dropped_ = 0;
    std::array<char, 32> name_{};
    std::size_t name_size_ = 0;
    std::unordered_map<std::string, Count> counts_;
    std::size_t open_ = 0, formatting_ = 0, foreign_ = 0, nodes_ = 0;
};

}  // namespace

Result<std::string_view> tame(std::string_view html, std::string& storage) {
    return Tamer(html, storage).tame();
}

}  // namespace winnow::extract
