#pragma once
// config: a YAML file as typed sections that know which keys were read, and references to secrets.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace winnow::config {

/// Where a secret lies ("env:NAME", "file:/run/secrets/x", "ssm:/winnow/llm", "secretsmanager:name"); never the value.
struct SecretReference {
    std::string text;
    bool empty() const { return text.empty(); }
    friend bool operator==(const SecretReference&, const SecretReference&) = default;
};

/// A size; written "8MiB", "500KB" or as a plain number of bytes.
struct Bytes {
    std::size_t count = 0;
    friend bool operator==(const Bytes&, const Bytes&) = default;
};

template <typename T>
struct Range {
    T least = std::numeric_limits<T>::lowest();
    T most = std::numeric_limits<T>::max();
};

template <>
struct Range<std::chrono::milliseconds> {
    std::chrono::milliseconds least{0};
    std::chrono::milliseconds most = std::chrono::milliseconds::max();
};

/// What `winnow config explain` and docs/configuration.md say of one key.
struct FieldDescription {
    std::string path;           ///< "fetch.timeout"; a list element is "sources[].url"
    std::string type;           ///< "duration", "text", "one of a, b"…
    std::string default_value;  ///< as it would be written in YAML
    std::string description;
};

/// One mapping of the file. An options reader calls `field` once for each key, with the variable that already holds
/// the default; the same calls parse, check and describe:
///
///     Result<RssOptions> read_rss_options(config::Section& section) {
///         RssOptions options;
///         section.field("url", options.url, "Address of the feed.");
///         section.field("timeout", options.timeout, "How long one request may take.", {.least = 1s, .most = 5min});
///         TRY_OK(section.finish());
///         return options;
///     }
///
/// Problems do not stop the reading: they are collected, and finish() returns all of them in one error. An environment
/// variable WINNOW_<PATH>, upper case with "__" between levels (WINNOW_FETCH__TIMEOUT=5s, WINNOW_SOURCES__0__URL=…),
/// comes before the file; an empty one counts as not set. In one for a list, commas divide; mappings have none of
/// their own. A key without a value (`timeout:`) counts as not given.
/// Not safe from several threads; neither are two sections of one file.
class Section {
public:
    ~Section();
    Section(Section&&) noexcept;
    Section& operator=(Section&&) noexcept;

    void field(std::string_view key, std::string& value, std::string_view description);
    void field(std::string_view key, bool& value, std::string_view description);
    void field(std::string_view key, int& value, std::string_view description, Range<int> range = {});
    void field(std::string_view key, std::size_t& value, std::string_view description, Range<std::size_t> range = {});
    void field(std::string_view key, double& value, std::string_view description, Range<double> range = {});
    void field(std::string_view key, std::chrono::milliseconds& value, std::string_view description,
               Range<std::chrono::milliseconds> range = {});
    void field(std::string_view key, Bytes& value, std::string_view description);
    void field(std::string_view key, SecretReference& value, std::string_view description);  ///< a literal is refused
    void field(std::string_view key, std::vector<std::string>& value, std::string_view description);
    /// A mapping with free keys whose values are texts, in the order of the file.
    void field(std::string_view key, std::vector<std::pair<std::string, std::string>>& value,
               std::string_view description);
    /// A text that must be one of `choices`; an error names the nearest. If it is none of them, finish() does not ask
    /// whether this section's keys are known, for that may depend on the choice.
    void choice(std::string_view key, std::string& value, std::initializer_list<std::string_view> choices,
                std::string_view description);
    void choice(std::string_view key, std::string& value, const std::vector<std::string>& choices,
                std::string_view description);

    /// A mapping inside; an empty one if the key is missing.
    Section child(std::string_view key, std::string_view description);
    /// A list of mappings; empty if the key is missing. When describing, one empty element.
    std::vector<Section> children(std::string_view key, std::string_view description);
    /// A mapping with free keys, in the order of the file.
    std::vector<std::pair<std::string, Section>> entries(std::string_view key, std::string_view description);

    bool has(std::string_view key) const;
    /// "winnow.yaml:12: sources[2].timeout", for messages of the reader's own.
    std::string where(std::string_view key) const;
    /// Adds a problem of the reader's own with `key`; finish() reports it.
    void refuse(std::string_view key, std::string_view problem);
    /// All problems of this section and those inside, in the order of the file. Keys that nobody read are errors, with
    /// the nearest valid one. Error: invalid_config, one line per problem with file, line and key. The sections made by
    /// child() and the like report into their parent and need no call, but may get one; the parent then repeats it.
    Result<void> finish();

    struct Node;  ///< hides the YAML library
    explicit Section(std::unique_ptr<Node> node);

private:
    std::unique_ptr<Node> node_;
};

}  // namespace winnow::config
