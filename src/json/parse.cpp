#include <string_view>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "json/value.h"

namespace winnow::json {
namespace {

/// Builds our values from nlohmann's events, so that its types stay in this file.
class Builder {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    bool null() { return add(Value()); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(number_integer_t value) { return add(static_cast<std::int64_t>(value)); }
    bool number_unsigned(number_unsigned_t value) {
        constexpr auto kMost = static_cast<number_unsigned_t>(INT64_MAX);
        return value <= kMost ? add(static_cast<std::int64_t>(value)) : add(static_cast<double>(value));
    }
    bool number_float(number_float_t value, const string_t&) { return add(value); }
    bool string(string_t& value) { return add(std::move(value)); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool key(string_t& name) {
        levels_.back().key = std::move(name);
        return true;
    }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
        error_ = error.what();
        return false;
    }

    const std::string& error() const { return error_; }
    Value take() { return std::move(root_); }

private:
    struct Level {
        bool is_object = false;
        Object members;
        Array items;
        std::string key;
    };

    bool open(bool is_object) {
        if (levels_.size() >= kMaxDepth) {
            error_ = "nested deeper than " + std::to_string(kMaxDepth) + " levels";
            return false;
        }
        levels_.emplace_back().is_object = is_object;
        return true;
    }
    bool close() {
        Level done = std::move(levels_.back());
        levels_.pop_back();
        if (!done.is_object) return add(std::move(done.items));
        keep_last_of_each_name(done.members);
        return add(std::move(done.members));
    }
    bool add(Value value) {
        if (levels_.empty())
            root_ = std::move(value);
        else if (auto& level = levels_.back(); level.is_object)
            level.members.emplace_back(std::move(level.key), std::move(value));
        else
            level.items.push_back(std::move(value));
        return true;
    }

    /// The first place of a name keeps its position and takes the last value; linear, however many members there are.
    static void keep_last_of_each_name(Object& members) {
        std::unordered_map<std::string_view, std::size_t> first;
        std::vector<bool> drop(members.size());
        bool any = false;
        for (std::size_t i = 0; i < members.size(); ++i) {
            const auto [entry, is_new] = first.emplace(members[i].first, i);
            if (is_new) continue;
            members[entry->second].second = std::move(members[i].second);
            drop[i] = any = true;
        }
        if (!any) return;
        Object kept;
        for (std::size_t i = 0; i < members.size(); ++i)
            if (!drop[i]) kept.push_back(std::move(members[i]));
        members = std::move(kept);
    }

    std::vector<Level> levels_;
    Value root_;
    std::string error_;
};

/// nlohmann says "[json.exception.parse_error.101] parse error at line 1, column 2: …": the part that people need.
std::string plain(const std::string& message) {
    const auto end = message.find("] ");
    return end == std::string::npos ? message : message.substr(end + 2);
}

}  // namespace

Result<Value> parse(std::string_view text) {
    Builder builder;
    try {
        if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
    } catch (const std::exception& error) {
        return fail(ErrorKind::malformed, std::string("JSON: ") + plain(error.what()));
    }
    return fail(ErrorKind::malformed, "JSON: " + plain(builder.error()));
}

}  // namespace winnow::json
