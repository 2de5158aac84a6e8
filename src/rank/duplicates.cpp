#include "rank/duplicates.h"

#include <algorithm>
#include <compare>
#include <numeric>

#include "text/shingles.h"

namespace winnow::rank {
namespace {

constexpr std::size_t kMaxMisses = 2'000;  // a hostile set could put every page into one bucket

/// Which documents may resemble which: all of them in a small set, else those that agree in a band, that is in some
/// neighbouring values, of their signatures. Those of one bucket stand side by side in one list, in their order: a
/// table of lists takes seven times the memory.
class Neighbours {
public:
    Neighbours(std::span<const Signature> signatures, std::span<const std::size_t> order, double threshold)
        : signatures_(signatures),
          rows_(threshold >= 0.5   ? 3
                : threshold >= 0.3 ? 2
                                   : 1) {
        if (order.size() <= kExactDocuments) {
            for (const auto index : order) members_.push_back({0, static_cast<std::uint32_t>(index)});
            return;
        }
        is_exact_ = false;
        std::size_t count = 0;
        for (const auto index : order) count += bands_of(index);
        members_.reserve(count);
        for (std::uint32_t place = 0; place < order.size(); ++place)
            for (std::size_t band = 0; band < bands_of(order[place]); ++band)
                members_.push_back({key(order[place], band), place});
        std::ranges::sort(members_);
        for (auto& member : members_) member.index = static_cast<std::uint32_t>(order[member.index]);
    }

    /// Calls `look` with documents that are not taken and may resemble `index`, until it has said no too often.
    template <typename Look>
    void visit(std::size_t index, const std::vector<char>& taken, Look look) {
        if (is_exact_) {
            visit_bucket(0, taken, members_.size(), look);
            return;
        }
        for (std::size_t band = 0; band < bands_of(index); ++band)
            visit_bucket(key(index, band), taken, kMaxMisses, look);
    }

private:
    struct Member {
        std::uint64_t key = 0;    // of its bucket
        std::uint32_t index = 0;  // of the document; while the list is made, its place in the order
        friend auto operator<=>(const Member&, const Member&) = default;
    };
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;  // where a bucket ends that has lost members

    template <typename Look>
    void visit_bucket(std::uint64_t key, const std::vector<char>& taken, std::size_t misses, Look look) {
        const auto begin = std::ranges::lower_bound(members_, key, {}, &Member::key);
        const auto is_in = [&](auto member) {
            return member != members_.end() && member->key == key && member->index != kNone;
        };
        auto kept = begin;
        auto member = begin;
        for (; is_in(member); ++member)
            if (taken[member->index] == 0) (kept++)->index = member->index;
        for (auto lost = kept; lost != member; ++lost) lost->index = kNone;
        for (member = begin; member != kept; ++member) {
            if (taken[member->index] != 0 || look(member->index)) continue;
            if (--misses == 0) return;
        }
    }

    std::size_t bands_of(std::size_t index) const { return signatures_[index].size() / rows_; }

    std::uint64_t key(std::size_t index, std::size_t band) const {
        std::uint64_t hash = 0x9E3779B97F4A7C15ULL * (band + 1);
        for (std::size_t row = 0; row < rows_; ++row)
            hash = ((hash ^ signatures_[index][band * rows_ + row]) * 0xD6E8FEB86659FD93ULL) ^ (hash >> 29);
        return hash;
    }

    std::span<const Signature> signatures_;
    std::size_t rows_;
    bool is_exact_ = true;
    std::vector<Member> members_;
};

void sort_by_closeness(Group& group, std::span<const std::size_t> position) {
    std::vector<std::size_t> places(group.similar.size());
    std::iota(places.begin(), places.end(), 0U);
    std::ranges::sort(places, [&](std::size_t a, std::size_t b) {
        if (group.resemblance[a] != group.resemblance[b]) return group.resemblance[a] > group.resemblance[b];
        return position[group.similar[a]] < position[group.similar[b]];
    });
    Group sorted{.leader = group.leader, .similar = {}, .resemblance = {}};
    for (const auto place : places) {
        sorted.similar.push_back(group.similar[place]);
        sorted.resemblance.push_back(group.resemblance[place]);
    }
    group = std::move(sorted);
}

}  // namespace

std::vector<Group> group_near_duplicates(std::span<const Signature> signatures, std::span<const std::size_t> order,
                                         double threshold) {
    Neighbours neighbours(signatures, order, threshold);
    std::vector<std::size_t> position(signatures.size());
    for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = i;
    std::vector<char> taken(signatures.size());
    std::vector<Group> groups;
    for (const auto leader : order) {
        if (taken[leader]) continue;
        taken[leader] = 1;
        Group group{.leader = leader, .similar = {}, .resemblance = {}};
        neighbours.visit(leader, taken, [&](std::size_t other) {
            const double resemblance = text::resemblance(signatures[leader], signatures[other]);
            if (resemblance <= 0 || resemblance < threshold) return false;
            taken[other] = 1;
            group.similar.push_back(other);
            group.resemblance.push_back(resemblance);
            return true;
        });
        sort_by_closeness(group, position);
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace winnow::rank
