#include "config/yaml.h"

#include <array>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace winnow::config {
namespace {

constexpr std::size_t kMaxDepth = 50;       // a configuration needs 5
constexpr std::size_t kMaxNodes = 100'000;  // a configuration needs a few hundred

std::string place(std::string_view name, int line, int column) {
    return std::string(name) + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
}

/// Builds the tree. After the first fault it ignores what follows.
class Builder : public YAML::EventHandler {
public:
    explicit Builder(std::string_view name) : name_(name) {}

    std::optional<Error>& error() { return error_; }
    std::shared_ptr<const Yaml> root() const { return root_; }
    int last_line() const { return last_line_; }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add_leaf(mark, anchor, Yaml::Kind::null, {});
    }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& text) override {
        add_leaf(mark, anchor, Yaml::Kind::text, text);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) return refuse(mark, "an alias inside of what it stands for");
        add(mark, found->second);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, anchor, Yaml::Kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, anchor, Yaml::Kind::mapping);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        std::shared_ptr<Yaml> node;
        YAML::anchor_t anchor = 0;
        YAML::Mark mark;
        std::shared_ptr<const Yaml> key;  // the one that waits for its value
    };

    void refuse(const YAML::Mark& mark, std::string_view problem) {
        if (!error_)
            error_ =
                Error(ErrorKind::invalid_config, place(name_, mark.line + 1, mark.column + 1) + std::string(problem));
    }

    void open(const YAML::Mark& mark, YAML::anchor_t anchor, Yaml::Kind kind) {
        if (error_) return;
        if (open_.size() == kMaxDepth) return refuse(mark, "nested too deeply");
        auto node = std::make_shared<Yaml>();
        node->kind = kind;
        node->line = mark.line + 1;
        last_line_ = node->line;
        open_.push_back({std::move(node), anchor, mark, nullptr});
    }

    void close() {
        if (error_) return;
        const auto done = std::move(open_.back());
        open_.pop_back();
        if (done.anchor != 0) anchors_[done.anchor] = done.node;
        add(done.mark, done.node);
    }

    void add_leaf(const YAML::Mark& mark, YAML::anchor_t anchor, Yaml::Kind kind, const std::string& text) {
        if (error_) return;
        auto node = std::make_shared<Yaml>();
        node->kind = kind;
        node->line = mark.line + 1;
        node->text = text;
        last_line_ = node->line;
        if (anchor != 0) anchors_[anchor] = node;
        add(mark, std::move(node));
    }

    void add(const YAML::Mark& mark, std::shared_ptr<const Yaml> node) {
        if (error_) return;
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        auto& parent = open_.back();
        if (parent.node->nodes + node->nodes > kMaxNodes)
            return refuse(mark, "more than " + std::to_string(kMaxNodes) + " values, aliases written out");
        parent.node->nodes += node->nodes;
        if (parent.node->kind == Yaml::Kind::list) {
            parent.node->items.push_back(std::move(node));
        } else if (parent.key) {
            parent.node->members.push_back({parent.key->text, parent.key->line, std::move(node)});
            parent.key = nullptr;
        } else if (node->kind != Yaml::Kind::text) {
            refuse(mark, "expected a key, which is a text followed by ': '");
        } else {
            parent.key = std::move(node);
        }
    }

    std::string_view name_;
    std::optional<Error> error_;
    std::shared_ptr<const Yaml> root_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, std::shared_ptr<const Yaml>> anchors_;
    int last_line_ = 1;
};

