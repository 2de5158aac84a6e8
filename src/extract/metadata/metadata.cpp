#include "extract/metadata/metadata.h"

#include <algorithm>

#include "extract/ascii.h"
#include "extract/metadata/dates.h"
#include "extract/metadata/domain.h"
#include "extract/metadata/names.h"

namespace winnow::extract {
namespace {

using Names = std::initializer_list<std::string_view>;

constexpr std::size_t kMostTexts = 40;

/// A text, the name of an object, or the first of either in an array.
std::string_view text_in(const json::Value& value) {
    const auto* at = value.is_array() ? &value[0] : &value;
    if (at->is_string()) return at->as_string();
    for (const char* key : {"name", "url", "@id", "@value"})
        if ((*at)[key].is_string()) return (*at)[key].as_string();
    return {};
}

class Filler {
public:
    Filler(Document& document, const Sources& sources)
        : out_(document),
          head_(sources.head),
          marked_(sources.marked),
          article_(sources.data.article()),
          from_(sources) {}

    void fill() {
        fill_site();
        fill_title();
        fill_authors();
        fill_dates();
        fill_addresses();
        fill_tags();
        fill_licence();
        out_.description = clean_text(first({head_.meta("og:description"), article_["description"].as_string(),
                                             head_.meta("description"), head_.meta("twitter:description")}));
        out_.language = declared_language();
        out_.no_ai = forbids_ai();
    }

private:
    static std::string_view first(Names candidates) {
        for (const auto candidate : candidates)
            if (!candidate.empty()) return candidate;
        return {};
    }

    std::string_view first_meta(Names names) const {
        for (const auto name : names)
            if (const auto value = head_.meta(name); !value.empty()) return value;
        return {};
    }

    void fill_site() {
        static constexpr std::string_view kSiteTypes[] = {"WebSite"};
        const auto& publisher = article_["publisher"];
        auto name = first({head_.meta("og:site_name"), text_in(publisher.is_object() ? publisher["name"] : publisher),
                           from_.data.by_id(publisher["@id"].as_string())["name"].as_string(),
                           from_.data.of_type(kSiteTypes)["name"].as_string(), head_.meta("application-name"),
                           head_.meta("dc.publisher")});
        if (name.starts_with("http")) name = {};
        out_.site = clean_text(name);
        if (!out_.site.empty()) return;
        auto host = from_.url.host();
        if (host.starts_with("www.")) host.remove_prefix(4);
        out_.site = host;
    }

    void fill_title() {
        const auto h1 = marked_.titles.size() == 1 ? std::string_view(marked_.titles[0]) : std::string_view();
        const auto property = marked_.property("headline");
        const auto given = first(
            {article_["headline"].as_string(), property,
             first_meta({"og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"}),
             h1, head_.title});
        out_.title = title_without_site(given, out_.site);
        if (out_.title.empty()) out_.title = clean_text(first({h1, head_.title}));
    }

    void add_author(const json::Value& author) {
        if (author.is_array()) {
            for (const auto& item : author.items())
                if (!item.is_array()) add_author(item);
            return;
        }
        auto name = author.is_string() ? author.as_string() : text_in(author["name"]);
        if (name.empty() && author.is_object()) name = text_in(from_.data.by_id(author["@id"].as_string())["name"]);
        add_names(name);
    }

    void add_names(std::string_view byline) {
        for (auto& name : names_in(byline))
            if (std::ranges::find(out_.authors, name) == out_.authors.end()) out_.authors.push_back(std::move(name));
    }

    void fill_authors() {
        add_author(article_["author"]);
        if (out_.authors.empty()) add_author(article_["creator"]);
        for (const std::string_view name :
             {"author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "citation_author",
              "parsely-author", "sailthru.author", "byl", "twitter:creator"}) {
            if (!out_.authors.empty()) return;
            for (const auto& [key, value] : head_.metas)
                if (key == name && !value.starts_with("http") && !value.starts_with('@')) add_names(value);
        }
        if (out_.authors.empty()) add_names(marked_.property("author"));
        for (const auto& text : marked_.authors)
            if (out_.authors.empty()) add_names(text);
        // The site itself is no author.
        if (out_.authors.size() > 1) std::erase(out_.authors, out_.site);
    }

    std::optional<Date> date(const json::Value& value, Names metas, Names properties) const {
        if (auto found = parse_date(text_in(value))) return found;
        for (const auto name : metas)
            for (const auto& [key, content] : head_.metas)
                if (key == name)
                    if (auto found = parse_date(content)) return found;
        for (const auto name : properties)
            if (auto found = parse_date(marked_.property(name))) return found;
        return std::nullopt;
    }

