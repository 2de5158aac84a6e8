#include "pipeline/item.h"

#include <algorithm>
#include <cctype>

#include "log/log.h"
#include "text/digest.h"

namespace winnow {
namespace {

constexpr std::size_t kFingerprintDigits = 16;  // 64 bits: two texts of one URL do not share them by chance

UrlState state_of(PageKind kind) {
    switch (kind) {
        case PageKind::login_wall: return UrlState::login_wall;
        case PageKind::error_page: return UrlState::error_page;
        case PageKind::paywalled: return UrlState::paywalled;
        case PageKind::empty: return UrlState::too_short;
        case PageKind::article:
        case PageKind::listing:
        case PageKind::consent_wall:
        case PageKind::script_only: break;
    }
    return UrlState::not_read;
}

void end(Evaluated& item, UrlState state, std::string reason) {
    item.state = state;
    item.reason = std::move(reason);
}

std::string normalised_question(const std::string& question) {
    std::string text;
    for (const char c : question) {
        const auto byte = static_cast<unsigned char>(c);
        if (!std::isspace(byte))
            text += static_cast<char>(std::tolower(byte));
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

/// One URL on its way. Each step returns whether the item goes on to the next.
class Item {
public:
    Item(Components& components, const RunOptions& options, const Candidate& candidate, const Deadline& deadline)
        : components_(components), options_(options), deadline_(deadline) {
        result_.candidate = candidate;
    }

    Evaluated take() && {
        result_.candidate.inline_html.clear();
        if (!may_be_kept_) shed_texts(result_);
        return std::move(result_);
    }

    void go(Ledger& ledger) {
        if (auto read = read_document(); !read) {
            set_failure(result_, read.error());
        } else if (is_worth_judging()) {
            if (auto judged = judge(ledger); !judged) set_failure(result_, judged.error());
        }
        if (!result_.assessment) return;
        result_.fingerprint = result_.document->content_hash.substr(0, kFingerprintDigits);
        index();
    }

private:
    /// Sets result_.document, or the state that explains why there is none.
    Result<void> read_document() {
        const auto& url = result_.candidate.url;
        if (!result_.candidate.unreadable.empty()) {
            end(result_, UrlState::not_read, result_.candidate.unreadable);
            return {};
        }
        if (result_.candidate.inline_is_page) return read_inline();
        std::optional<CachedPage> known;
        if (options_.pages != PageMemory::ignored) {
            TRY(known, components_.memory().find_page(url));
        }
        if (known && is_fresh(*known)) {
            result_.document = std::move(known->document);
            return {};
        }
        std::optional<Validators> validators;
        if (known && !(known->etag.empty() && known->last_modified.empty()))
            validators = Validators{known->etag, known->last_modified};
        auto fetched = components_.fetcher->fetch(url, validators, deadline_);
        if (!fetched) {
            if (result_.candidate.inline_html.empty() || fetched.error().kind() == ErrorKind::cancelled)
                return fail(std::move(fetched).error());
            return read_inline_instead(fetched.error().message());
        }
        const auto fresh_until = components_.clock->now() + std::min(fetched->fresh_for, options_.cache_ttl);
        if (fetched->not_modified && known) {
            result_.document = std::move(known->document);
            return components_.memory().refresh_page(url, components_.clock->now(), fresh_until);
        }
        if (const auto status = fetched->page.status; status < 200 || status >= 300) {
            const auto answer = "the server answered " + std::to_string(status);
            const bool is_gone = status == 404 || status == 410;
            if (!is_gone && !result_.candidate.inline_html.empty()) return read_inline_instead(answer);
            end(result_, UrlState::error_page, answer);
            result_.is_gone = is_gone;
            return {};
        }
        TRY(auto document, components_.extractor->extract(fetched->page));
        document.no_ai = document.no_ai || fetched->no_ai;
        document.fetched_at = fetched->page.fetched_at;
        if (document.title.empty()) document.title = result_.candidate.title;
        may_be_kept_ = !fetched->no_store;
        if (!fetched->no_store && options_.pages != PageMemory::ignored)
            TRY_OK(save(document, fetched->page.headers, fresh_until));
        result_.document = std::move(document);
        return {};
    }

    bool is_fresh(const CachedPage& known) const {
        if (known.fetched_at >= options_.fresh_since) return true;
        return options_.pages == PageMemory::used && known.fresh_until > components_.clock->now();
    }

    /// The source carried the content.
    Result<void> read_inline() {
        Page page{.url = result_.candidate.url,
                  .final_url = result_.candidate.url,
                  .status = 200,
                  .content_type = "text/html; charset=utf-8",
                  .headers = {},
                  .fetched_at = components_.clock->now(),
                  .body = std::move(result_.candidate.inline_html)};
        TRY(auto document, components_.extractor->extract(page));
        document.title = result_.candidate.title;
        result_.document = std::move(document);
        return {};
    }

    Result<void> read_inline_instead(const std::string& why) {
        TRY_OK(read_inline());
        result_.document->warnings.push_back("read from the feed, for the page could not be fetched: " + why);
        return {};
    }

    Result<void> save(const Document& document, const std::vector<HeaderField>& headers, Timestamp fresh_until) {
        const auto value = [&](std::string_view name) {
            const auto same = [&](const HeaderField& field) {
                return std::ranges::equal(field.name, name, [](unsigned char a, unsigned char b) {
                    return std::tolower(a) == std::tolower(b);
                });
            };
            const auto found = std::ranges::find_if(headers, same);
            return found == headers.end() ? std::string() : found->value;
        };
        return components_.memory().save_page({.url = result_.candidate.url,
                                               .document = document,
                                               .etag = value("etag"),
                                               .last_modified = value("last-modified"),
                                               .fetched_at = document.fetched_at,
                                               .fresh_until = fresh_until});
    }

    bool is_worth_judging() {
        if (!result_.document) return false;
        const auto& document = *result_.document;
        if (document.kind != PageKind::article) {
            const auto kind = std::string(to_string(document.kind));
            end(result_, state_of(document.kind),
                document.kind_reason.empty() ? kind : kind + ": " + document.kind_reason);
            return false;
        }
        if (document.no_ai) {
            end(result_, UrlState::no_ai, "the site asks that models do not use the page");
            return false;
        }
        if (document.words < options_.min_words) {
            end(result_, UrlState::too_short,
                std::to_string(document.words) + " words, fewer than " + std::to_string(options_.min_words));
            return false;
        }
        return true;
    }

    Result<void> judge(Ledger& ledger) {
        const auto& document = *result_.document;
        auto& evaluator = *components_.evaluator;
        result_.features = components_.ranker->features(document, options_.question);
        const auto key = evaluation_key(document, components_.rubric, evaluator, options_.question);
        TRY(auto known, components_.memory().find_assessment(key));
        if (known) {
            TRY(const bool in_this_run, ledger.has_judged(document.content_hash));
            end(result_, in_this_run ? UrlState::judged : UrlState::cached, "");
            result_.assessment = std::move(known);
            if (in_this_run) result_.assessment->usage = {};  // a copy of a page that was paid for
            return {};
        }
        if (evaluator.is_metered()) {
            const auto& terms = result_.features.terms;
            const bool about = std::ranges::any_of(
                terms, [](const TermMatch& term) { return term.in_title + term.in_headings + term.in_body > 0; });
            if (!terms.empty() && !about) {
                end(result_, UrlState::off_topic, "no word of the question occurs in it; no model was asked");
                return {};
            }
            TRY(const bool is_open, ledger.is_open());
            if (!is_open) {
                end(result_, UrlState::budget_exhausted, "the budget of the run was used up before its turn");
                return {};
            }
        }
        auto assessment = evaluator.evaluate(document, options_.question, components_.rubric, deadline_);
        if (!assessment) {
            result_.lost = evaluator.take_lost_usage();
            TRY_OK(ledger.add_lost(document.content_hash, result_.lost));
            return fail(std::move(assessment).error());
        }
        TRY_OK(ledger.add(document.content_hash, assessment->usage));
        TRY_OK(components_.memory().save_assessment(key, *assessment, components_.clock->now()));
        TRY_OK(remember_exchanges(key));
        end(result_, UrlState::judged, "");
        result_.assessment = std::move(*assessment);
        return {};
    }

    /// How the judgement came about, where there is room for it: not in a cache that many machines share.
    Result<void> remember_exchanges(const EvaluationKey& key) {
        auto exchanges = components_.evaluator->take_exchanges();
        if (exchanges.empty() || !components_.store) return {};
        if (!may_be_kept_) leave_out_page(exchanges);
        return components_.store->save_exchanges(key, exchanges);
    }

    /// Here, where the text still is, and before the outcome is saved: a run that is continued has lost nothing. What
    /// goes wrong is in the indexer's summary; a judgement is not lost for it.
    void index() {
        if (!components_.indexer || !may_be_kept_) return;
        static_cast<void>(components_.indexer->add(*result_.document,
                                                   {.source = result_.candidate.source,
                                                    .score = result_.assessment->overall,
                                                    .tags = result_.assessment->tags,
                                                    .run_id = options_.run_id},
                                                   deadline_));
    }

    Components& components_;
    const RunOptions& options_;
    const Deadline& deadline_;
    Evaluated result_;
    bool may_be_kept_ = true;
};

}  // namespace

EvaluationKey evaluation_key(const Document& document, const Rubric& rubric, const Evaluator& evaluator,
                             const std::string& question) {
    return {.content_hash = document.content_hash,
            .rubric_hash = text::sha256_hex(fingerprint_text(rubric)),
            .method = evaluator.method(),
            .model = evaluator.model(),
            .question = normalised_question(question)};
}

void set_failure(Evaluated& item, const Error& error) {
    item.error.reset();
    item.assessment.reset();
    switch (error.kind()) {
        case ErrorKind::blocked:
            if (error.message().starts_with("robots.txt"))
                return end(item, UrlState::blocked_by_robots, error.message());
            break;
        case ErrorKind::unsupported: return end(item, UrlState::not_read, error.message());
        case ErrorKind::not_found: return end(item, UrlState::not_read, error.message());
        default: break;
    }
    end(item, UrlState::failed, error.message());
    item.error = error;
}

Evaluated evaluate_item(Components& components, const RunOptions& options, const Candidate& candidate, Ledger& ledger,
                        const Deadline& deadline) {
    const auto limit = deadline.within(options.item_timeout);
    Item item(components, options, candidate, limit);
    item.go(ledger);
    auto result = std::move(item).take();
    log::debug("url ended",
               {{"url", candidate.url.href()}, {"state", to_string(result.state)}, {"reason", result.reason}});
    return result;
}

void shed_texts(Evaluated& item) {
    if (!item.document) return;
    auto& document = *item.document;
    document.text.clear();
    document.text.shrink_to_fit();
    document.markdown.clear();
    document.markdown.shrink_to_fit();
    document.links = {};
    document.headings = {};
}

Evaluated process_item(Components& components, const RunOptions& options, const Candidate& candidate, Ledger& ledger,
                       const Deadline& deadline) {
    auto item = evaluate_item(components, options, candidate, ledger, deadline);
    shed_texts(item);
    return item;
}

}  // namespace winnow
