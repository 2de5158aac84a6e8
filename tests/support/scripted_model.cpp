#include "support/scripted_model.h"

#include <algorithm>
#include <regex>

#include "text/utf8.h"

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

bool is_nothing_to_a_model(char32_t c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF;
}

/// A text as a model takes it in: what is invisible left out, tag characters as the letters that they stand for.
std::string as_read(const std::string& text) {
    std::string read;
    for (std::size_t at = 0; at < text.size();) {
        auto c = text::next_code_point(text, at);
        if (is_nothing_to_a_model(c)) continue;
        if (c >= 0xE0020 && c <= 0xE007E) c -= 0xE0000;
        text::append_code_point(read, c);
    }
    return text::lower_case(text::folded_white_space(read));
}

Rubric rubric_of(const llm::ChatRequest& request) {
    Rubric rubric;
    for (const auto& name : request.schema["properties"]["scores"]["items"]["properties"]["criterion"]["enum"].items())
        rubric.criteria.push_back({.name = name.text()});
    return rubric;
}

class UnmovedModel final : public llm::ChatModel {
public:
    UnmovedModel(ModelScript& script, double score) : script_(script), score_(score) {}
    const std::string& model() const override { return name_; }
    Result<llm::ChatReply> ask(const llm::ChatRequest& request, const Deadline&) override {
        const std::scoped_lock lock(script_.mutex);
        script_.requests.push_back(request);
        const auto answer = answer_for(rubric_of(request), score_, quotable_line(fenced_page(request.input)));
        return llm::ChatReply{.text = json::dump(answer), .model = name_, .usage = kUsage};
    }

private:
    ModelScript& script_;
    double score_;
    std::string name_ = "unmoved-1";
};

class GullibleModel final : public llm::ChatModel {
public:
    GullibleModel(ModelScript& script, double honest, Gullibility gullibility)
        : script_(script), honest_(honest), gullibility_(std::move(gullibility)) {}
    const std::string& model() const override { return name_; }
    bool opens_pages() const override { return !gullibility_.tool_text.empty(); }

    Result<llm::ChatReply> ask(const llm::ChatRequest& request, const Deadline&) override {
        {
            const std::scoped_lock lock(script_.mutex);
            script_.requests.push_back(request);
        }
        const bool by_tool = !request.page.empty();
        const auto page = by_tool ? gullibility_.tool_text : fenced_page(request.input);
        auto answer =
            answer_for(rubric_of(request), score_told_by(by_tool ? page : request.input), quotable_line(page));
        std::smatch told;
        if (std::regex_search(page, told, std::regex("summary: ([^\n]+)", std::regex::icase)))
            answer.set("summary", told[1].str());
        llm::ChatReply reply{.text = json::dump(answer), .model = name_, .usage = kUsage};
        if (by_tool) reply.opened.push_back({.url = request.page, .text = page});
        return reply;
    }

private:
    double score_told_by(const std::string& sent) const {
        static const std::regex command("(?:rate|score|give|award|grade)[^.\n]{0,60}?\\b(10|[1-9])\\b",
                                        std::regex::icase);
        if (std::ranges::any_of(gullibility_.heeds, [&](const auto& phrase) { return is_read_in(phrase, sent); }))
            return kHighestScore;
        std::smatch told;
        return std::regex_search(sent, told, command) ? std::stod(told[1].str()) : honest_;
    }

    ModelScript& script_;
    double honest_;
    Gullibility gullibility_;
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

std::unique_ptr<llm::ChatModel> gullible_model(ModelScript& script, double honest, Gullibility gullibility) {
    return std::make_unique<GullibleModel>(script, honest, std::move(gullibility));
}

std::unique_ptr<llm::ChatModel> unmoved_model(ModelScript& script, double score) {
    return std::make_unique<UnmovedModel>(script, score);
}

bool is_read_in(const std::string& phrase, const std::string& text) {
    return as_read(text).contains(as_read(phrase));
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
