#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace winnow::config {

/// One node of a YAML document, with the place where it stands.
struct Yaml {
    enum class Kind { null, text, list, mapping };
    struct Member;

    Kind kind = Kind::null;
    int line = 0;  ///< from 1
    std::string text;
    std::vector<std::shared_ptr<const Yaml>> items;  ///< shared, for an alias is the node that it names
    std::vector<Member> members;                     ///< in the order of the file; equal keys are not merged
    std::size_t nodes = 1;                           ///< with all that are below it, aliases written out
};

struct Yaml::Member {
    std::string key;
    int line = 0;
    std::shared_ptr<const Yaml> value;
};

constexpr std::size_t kMaxYamlBytes = 1u << 20;  // a configuration of a thousand sources has a tenth of that

/// Reads one YAML 1.2 document whose top level is a mapping, or nothing at all (Kind::null). `name` stands for the file
/// in messages. Every scalar is a text; what it means is the reader's business. Bounded in bytes, depth and nodes,
/// aliases written out, so a small text cannot become a large tree. Error: invalid_config, "name:line:column: what is
/// wrong and what to do".
Result<std::shared_ptr<const Yaml>> parse_yaml(std::string_view text, std::string_view name);

}  // namespace winnow::config