std::string_view line_of(std::string_view text, int number) {
    for (int n = 1; n < number; ++n) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

bool is_indented_with_tab(std::string_view line) {
    const auto indentation = line.substr(0, line.find_first_not_of(" \t"));
    return indentation.find('\t') != std::string_view::npos;
}

/// What the library's terse messages mean to somebody who edits a file.
std::string explain(std::string_view message) {
    struct Meaning {
        std::string_view part;
        std::string_view text;
    };
    static constexpr std::array kMeanings{
        Meaning{"illegal map value",
                "a ': ' where none can be: check the indentation of this line and the one before, "
                "and put a text that contains ': ' into quotation marks"},
        Meaning{"end of map not found",
                "expected 'key: value': check the indentation, and that this line and the one before have a ': '"},
        Meaning{"end of sequence not found", "expected '- value': check the indentation of this line"},
        Meaning{"flow not found", "a '[' or '{' before this is not closed, or a ',' is missing"},
        Meaning{"illegal flow end", "a ']' or '}' that closes nothing"},
        Meaning{"illegal block entry", "a '-' where no list can begin: put it into a line of its own, below its key"},
        Meaning{"illegal map key", "a '?' or a key where none can be: check the indentation of this line"},
        Meaning{"unknown token", "a text cannot begin with this character: put it into quotation marks"},
        Meaning{"referenced anchor", "'*' begins an alias, and nothing has that name: put a text into quotation marks"},
        Meaning{"alias not found", "'*' begins an alias, which needs a name: put a text into quotation marks"},
        Meaning{"bad file", "nested too deeply"},
        Meaning{"unknown escape", "an unknown '\\' sequence: in single quotation marks '\\' stands for itself"},
    };
    for (const auto& meaning : kMeanings)
        if (message.contains(meaning.part)) return std::string(meaning.text);
    return std::string(message);
}

Error syntax_error(const YAML::Exception& exception, std::string_view text, std::string_view name, int last_line) {
    const int line = exception.mark.is_null() ? last_line : exception.mark.line + 1;
    const auto about_line = [&](int number, std::string_view problem) {
        return Error(ErrorKind::invalid_config,
                     std::string(name) + ":" + std::to_string(number) + ": " + std::string(problem));
    };
    if (is_indented_with_tab(line_of(text, line)))
        return about_line(line, "this line is indented with a tab: YAML wants blanks, two a level");
    // The end that parse_yaml() adds was found inside of a text.
    if (exception.msg.contains("document indicator"))
        return about_line(last_line, "a quotation mark in or after this line is never closed");
    if (exception.mark.is_null()) return about_line(line, explain(exception.msg));
    return {ErrorKind::invalid_config, place(name, line, exception.mark.column + 1) + explain(exception.msg)};
}

}  // namespace

Result<std::shared_ptr<const Yaml>> parse_yaml(std::string_view text, std::string_view name) {
    if (text.size() > kMaxYamlBytes)
        return fail(ErrorKind::invalid_config,
                    std::string(name) + ": larger than " + std::to_string(kMaxYamlBytes) + " bytes");
    if (text.contains('\0'))
        return fail(ErrorKind::invalid_config, std::string(name) + ": not a text in UTF-8: it contains zero bytes");
    Builder builder(name);
    try {
        // The library takes the end of the input for a closing quotation mark, but not a document's end.
        std::istringstream input(std::string(text) + "\n...\n");
        YAML::Parser parser(input);
        if (!parser.HandleNextDocument(builder)) return std::make_shared<const Yaml>();
        if (builder.error()) return fail(std::move(*builder.error()));
        auto root = builder.root();
        if (!root || root->kind == Yaml::Kind::text || root->kind == Yaml::Kind::list)
            return fail(ErrorKind::invalid_config,
                        place(name, root ? root->line : 1, 1) + "expected 'key: value' lines at the top level");
        Builder rest(name);
        if (parser.HandleNextDocument(rest) && rest.root() && rest.root()->kind != Yaml::Kind::null)
            return fail(ErrorKind::invalid_config,
                        place(name, rest.root()->line, 1) + "a second document begins: one file holds one");
        return root;
    } catch (const YAML::Exception& exception) {
        if (builder.error()) return fail(std::move(*builder.error()));
        return fail(syntax_error(exception, text, name, builder.last_line()));
    } catch (const std::exception& exception) {
        return fail(ErrorKind::invalid_config, std::string(name) + ": " + exception.what());
    }
}

}  // namespace winnow::config
