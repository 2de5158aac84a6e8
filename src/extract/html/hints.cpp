#include "extract/html/hints.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "extract/ascii.h"

namespace winnow::extract {
namespace {

struct Role {
    std::uint32_t hint;
    std::string_view words;  // divided by blanks
};

/// Words as authors of templates use them, in several languages. Whole words only: "read" is not in "thread".
// Not hints themselves: "entry" and then "content", "article" and then "body" name the body of an article.
constexpr std::uint32_t kOwner = 1u << 30;
constexpr std::uint32_t kBody = 1u << 29;

constexpr Role kRoles[] = {
    {kOwner, "article entry post story news blog single body page"},
    {kBody, "body content contents text copy"},
    {hint_content,
     "article articlebody articletext articlecontent content body entry post story storybody text "
     "main artikel contenido contenu inhalt noticia materia corpo texto news paragraph richtext prose "
     "markdown"},
    {hint_comment,
     "comment comments commentlist disqus respond reply replies discussion kommentare comentarios "
     "commentaires komentar yorum commenti livefyre coral"},
    {hint_related,
     "related relatedposts recommended recommendation recommendations recirc trending popular "
     "mostread mostpopular latest recent more outbrain taboola similar also suggested next upnext "
     "readmore seealso relacionadas relacionados teaser teasers zergnet verwandte leia recomendadas "
     "cards headlines"},
    {hint_share,
     "share sharing sharedaddy social facebook twitter addthis addtoany whatsapp pinterest linkedin "
     "follow sns compartir teilen sharebar shares like"},
    {hint_promo,
     "ad ads adv advert advertisement advertising adslot adsbygoogle sponsor sponsored sponsors promo "
     "promotion promoted banner affiliate dfp gpt werbung publicidad anzeige offer offers marketing "
     "cta shop product deals commercial"},
    {hint_navigation,
     "nav navbar navigation menu submenu breadcrumb breadcrumbs pagination pager paging prev previous "
     "skip toc tabs sitemap search topbar masthead navi gnb lnb dropdown"},
    {hint_footer, "footer foot copyright colophon legal disclaimer bottom imprint fusszeile"},
    {hint_byline,
     "author byline date time timestamp published pubdate updated meta metadata postmeta dateline "
     "writer autor auteur fecha datum credits source reporter kicker eyebrow readtime views details "
     "contributor attribution"},
    {hint_caption,
     "caption captions credit gallery slideshow carousel slider photo image img picture figure video "
     "player media thumbnail thumb figcaption legende swiper lightbox"},
    {hint_signup,
     "newsletter newsletters subscribe subscription subscriptions signup signin login register "
     "registration paywall premium donate donation membership optin mailchimp form mailing alert app"},
    {hint_tags,
     "tag tags tagcloud topic topics category categories keywords keyword labels etiquetas filed "
     "hashtag hashtags"},
    {hint_sidebar,
     "sidebar side aside rail widget widgets rightcol leftcol secondary sidecol box module infobox "
     "factbox"},
    {hint_consent,
     "cookie cookies consent gdpr privacy ccpa onetrust cmp modal popup overlay lightbox dialog toast "
     "notification interstitial"},
    {hint_hidden, "hidden hide invisible visuallyhidden sr offscreen noprint screenreader collapse amp"},
    {hint_header, "header head top heading hero logo brand"},
    {hint_title, "title headline subtitle subhead titulo titre titel subheadline"},
    {hint_lead,
     "lead lede intro summary excerpt standfirst dek deck description abstract chapo bajada vorspann "
     "anons sommario"},
    {hint_tool,
     "print toolbar tools tool button buttons btn rating ratings vote votes poll weather calendar "
     "feedback actions action control controls fontsize translate listen quiz counter"},
    {hint_author_box, "bio biography aboutauthor authorbox authorbio avatar profile vcard"},
    {hint_body,
     "articlebody articletext articlecontent storybody storytext entrycontent postcontent postbody bodycopy "
     "newstext bodytext maintext articlecopy"},
    {hint_popup, "tooltip tooltiptext tooltips popover popup rollover hovercard flyout"},
    {hint_embed, "tweet twittertweet instagram embed embedded oembed embeds blockquote"},
};

/// Beginnings long enough to be trusted inside of words glued together ("relatedpoststitle").
constexpr Role kBeginnings[] = {
    {hint_related, "related recommend outbrain taboola readmore"},
    {hint_comment, "comment disqus"},
    {hint_promo, "sponsor advert"},
    {hint_signup, "newsletter subscri"},
    {hint_navigation, "breadcrumb paginat"},
    {hint_sidebar, "sidebar"},
    {hint_share, "sharebutton sharing sociallink socialshare socialicon"},
    {hint_consent, "cookie consent gdpr"},
};

std::uint32_t hint_of_beginning(std::string_view word) {
    static const auto beginnings = [] {
        std::vector<std::pair<std::string_view, std::uint32_t>> result;
        for (const auto& role : kBeginnings)
            for (auto rest = role.words; !rest.empty();) {
                const auto end = std::min(rest.find(' '), rest.size());
                result.emplace_back(rest.substr(0, end), role.hint);
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        return result;
    }();
    for (const auto& [beginning, hint] : beginnings)
        if (word.front() == beginning.front() && word.starts_with(beginning)) return hint;
    return 0;
}

const std::unordered_map<std::string_view, std::uint32_t>& dictionary() {
    static const auto words = [] {
        std::unordered_map<std::string_view, std::uint32_t> result;
        for (const auto& role : kRoles)
            for (auto rest = role.words; !rest.empty();) {
                const auto end = std::min(rest.find(' '), rest.size());
                if (end > 0) result[rest.substr(0, end)] |= role.hint;
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        return result;
    }();
    return words;
}

/// Which pairs of first letters the words above have: most words of style sheets are settled by theirs.
using FirstLetters = std::bitset<32u * 32u>;

std::size_t first_letters(std::string_view word) {
    return (static_cast<std::size_t>(word[0] & 31) << 5) | static_cast<std::size_t>(word[1] & 31);
}

const FirstLetters& known_first_letters() {
    static const auto letters = [] {
        FirstLetters result;
        for (const auto& [word, hint] : dictionary())
            if (word.size() >= 2) result.set(first_letters(word));
        for (const auto& role : kBeginnings)
            for (auto rest = role.words; !rest.empty();) {
                result.set(first_letters(rest));
                rest.remove_prefix(std::min(std::min(rest.find(' '), rest.size()) + 1, rest.size()));
            }
        return result;
    }();
    return letters;
}

std::uint32_t look_up(std::string_view word) {
    if (word.size() < 2 || !known_first_letters().test(first_letters(word))) return 0;
    const auto found = dictionary().find(word);
    if (found != dictionary().end()) return found->second;
    return word.size() > 7 ? hint_of_beginning(word) : 0;
}

}  // namespace

std::uint32_t hints_of(std::string_view names) {
    constexpr std::size_t kMostBytes = 512;  // utility-first style sheets write endless lists
    names = names.substr(0, kMostBytes);
    std::uint32_t hints = 0;
    std::array<char, 64> whole{};  // up to a separator
    std::array<char, 64> part{};   // up to a separator or a capital letter
    std::size_t whole_size = 0;
    std::size_t part_size = 0;
    std::uint32_t last = 0;  // what the part before says, of the same name
    const auto end_part = [&] {
        if (part_size == 0) return;
        const auto found = look_up({part.data(), part_size});
        if ((last & kOwner) != 0 && (found & kBody) != 0) hints |= hint_body;
        hints |= found;
        last = found;
        part_size = 0;
    };
    const auto end_whole = [&] {
        if (whole_size != part_size) hints |= look_up({whole.data(), whole_size});
        end_part();
        whole_size = 0;
    };
    bool was_lower = false;
    for (const char c : names) {
        if (!is_letter(c)) {
            end_whole();
            was_lower = false;
            if (is_space(c)) last = 0;
            continue;
        }
        if (is_upper(c) && was_lower) end_part();
        was_lower = is_lower(c);
        const char low = to_lower(c);
        if (whole_size < whole.size()) whole[whole_size++] = low;
        if (part_size < part.size()) part[part_size++] = low;
    }
    end_whole();
    return hints & ~(kOwner | kBody);
}

}  // namespace winnow::extract
