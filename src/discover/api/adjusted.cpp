#include "discover/api/adjusted.h"

#include <algorithm>
#include <unordered_set>

#include "discover/ask/collection.h"

namespace winnow {
namespace {

class AdjustedSource final : public Source {
public:
    AdjustedSource(std::unique_ptr<Source> inner, Adjust adjust)
        : inner_(std::move(inner)), adjust_(std::move(adjust)) {}

    const std::string& name() const override { return inner_->name(); }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        TRY(auto found, inner_->discover(query, deadline));
        std::unordered_set<std::string> seen;
        std::erase_if(found.candidates, [&](Candidate& candidate) {
            return !adjust_(candidate) || !seen.insert(candidate.url.href()).second;
        });
        return found;
    }

private:
    std::unique_ptr<Source> inner_;
    Adjust adjust_;
};

class JoinedSource final : public Source {
public:
    JoinedSource(std::string name, std::vector<std::pair<std::string, std::unique_ptr<Source>>> parts,
                 const Clock& clock)
        : name_(std::move(name)), parts_(std::move(parts)), clock_(clock) {}

    const std::string& name() const override { return name_; }

    Result<Discovery> discover(const Query& query, const Deadline& deadline) override {
        Collection found(name_, query, clock_.now());
        Parts account;
        std::vector<std::vector<Candidate>> columns;
        std::size_t longest = 0;
        for (auto& [part, source] : parts_) {
            auto discovery = source->discover(query, deadline);
            if (!discovery) {
                account.failed(part, std::move(discovery).error());
                continue;
            }
            account.succeeded();
            for (auto& warning : discovery->warnings) found.warn(std::move(warning));
            longest = std::max(longest, discovery->candidates.size());
            columns.push_back(std::move(discovery->candidates));
        }
        for (std::size_t row = 0; row < longest; ++row)
            for (auto& column : columns)
                if (row < column.size()) found.add(std::move(column[row]));
        TRY_OK(std::move(account).settle("parts", found));
        return found.take();
    }

private:
    std::string name_;
    std::vector<std::pair<std::string, std::unique_ptr<Source>>> parts_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<Source> make_adjusted_source(std::unique_ptr<Source> inner, Adjust adjust) {
    return std::make_unique<AdjustedSource>(std::move(inner), std::move(adjust));
}

std::unique_ptr<Source> make_joined_source(std::string name,
                                           std::vector<std::pair<std::string, std::unique_ptr<Source>>> parts,
                                           const Clock& clock) {
    return std::make_unique<JoinedSource>(std::move(name), std::move(parts), clock);
}

}  // namespace winnow
