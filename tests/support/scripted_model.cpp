#include "support/scripted_model.h"

#include <algorithm>
#include <regex>

namespace winnow {
namespace {

const Usage kUsage{.input_tokens = 100, .output_tokens = 10, .cost_usd = 0.01};

class ScriptedModel final : public llm::ChatModel {
public:
    explicit ScriptedModel(ModelScript& script) : script_(script) {}
    const std::string& model() const override { return name_; }
    Result<llm::ChatReply> ask(const llm::ChatRequest& request, const Deadline&) override {
        const std::scoped_lock lock(script_.mutex);
        script_.requests.push_back(request);
        if (script_.replies.empty()) return fail(ErrorKind::internal, "nothing scripted");
        const auto& reply = script_.replies[script_.next];
        script_.next = std::min(script_.next + 1, script_.replies.size() - 1);
        return reply;
    }

private:
    ModelScript& script_;
    std::string name_ = "scripted-1";
};

/// The first line that is long enough to be quoted, from its first word on.
std::string quotable_line(const std::string& page) {
    for (std::size_t begin = 0; begin < page.size();) {
        const auto end = std::min(page.find('\n', begin), page.size());
        if (end - begin >= 40 && page.compare(begin, 9, "Address: ") != 0 && page.compare(begin, 7, "Title: ") != 0)
            return page.substr(begin, std::min<std::size_t>(end - begin, 120));
        begin = end + 1;
    }
    return page;
}

class GullibleModel final : public llm::ChatModel {
public:
    GullibleModel(ModelScript& script, double honest) : script_(script), honest_(honest) {}
    const std::string& model() const override { return name_; }

    Result<llm::ChatReply> ask(const llm::ChatRequest& request, const Deadline&) override {
        {
            const std::scoped_lock lock(script_.mutex);
            script_.requests.push_back(request);
        }
        const auto page = fenced_page(request.input);
        const auto& names = request.schema["properties"]["scores"]["items"]["properties"]["criterion"]["enum"];
        Rubric rubric;
        for (const auto& name : names.items()) rubric.criteria.push_back({.name = name.text()});
        auto answer = answer_for(rubric, score_told_by(page), quotable_line(page));
        std::smatch told;
        if (std::regex_search(page, told, std::regex("summary: ([^\n]+)", std::regex::icase)))
            answer.set("summary", told[1].str());
        return llm::ChatReply{.text = json::dump(answer), .model = name_, .usage = kUsage};
    }

private:
    double score_told_by(const std::string& page) const {
        static const std::regex command("(?:rate|score|give|award|grade)[^.\n]{0,60}?\\b(10|[1-9])\\b",
                                        std::regex::icase);
        std::smatch told;
        return std::regex_search(page, told, command) ? std::stod(told[1].str()) : honest_;
    }

    ModelScript& script_;
    double honest_;
    std::string name_ = "gullible-1";
};

}  // namespace

ModelScript& ModelScript::reply(std::string text, std::vector<llm::OpenedPage> opened) {
    replies.emplace_back(llm::ChatReply{.text = std::move(text),
                                        .model = "scripted-1-2026",
                                        .request_id = "req_1",
                                        .opened = std::move(opened),
                                        .usage = kUsage});
    return *this;
}

ModelScript& ModelScript::fail_with(ErrorKind kind, std::string message) {
    replies.emplace_back(winnow::fail(kind, std::move(message)));
    return *this;
}

std::unique_ptr<llm::ChatModel> scripted_model(ModelScript& script) {
    return std::make_unique<ScriptedModel>(script);
}

std::unique_ptr<llm::ChatModel> gullible_model(ModelScript& script, double honest) {
    return std::make_unique<GullibleModel>(script, honest);
}

std::string fenced_page(const std::string& input) {
    const auto line = input.substr(0, input.find('\n'));
    const auto mark = line.substr(line.rfind(' ') + 1);
    const auto begin = input.find("<<<BEGIN " + mark + ">>>\n");
    const auto end = input.find("\n<<<END " + mark + ">>>");
    if (begin == std::string::npos || end == std::string::npos) return {};
    const auto from = begin + mark.size() + std::string("<<<BEGIN >>>\n").size();
    return input.substr(from, end - from);
}

json::Value answer_for(const Rubric& rubric, double score, const std::string& quote) {
    json::Value scores{json::Array{}};
    for (const auto& criterion : rubric.criteria) {
        json::Value quotes;
        quotes.push(quote);
        scores.push(json::object({{"criterion", criterion.name},
                                  {"explanation", "Because of what it says."},
                                  {"quotes", std::move(quotes)},
                                  {"score", score}}));
    }
    return json::object({{"scores", std::move(scores)},
                         {"summary", "It tells how a cache is cleared."},
                         {"verdict", "Read it for the steps."},
                         {"tags", json::Array{"caching"}},
                         {"suspicious", json::Array{}}});
}

}  // namespace winnow
