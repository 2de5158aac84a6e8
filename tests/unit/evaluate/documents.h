#pragma once

#include <string>
#include <string_view>

#include "core/document.h"

namespace winnow::evaluate_test {

inline Document document(std::string text, std::string markdown = {}) {
    Document result;
    result.url = *Url::parse("https://example.org/article");
    result.title = "Clearing the cache";
    result.language = "en";
    result.text = std::move(text);
    result.markdown = std::move(markdown);
    return result;
}

/// An article with steps, code, reasons, figures and limits.
inline Document good_article() {
    const std::string prose =
        "Clearing the cache\n"
        "The search service keeps the version of each document in Redis 7.2. If the version in the cache is newer than "
        "the "
        "one that arrives, the document is ignored, because an older message must not overwrite a newer one.\n"
        "In March 2024 we measured 1,240 ignored documents in 30 minutes after a restore, 4 % of all messages. "
        "According to "
        "the Redis documentation, SCAN returns each key at least once, so the deletion is safe while writers run.\n"
        "Check the number of keys before you start, and write it down.\n"
        "Run the command below in the worker's container.\n"
        "redis-cli --scan --pattern 'content:*' | xargs redis-cli del\n"
        "kubectl -n search rollout restart deploy/worker\n"
        "Wait until the queue is empty, then compare the number of keys with your note.\n"
        "However, this has a cost: until the cache is warm again, latency rises from 20 ms to about 90 ms. "
        "Alternatively, "
        "delete only the keys of one publisher, which takes longer but keeps the cache warm.\n"
        "We used to restart the whole cluster instead. It failed twice, since replicas that start empty cause "
        "timeouts.\n"
        "For example, the outage of 12 May 2023 lasted 40 minutes. It may not help if the messages themselves are "
        "wrong.\n";
    const std::string markdown =
        "# Clearing the cache\n\nThe search service keeps the version of each document in Redis 7.2.\n\n"
        "1. Check the number of keys before you start, and write it down.\n"
        "2. Run the command below in the worker's container.\n\n"
        "```sh\nredis-cli --scan --pattern 'content:*' | xargs redis-cli del\n"
        "kubectl -n search rollout restart deploy/worker\n```\n\n"
        "3. Wait until the queue is empty, then compare the number of keys with your note.\n";
    auto result = document(prose, markdown);
    result.headings = {{1, "Clearing the cache", 0}};
    result.links = {{"https://redis.io/docs", "Redis documentation"}, {"https://kubernetes.io/docs", "rollout"}};
    return result;
}

/// Praise without content.
inline Document advertisement() {
    auto result = document(
        "Unlock the ultimate cache experience!\n"
        "Our amazing product is the best in the world and everyone always loves it! It is absolutely perfect and "
        "obviously "
        "revolutionary! Sign up for a free trial now and supercharge your team! You will never need anything else!\n"
        "Our customers love the incredible, world class support! Subscribe today and don't miss this special offer! It "
        "is a "
        "game changer for everybody, guaranteed! Book a demo and join thousands of the greatest companies!\n");
    result.title = "You won't believe this one trick!!!";
    return result;
}

/// A text in German without an English word.
inline Document german_article() {
    auto result = document(
        "Der Zwischenspeicher hält von jedem Dokument die Fassung, die zuletzt gelesen wurde. Ist die gespeicherte "
        "Fassung "
        "neuer, wird das Dokument übergangen, weil eine ältere Nachricht keine neuere überschreiben darf.\n"
        "Zählen Sie zuerst die Schlüssel und schreiben Sie die Zahl auf. Danach löschen Sie die Schlüssel mit dem "
        "folgenden "
        "Befehl und warten, bis die Warteschlange leer ist. Allerdings steigt die Antwortzeit für einige Minuten.\n");
    result.language = "de";
    return result;
}

}  // namespace winnow::evaluate_test
