"""The peer: SQLite FTS5 with its BM25 over the same titles and texts, porter over unicode61."""
import re
import sqlite3


def run(documents, queries, depth=100):
    """query → documents, best first. The question's words are joined with OR, as its documentation advises."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table page using fts5(id unindexed, title, body, tokenize='porter unicode61')")
    base.executemany("insert into page values (?, ?, ?)", [(d["id"], d["title"], d["text"]) for d in documents])
    found = {}
    for query, question in queries.items():
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        rows = base.execute("select id from page where page match ? order by bm25(page) limit ?", (words, depth))
        found[query] = [row[0] for row in rows]
    return found
