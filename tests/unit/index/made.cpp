#include <cmath>
#include <cstdlib>

#include "index_contract.h"
#include "text/digest.h"
#include "text/shingles.h"

namespace winnow {

ScratchFolder::ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "winnow-index.XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Vector towards(std::vector<std::size_t> axes, std::size_t dimensions) {
    Vector vector(dimensions, 0);
    for (const auto axis : axes) vector.at(axis) += 1;
    float squares = 0;
    for (const float component : vector) squares += component * component;
    for (auto& component : vector) component /= std::sqrt(squares);
    return vector;
}

IndexedDocument made_document(const std::string& name, const std::vector<std::string>& passages) {
    IndexedDocument document{.url = *Url::parse("https://example.org/" + name),
                             .title = "Page " + name,
                             .source = "feed",
                             .site = "Example",
                             .language = "en",
                             .tags = {"tested"},
                             .published = Timestamp{std::chrono::seconds{1'700'000'000}},
                             .indexed = Timestamp{std::chrono::seconds{1'710'000'000}},
                             .score = 7.5,
                             .runs = {"run-1"}};
    document.id = text::document_id(document.url);
    std::string all;
    for (const auto& text : passages) {
        document.passages.push_back({.number = static_cast<std::uint32_t>(document.passages.size()),
                                     .offset = all.size(),
                                     .text = text,
                                     .headings = {"Chapter"},
                                     .tokens = 5});
        all += text + "\n";
    }
    document.content_hash = text::sha256_hex(all);
    document.signature = text::signature(all);
    return document;
}

IndexedDocument made_document(const std::string& name, const std::vector<std::string>& passages, const Vector& vector) {
    auto document = made_document(name, passages);
    document.vectors.assign(passages.size(), vector);
    return document;
}

std::vector<std::string> names(const Result<std::vector<SearchHit>>& hits) {
    std::vector<std::string> result;
    if (!hits) return {"error: " + hits.error().message()};
    for (const auto& hit : *hits) result.emplace_back(hit.document.url.path().substr(1));
    return result;
}

}  // namespace winnow
