#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.h"
#include "config/section.h"
#include "config/yaml.h"

namespace winnow::config {

/// What all sections of one file share.
struct Source {
    std::string name;  ///< of the file; empty if there is none
    Environment environment;
    std::set<std::string, std::less<>> variables;          ///< names that some key has asked for
    std::vector<FieldDescription>* description = nullptr;  ///< set when describing
};

/// A problem and the line of the file where it shows; 0 for one outside of the file.
struct Problem {
    int line = 0;
    std::string text;
};

/// One mapping: what the file gives, what was asked of it, and what was wrong. Asking for it again gives the same one.
struct Record {
    std::string path;                                       ///< "fetch", "sources[2]"; empty at the top level
    int line = 0;                                           ///< 0 if the file does not have it
    std::shared_ptr<const Yaml> mapping;                    ///< null if the file does not have it
    std::map<std::string_view, const Yaml::Member*> given;  ///< members of `mapping`
    std::vector<std::string> known;
    bool has_free_keys = false;  ///< all keys are known
    std::vector<Problem> problems;
    bool depends_on_bad_choice = false;
    std::map<std::string, std::shared_ptr<Record>> parts;  ///< by their paths
};

struct Section::Node {
    /// The two are shared: a parent reports what sections that are long gone have found.
    std::shared_ptr<Source> source;
    std::shared_ptr<Record> record;

    bool is_describing() const { return source->description != nullptr; }
    std::string path_of(std::string_view key) const;
    void describe(std::string_view key, std::string type, std::string default_value, std::string_view description);
    /// Marks the key as known.
    void know(std::string_view key);
    /// The variable's value if there is one that is not empty.
    const std::string* variable(std::string_view key) const;
    /// Whether there is one for the key or for something inside of it.
    bool has_variable(std::string_view key) const;
    /// What the file gives, unless it is a key without a value.
    std::shared_ptr<const Yaml> value(std::string_view key) const;
    std::string where(std::string_view key) const;
    void refuse(std::string_view key, std::string_view problem);
    /// The scalar from the environment or the file, if it is given. Refuses lists and mappings.
    std::optional<std::string> scalar(std::string_view key, std::string_view expected);
    /// The section with that path, made of `value`: a mapping, or null.
    Section section(const std::string& path, std::shared_ptr<const Yaml> value);
    Result<void> finish() const;
};

Section make_root(std::shared_ptr<const Yaml> root, std::string name, Environment environment,
                  std::vector<FieldDescription>* description);

/// For messages: cut short, and without control characters.
std::string shown(std::string_view text);

}  // namespace winnow::config
