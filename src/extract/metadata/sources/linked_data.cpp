#include "extract/metadata/sources/linked_data.h"

#include <algorithm>
#include <array>

#include "extract/charset/charset.h"

namespace winnow::extract {
namespace {

constexpr std::size_t kMostBytes = 4u << 20;  // of one script
constexpr std::size_t kMostObjects = 20'000;  // shops list every product
constexpr std::array<std::string_view, 14> kArticleTypes{"NewsArticle",
                                                         "Article",
                                                         "BlogPosting",
                                                         "ReportageNewsArticle",
                                                         "AnalysisNewsArticle",
                                                         "OpinionNewsArticle",
                                                         "ReviewNewsArticle",
                                                         "BackgroundNewsArticle",
                                                         "TechArticle",
                                                         "ScholarlyArticle",
                                                         "Report",
                                                         "LiveBlogPosting",
                                                         "MedicalScholarlyArticle",
                                                         "SocialMediaPosting"};

std::string_view unwrapped(std::string_view text) {
    constexpr std::string_view kMark = "<![CDATA[";
    if (const auto mark = text.substr(0, 200).find(kMark); mark != std::string_view::npos)
        text.remove_prefix(mark + kMark.size());
    const auto begin = text.find_first_of("{[");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin);
}

/// Copies JSON from its first bracket to the matching one, mending on the way.
class Mender {
public:
    explicit Mender(std::string_view text) : text_(unwrapped(text)) {}

    std::string mend() {
        for (at_ = 0; at_ < text_.size() && !done_; ++at_) {
            if (in_string_)
                inside(text_[at_]);
            else
                outside(text_[at_]);
        }
        if (in_string_) {
            if (escaped_) out_.pop_back();
            out_ += '"';
        }
        drop_comma();
        while (!open_.empty()) close();
        return std::move(out_);
    }

private:
    void inside(char c) {
        if (escaped_) {
            escaped_ = false;
            if (std::string_view("\"\\/bfnrtu").find(c) != std::string_view::npos) {
                out_ += c;
            } else {
                out_.pop_back();  // \' and the like are no escapes in JSON
                out_ += c;
            }
            return;
        }
        if (static_cast<unsigned char>(c) < 0x20) {
            out_ += c == '\n' ? "\\n" : " ";
            return;
        }
        out_ += c;
        if (c == '\\') escaped_ = true;
        if (c == '"') in_string_ = false;
    }

    void outside(char c) {
        if (c == '"') {
            in_string_ = true;
        } else if (c == '{' || c == '[') {
            open_ += c;
        } else if (c == '}' || c == ']') {
            drop_comma();
            if (!open_.empty() && (open_.back() == '{') == (c == '}')) close();
            done_ = open_.empty();
            return;
        } else if (c == '/' && at_ + 1 < text_.size() && (text_[at_ + 1] == '/' || text_[at_ + 1] == '*')) {
            const bool line = text_[at_ + 1] == '/';
            const auto end = text_.find(line ? "\n" : "*/", at_ + 2);
            at_ = end == std::string_view::npos ? text_.size() : end + (line ? 0 : 1);
            return;
        } else if (c == ';') {
            return;
        }
        out_ += c;
    }

    void drop_comma() {
        while (!out_.empty() && (out_.back() == ' ' || out_.back() == '\n' || out_.back() == '\t' ||
                                 out_.back() == '\r' || out_.back() == ','))
            out_.pop_back();
    }

    void close() {
        out_ += open_.back() == '{' ? '}' : ']';
        open_.pop_back();
    }

    std::string_view text_;
    std::string out_;
    std::string open_;
    std::size_t at_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    bool done_ = false;
};

/// How much an article's object says, to choose among several.
std::size_t richness(const json::Value& object) {
    std::size_t score = 1;
    for (const char* key : {"headline", "datePublished", "author", "articleBody", "description", "dateModified"})
        if (!object[key].is_null()) ++score;
    return score;
}

}  // namespace

bool has_type(const json::Value& object, std::string_view type) {
    const auto matches = [&](std::string_view name) {
        const auto slash = name.find_last_of("/#:");
        return (slash == std::string_view::npos ? name : name.substr(slash + 1)) == type;
    };
    const auto& types = object["@type"];
    if (types.is_string()) return matches(types.as_string());
    return std::ranges::any_of(types.items(), [&](const json::Value& item) { return matches(item.as_string()); });
}

LinkedData::LinkedData(std::span<const std::string_view> scripts) {
    for (const auto script : scripts) {
        if (script.size() > kMostBytes) continue;
        auto parsed = json::parse(script);
        if (!parsed) parsed = json::parse(mended_json(script));
        if (parsed) roots_.push_back(std::move(*parsed));
    }
    collect();
}

void LinkedData::collect() {
    std::vector<const json::Value*> pending;
    for (auto root = roots_.rbegin(); root != roots_.rend(); ++root) pending.push_back(&*root);
    while (!pending.empty() && objects_.size() < kMostObjects) {
        const auto* value = pending.back();
        pending.pop_back();
        if (value->is_object()) {
            objects_.push_back(value);
            const auto& members = value->members();
            for (auto member = members.rbegin(); member != members.rend(); ++member)
                if (member->second.is_object() || member->second.is_array()) pending.push_back(&member->second);
        }
        const auto& items = value->items();
        for (auto item = items.rbegin(); item != items.rend(); ++item)
            if (item->is_object() || item->is_array()) pending.push_back(&*item);
    }
    std::size_t best = 0;
    for (const auto* object : objects_) {
        if (std::ranges::none_of(kArticleTypes, [&](std::string_view type) { return has_type(*object, type); }))
            continue;
        if (const auto score = richness(*object); score > best) {
            best = score;
            article_ = object;
        }
    }
}

const json::Value& LinkedData::by_id(std::string_view id) const {
    if (id.empty()) return null_;
    for (const auto* object : objects_)
        if ((*object)["@id"].as_string() == id && object->members().size() > 1) return *object;
    return null_;
}

const json::Value& LinkedData::of_type(std::span<const std::string_view> types) const {
    for (const auto* object : objects_)
        for (const auto type : types)
            if (has_type(*object, type)) return *object;
    return null_;
}

std::string mended_json(std::string_view text) {
    if (is_utf8(text)) return Mender(text).mend();
    const auto valid = repaired_utf8(text);
    return Mender(valid).mend();
}

}  // namespace winnow::extract
