#include "index/queue/index_queue.h"

#include <gtest/gtest.h>

#include "support/memory_blobs.h"

namespace winnow {
namespace {

using std::chrono::steady_clock;

/// An index that is away, refuses, or takes what it is given.
struct ScriptedIndexer final : public Indexer {
    Result<void> add(const Document& document, const IndexingNotes& notes, const Deadline&) override {
        ++asked;
        if (error) return fail(*error);
        taken.push_back(document.id.value + " " + notes.run_id);
        last = document;
        last_notes = notes;
        return {};
    }
    IndexingSummary summary() const override { return {}; }

    std::optional<Error> error;
    int asked = 0;
    std::vector<std::string> taken;
    Document last;
    IndexingNotes last_notes;
};

Document document_of(const std::string& path) {
    Document document;
    document.url = *Url::parse("https://example.org/" + path);
    document.id = {path};
    document.title = "Title of " + path;
    document.text = "Text of " + path;
    return document;
}

class Queue : public testing::Test {
protected:
    std::unique_ptr<Indexer> indexer() {
        const auto open = [this](const Deadline&) -> Result<std::shared_ptr<Indexer>> {
            ++opened;
            if (cannot_open) return fail(*cannot_open);
            return index;
        };
        return make_queueing_indexer(open, IndexQueue(blobs), {.now = [this] { return now; }});
    }

    MemoryBlobs blobs;
    std::shared_ptr<ScriptedIndexer> index = std::make_shared<ScriptedIndexer>();
    std::optional<Error> cannot_open;
    int opened = 0;
    steady_clock::time_point now{};
};

const IndexingNotes kNotes{.source = "feed", .score = 7.5, .tags = {"career"}, .run_id = "20261126T080000-aaaaaa"};

TEST_F(Queue, IsNotUsedWhileTheIndexTakesWhatItIsGiven) {
    const auto made = indexer();
    EXPECT_EQ(0, opened);
    ASSERT_TRUE(made->add(document_of("a"), kNotes, {}));
    ASSERT_TRUE(made->add(document_of("b"), kNotes, {}));
    EXPECT_EQ(1, opened);
    EXPECT_EQ(2U, made->summary().added);
    EXPECT_TRUE(blobs.blobs.empty());
}

TEST_F(Queue, KeepsWhatAnAbsentIndexDoesNotTakeAndLeavesItAloneForAWhile) {
    cannot_open = Error(ErrorKind::unavailable, "connection refused");
    const auto made = indexer();
    ASSERT_TRUE(made->add(document_of("a"), kNotes, {}));
    ASSERT_TRUE(made->add(document_of("b"), kNotes, {}));
    EXPECT_EQ(1, opened);
    EXPECT_EQ(2U, made->summary().waiting);
    EXPECT_EQ("connection refused", made->summary().error->message());
    EXPECT_EQ(2U, blobs.blobs.size());

    cannot_open.reset();
    now += std::chrono::seconds(31);
    ASSERT_TRUE(made->add(document_of("c"), kNotes, {}));
    EXPECT_EQ(2, opened);
    EXPECT_EQ(1U, made->summary().added);
}

TEST_F(Queue, OpensTheIndexAnewAfterItHasFailed) {
    const auto made = indexer();
    index->error = Error(ErrorKind::timed_out, "too slow");
    ASSERT_TRUE(made->add(document_of("a"), kNotes, {}));
    index->error.reset();
    now += std::chrono::seconds(31);
    ASSERT_TRUE(made->add(document_of("b"), kNotes, {}));
    EXPECT_EQ(2, opened);
    EXPECT_EQ(std::vector<std::string>{"b " + kNotes.run_id}, index->taken);
}

TEST_F(Queue, DoesNotKeepADocumentThatTheIndexRefusesForItself) {
    const auto made = indexer();
    index->error = Error(ErrorKind::too_large, "the document is too large");
    EXPECT_EQ(ErrorKind::too_large, made->add(document_of("a"), kNotes, {}).error().kind());
    EXPECT_TRUE(blobs.blobs.empty());
    EXPECT_EQ(1U, made->summary().failed);
    index->error.reset();
    ASSERT_TRUE(made->add(document_of("b"), kNotes, {}));
    EXPECT_EQ(1, opened);
}

TEST_F(Queue, SaysWhenNothingCouldBeKept) {
    cannot_open = Error(ErrorKind::unavailable, "connection refused");
    blobs.refuse = [](const std::string&, const std::string&) { return Error(ErrorKind::storage, "disk full"); };
    const auto made = indexer();
    EXPECT_EQ("disk full", made->add(document_of("a"), kNotes, {}).error().message());
    EXPECT_EQ(1U, made->summary().failed);
}

TEST_F(Queue, GivesBackWhatItWasGivenInTheOrderOfRuns) {
    IndexQueue queue(blobs);
    auto later = kNotes;
    later.run_id = "20261127T080000-bbbbbb";
    ASSERT_TRUE(queue.put(document_of("a"), later, {}));
    ASSERT_TRUE(queue.put(document_of("a"), kNotes, {}));
    ASSERT_TRUE(queue.put(document_of("a"), kNotes, {}));
    const auto drained = queue.drain(*index, {});
    ASSERT_TRUE(drained);
    EXPECT_EQ(2U, drained->added);
    EXPECT_EQ(0U, drained->waiting);
    EXPECT_TRUE(blobs.blobs.empty());
    EXPECT_EQ((std::vector<std::string>{"a " + kNotes.run_id, "a " + later.run_id}), index->taken);
    EXPECT_EQ("Text of a", index->last.text);
    EXPECT_EQ(7.5, index->last_notes.score);
    EXPECT_EQ("feed", index->last_notes.source);
    EXPECT_EQ(std::vector<std::string>{"career"}, index->last_notes.tags);
}

TEST_F(Queue, GoesOnWaitingWhileTheIndexIsAway) {
    IndexQueue queue(blobs);
    ASSERT_TRUE(queue.put(document_of("a"), kNotes, {}));
    ASSERT_TRUE(queue.put(document_of("b"), kNotes, {}));
    index->error = Error(ErrorKind::unavailable, "connection refused");
    const auto drained = queue.drain(*index, {});
    ASSERT_TRUE(drained);
    EXPECT_EQ(2U, drained->waiting);
    EXPECT_EQ("connection refused", drained->error->message());
    EXPECT_EQ(1, index->asked);
    EXPECT_EQ(2U, blobs.blobs.size());
}

TEST_F(Queue, LetsGoOfWhatCanNeverBeIndexed) {
    IndexQueue queue(blobs);
    ASSERT_TRUE(queue.put(document_of("b"), kNotes, {}));
    blobs.blobs["index-queue/a/" + kNotes.run_id + ".json"] = "{\"document\":";
    const auto drained = queue.drain(*index, {});
    ASSERT_TRUE(drained);
    EXPECT_EQ(1U, drained->refused);
    EXPECT_EQ(1U, drained->added);
    EXPECT_TRUE(blobs.blobs.empty());
}

TEST_F(Queue, StopsWhenItsTimeIsUp) {
    IndexQueue queue(blobs);
    ASSERT_TRUE(queue.put(document_of("a"), kNotes, {}));
    const auto drained = queue.drain(*index, Deadline::after(std::chrono::milliseconds(0)));
    ASSERT_TRUE(drained);
    EXPECT_EQ(1U, drained->waiting);
    EXPECT_EQ(ErrorKind::timed_out, drained->error->kind());
}

}  // namespace
}  // namespace winnow
