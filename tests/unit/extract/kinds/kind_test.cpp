#include "extract/kinds/kind.h"

#include "../extracted.h"

namespace winnow {
namespace {

PageKind kind(const std::string& html) {
    const auto document = extracted(html);
    EXPECT_EQ(document.kind == PageKind::article, document.kind_reason.empty()) << document.kind_reason;
    return document.kind;
}

std::string page(const std::string& title, const std::string& body, const std::string& head = "") {
    return "<!doctype html><html><head><title>" + title + "</title>" + head + "</head><body>" + body + "</body></html>";
}

TEST(Kind, IsAnArticleWhateverStandsAroundIt) {
    EXPECT_EQ(kind(article_page(paragraphs(10))), PageKind::article);
    EXPECT_EQ(
        kind(article_page(paragraphs(10) + "<p><a href=/login>Log in</a> or <a href=/subscribe>subscribe</a></p>")),
        PageKind::article);
    EXPECT_EQ(kind(article_page(paragraphs(10) +
                                "<form><input type=password></form><div class=cookie-notice><p>We use cookies "
                                "and ask for your consent.</p><button>Accept all</button></div>")),
              PageKind::article);
}

TEST(Kind, LetsArticlesSpeakOfErrorsCookiesAndLogins) {
    EXPECT_EQ(kind(page("How to design a 404 page",
                        "<article><h1>How to design a 404 page not found</h1>" + paragraphs(12) + "</article>")),
              PageKind::article);
    EXPECT_EQ(kind(page("Cookies and consent", "<article><h1>Cookies</h1>" + paragraphs(12) +
                                                   "<p>A cookie keeps personal data with your consent.</p></article>")),
              PageKind::article);
}

TEST(Kind, KnowsErrorPagesServedAsSuccess) {
    EXPECT_EQ(
        kind(page("Page not found", "<h1>404</h1><p>Sorry, the page that you are looking for does not exist.</p>")),
        PageKind::error_page);
    EXPECT_EQ(kind(page("Seite nicht gefunden", "<p>Diese Seite gibt es nicht mehr.</p>")), PageKind::error_page);
    EXPECT_EQ(kind(page("Just a moment...", "<h1>Checking your browser</h1><p>Please wait.</p>")),
              PageKind::error_page);
}

TEST(Kind, KnowsPagesThatScriptsFill) {
    EXPECT_EQ(
        kind(page("App", "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>")),
        PageKind::script_only);
    EXPECT_EQ(kind(page("App", "<div id=__next></div><script>" + std::string(30'000, 'x') + "</script>")),
              PageKind::script_only);
}

TEST(Kind, KnowsConsentWalls) {
    EXPECT_EQ(kind(page("Before you continue",
                        "<h1>We value your privacy</h1><p>We and our partners store cookies on your device "
                        "and process personal data with your consent.</p><button>Accept all</button>")),
              PageKind::consent_wall);
}

TEST(Kind, KnowsLoginWalls) {
    EXPECT_EQ(kind(page("Sign in to Example",
                        "<h1>Sign in</h1><form><label>User</label><input name=u><input type=password></form>"
                        "<p>Forgot your password?</p>")),
              PageKind::login_wall);
}

TEST(Kind, KnowsPaywallsByTheirMarkAndByWhatTheySay) {
    const std::string mark =
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A headline of an article\","
        "\"isAccessibleForFree\":\"False\"}</script>";
    EXPECT_EQ(kind(article_page(paragraphs(2), mark)), PageKind::paywalled);
    EXPECT_EQ(kind(article_page(paragraphs(40), mark)), PageKind::article);  // the whole text was served
    EXPECT_EQ(kind(article_page(paragraphs(3) + "<div><p>Subscribe to continue reading</p></div>",
                                "<meta property=og:type content=article>")),
              PageKind::paywalled);
}

TEST(Kind, KnowsListings) {
    std::string teasers;
    for (int i = 0; i < 15; ++i)
        teasers += "<div><h2><a href=/a" + std::to_string(i) + ">The headline of teaser number " + std::to_string(i) +
                   "</a></h2><p>A short summary of it.</p></div>";
    EXPECT_EQ(kind(page("Example News", teasers)), PageKind::listing);
}

TEST(Kind, IsEmptyWithoutAWord) {
    EXPECT_EQ(kind(page("", "")), PageKind::empty);
    EXPECT_EQ(kind(""), PageKind::empty);
}

TEST(Kind, FollowsTheStatus) {
    auto failed = html_page(article_page(paragraphs(10)));
    failed.status = 503;
    EXPECT_EQ(extracted(failed).kind, PageKind::error_page);
}

}  // namespace
}  // namespace winnow