    void fill_dates() {
        out_.published = date(article_["datePublished"],
                              {"article:published_time",
                               "og:article:published_time",
                               "datepublished",
                               "article:published",
                               "parsely-pub-date",
                               "sailthru.date",
                               "pubdate",
                               "publishdate",
                               "publish-date",
                               "publication_date",
                               "date",
                               "dc.date.issued",
                               "dcterms.issued",
                               "dcterms.created",
                               "dc.date",
                               "dc.date.created",
                               "citation_publication_date",
                               "citation_date",
                               "displaydate",
                               "originalpublicationdate",
                               "og:published_time",
                               "cxenseparse:recs:publishtime",
                               "article_date_original",
                               "created"},
                              {"datePublished", "dateCreated"});
        if (!out_.published) out_.published = parse_date(text_in(article_["dateCreated"]));
        out_.modified =
            date(article_["dateModified"],
                 {"article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified",
                  "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "article:modified", "updated"},
                 {"dateModified"});
        if (!out_.published && !marked_.times.empty()) out_.published = parse_date(marked_.times[0]);
        if (!out_.published) out_.published = date_in_path(from_.url.path());
    }

    Url absolute(std::string_view reference) const {
        if (reference.empty()) return {};
        auto url = Url::parse(reference, from_.base);
        return url ? *url : Url();
    }

    void fill_addresses() {
        for (const auto candidate : {head_.link("canonical"), head_.meta("og:url")}) {
            const auto url = absolute(candidate);
            if (url.empty() || registrable_domain(url.host()) != registrable_domain(from_.url.host())) continue;
            // Templates that point every page at the front page would make one document of them all.
            if (url.path() == "/" && url.query().empty() && from_.url.path() != "/") continue;
            out_.canonical = url;
            break;
        }
        const auto& image = article_["image"];
        const auto& one = image.is_array() ? image[0] : image;
        const auto given = first(
            {first_meta({"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"}),
             one.is_string() ? one.as_string() : one["url"].as_string(), head_.link("image_src")});
        out_.image = absolute(given).href();
        if (out_.image.empty()) out_.image = absolute(marked_.property("image")).href();
    }

    void add_tags(std::string_view text) {
        for (auto& tag : keywords_in(text))
            if (std::ranges::find(out_.tags, tag) == out_.tags.end()) out_.tags.push_back(std::move(tag));
    }

    void fill_tags() {
        add_tags(article_["keywords"].as_string());
        for (const auto& item : article_["keywords"].items()) add_tags(text_in(item));
        for (const auto& [key, value] : head_.metas)
            if (key == "article:tag" || key == "og:article:tag") add_tags(value);
        if (out_.tags.empty()) add_tags(first_meta({"news_keywords", "keywords", "parsely-tags", "sailthru.tags"}));
        if (out_.tags.empty())
            for (const auto& tag : marked_.tags) add_tags(tag);
    }

    void fill_licence() {
        const auto given = first({text_in(article_["license"]), head_.link("license"),
                                  marked_.licences.empty() ? std::string_view() : marked_.licences[0],
                                  first_meta({"dc.rights", "dcterms.rights", "dcterms.license", "rights"})});
        const auto url = given.find(' ') == std::string_view::npos ? absolute(given) : Url();
        out_.licence = url.empty() || given.find('/') == std::string_view::npos ? clean_text(given) : url.href();
    }

    std::string declared_language() const {
        return std::string(first({head_.language, article_["inLanguage"].as_string(),
                                  first_meta({"content-language", "og:locale", "dc.language", "language"})}));
    }

    bool forbids_ai() const {
        return std::ranges::any_of(head_.metas, [](const auto& meta) {
            return (meta.first == "robots" || meta.first == "googlebot" || meta.first.ends_with("bot")) &&
                   lower_ascii(meta.second).find("noai") != std::string::npos;
        });
    }

    Document& out_;
    const Head& head_;
    const Marked& marked_;
    const json::Value& article_;
    const Sources& from_;
};

}  // namespace

void fill_metadata(Document& document, const Sources& sources) {
    Filler(document, sources).fill();
}

void fill_from_text(Document& document, std::span<const std::string_view> texts) {
    for (const auto text : texts.first(std::min(texts.size(), kMostTexts))) {
        if (text.size() > 200) continue;
        const auto low = lower_ascii(text.substr(0, 20));
        if (!document.published) document.published = parse_date(text);
        if (document.authors.empty() && (low.starts_with("by ") || low.starts_with("written by "))) {
            auto names = names_in(text);
            // "By the end of the year, sales…" is a sentence: names are written with capitals.
            std::erase_if(names, [](const std::string& name) { return name.size() > 40 || is_lower(name[0]); });
            document.authors = std::move(names);
        }
        if (document.published && !document.authors.empty()) return;
    }
}

std::string_view headline(const Head& head, const LinkedData& data) {
    for (const auto candidate : {data.article()["headline"].as_string(), head.meta("og:title"), head.title})
        if (!candidate.empty()) return candidate;
    return {};
}

}  // namespace winnow::extract
