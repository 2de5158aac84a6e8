#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "pipeline/components.h"
#include "rank/ranker.h"
#include "support/fake_http.h"
#include "text/digest.h"

namespace winnow {

/// What a test's web, judge and memory do, and what was asked of them.
struct Script {
    std::map<std::string, std::string> texts;  ///< URL → text of the page
    std::map<std::string, Error> failures;     ///< URL → why it cannot be fetched
    Usage usage;                               ///< of each judgement
    bool is_metered = false;
    std::atomic<int> fetches = 0;
    std::atomic<int> judgements = 0;
    std::mutex mutex;
    std::map<EvaluationKey, Assessment> assessments;
};

class ListSource final : public Source {
public:
    ListSource(std::string name, Result<Discovery> found) : name_(std::move(name)), found_(std::move(found)) {}
    const std::string& name() const override { return name_; }
    Result<Discovery> discover(const Query&, const Deadline&) override { return found_; }

private:
    std::string name_;
    Result<Discovery> found_;
};

class ScriptedFetcher final : public Fetcher {
public:
    explicit ScriptedFetcher(Script& script) : script_(script) {}
    Result<Fetched> fetch(const Url& url, const std::optional<Validators>&, const Deadline&) override {
        ++script_.fetches;
        const std::scoped_lock lock(script_.mutex);
        if (const auto failure = script_.failures.find(url.href()); failure != script_.failures.end())
            return fail(failure->second);
        return Fetched{.page = {.url = url, .final_url = url, .status = 200, .body = script_.texts[url.href()]}};
    }
    std::chrono::milliseconds delay_for(const Url&) override { return {}; }

private:
    Script& script_;
};

class PlainExtractor final : public Extractor {
public:
    Result<Document> extract(const Page& page) override {
        Document document{.id = text::document_id(page.url), .url = page.url, .canonical = page.url};
        document.title = "Page " + std::string(page.url.path());
        document.text = page.body;
        document.words = 100;
        document.content_hash = text::sha256_hex(page.body);
        return document;
    }
};

class ScriptedEvaluator final : public Evaluator {
public:
    explicit ScriptedEvaluator(Script& script) : script_(script) {}
    const std::string& method() const override { return method_; }
    const std::string& model() const override { return model_; }
    bool is_metered() const override { return script_.is_metered; }
    Result<Assessment> evaluate(const Document&, const std::string&, const Rubric& rubric, const Deadline&) override {
        ++script_.judgements;
        Assessment assessment{.overall = 8, .evaluator = method_, .model = model_, .usage = script_.usage};
        for (const auto& criterion : rubric.criteria)
            assessment.scores.push_back({.criterion = criterion.name, .score = 8, .explanation = {}, .quotes = {}});
        return assessment;
    }

private:
    Script& script_;
    std::string method_ = "scripted";
    std::string model_ = "one";
};

class ScriptedCache final : public Cache {
public:
    explicit ScriptedCache(Script& script) : script_(script) {}
    Result<std::optional<CachedPage>> find_page(const Url&) override { return std::optional<CachedPage>(); }
    Result<void> save_page(const CachedPage&) override { return {}; }
    Result<void> refresh_page(const Url&, Timestamp, Timestamp) override { return {}; }
    Result<std::optional<Assessment>> find_assessment(const EvaluationKey& key) override {
        const std::scoped_lock lock(script_.mutex);
        const auto found = script_.assessments.find(key);
        return found == script_.assessments.end() ? std::optional<Assessment>() : std::optional(found->second);
    }
    Result<void> save_assessment(const EvaluationKey& key, const Assessment& assessment, Timestamp) override {
        const std::scoped_lock lock(script_.mutex);
        script_.assessments[key] = assessment;
        return {};
    }

private:
    Script& script_;
};

inline Candidate candidate(const std::string& url, std::string title = "A title") {
    return {.url = Url::parse(url).value(), .title = std::move(title), .source = "list", .found_at = Timestamp{}};
}

inline Components components_of(Script& script, Result<Discovery> found, const Clock& clock) {
    Components parts;
    parts.clock = &clock;
    parts.sources.push_back(std::make_unique<ListSource>("list", std::move(found)));
    parts.fetcher = std::make_unique<ScriptedFetcher>(script);
    parts.extractor = std::make_unique<PlainExtractor>();
    parts.evaluator = std::make_unique<ScriptedEvaluator>(script);
    parts.ranker = make_ranker();
    parts.cache = std::make_unique<ScriptedCache>(script);
    return parts;
}

}  // namespace winnow
