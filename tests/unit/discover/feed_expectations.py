#!/usr/bin/env python3
"""Translates the expectations in feedparser's test files into tests/data/feeds/expectations.json.

usage: feed_expectations.py [FOLDER]      the folder that holds the files, tests/data/feeds by default
Each file states in a comment `Expect:` a Python expression over feedparser's result. The clauses that speak of what our
feeds have too become one record each: file, HTTP headers, what is asked ("entries[0].title"), its kind (title, link,
date, content, id, encoding) and the value. Nothing is evaluated: the expression is read as a syntax tree. Titles are
stated as the plain text that a reader sees, which is what ours are; Python's own HTML parser takes the markup out.
"""
import ast
import calendar
import html.parser
import json
import pathlib
import re
import sys

FIELDS = {
    "title": ("title", "title"), "title_detail.value": ("title", "title"),
    "link": ("link", "link"), "links[0].href": ("link", "link"),
    "id": ("id", "id"), "guid": ("id", "id"),
    "published_parsed": ("date", "published"), "published": ("date", "published"), "issued_parsed": ("date", "published"),
    "updated_parsed": ("date", "updated"), "updated": ("date", "updated"),
    "modified_parsed": ("date", "updated"), "modified": ("date", "updated"), "date_parsed": ("date", "updated"),
    "date": ("date", "updated"),
    "summary": ("content", "summary"), "description": ("content", "summary"), "subtitle": ("content", "summary"),
    "tagline": ("content", "summary"), "summary_detail.value": ("content", "summary"),
    "subtitle_detail.value": ("content", "summary"), "tagline_detail.value": ("content", "summary"),
    "content[0].value": ("content", "content"), "content": ("content", "content"),
}


class PlainText(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def plain(text: str) -> str:
    parser = PlainText()
    parser.feed(text)
    parser.close()
    return " ".join("".join(parser.parts).split())


def readable(raw: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16"), (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"),
                           (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    return raw.decode("latin-1")


def path_of(node: ast.expr) -> str:
    """entries[0]['title_detail']['value'] and entries[0].title_detail.value, both as the latter."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{path_of(node.value)}.{node.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        return f"{path_of(node.value)}[{key}]" if isinstance(key, int) else f"{path_of(node.value)}.{key}"
    raise ValueError("no path")


def comparisons(node: ast.expr):
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for value in node.values:
            yield from comparisons(value)
    elif isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
        try:
            expected = ast.literal_eval(node.comparators[-1])
            for side in (node.left, *node.comparators[:-1]):
                yield path_of(side), expected
        except ValueError:
            return


def seconds(value):
    """A time tuple or an ISO 8601 text as seconds since 1970; None for what is neither."""
    if isinstance(value, tuple):
        return calendar.timegm((*value[:6], 0, 0, 0))
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", value)
    return calendar.timegm((*map(int, found.groups()), 0, 0, 0)) if found else None


def title_is_markup(text: str) -> bool:
    """Whether the file's titles are markup by their type; a bare Atom title is plain text, a bare RSS title is not."""
    found = re.search(r"<title\b([^>]*)>", text)
    kind = re.search(r"type=['\"]([^'\"]*)['\"]", found[1]) if found else None
    if kind is None:
        return not re.search(r"<feed\b", text)
    return kind[1] not in ("text", "text/plain")


def record(name: str, headers: dict, text: str, path: str, expected):
    if path == "encoding":
        return {"file": name, "headers": headers, "kind": "encoding", "path": "encoding", "expected": expected.lower()}
    where, _, field = path.partition(".")
    if not re.fullmatch(r"feed|entries\[\d+\]", where) or field not in FIELDS:
        return None
    kind, ours = FIELDS[field]
    if kind == "date":
        expected = seconds(expected)
    elif kind == "title" and title_is_markup(text):
        expected = plain(expected)
    elif kind == "title":
        expected = " ".join(expected.split())
    if expected is None:
        return None
    return {"file": name, "headers": headers, "kind": kind, "path": f"{where}.{ours}", "expected": expected}


def main() -> None:
    default = pathlib.Path(__file__).resolve().parents[2] / "data" / "feeds"
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    records, unread = [], 0
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".xml", ".json") and p.name != "expectations.json"):
        text = readable(path.read_bytes())
        comment = re.search(r"Expect:\s*(.*?)\s*-->", text, re.DOTALL)
        if not comment:
            continue
        head = text[: comment.start()]
        headers = dict(re.findall(r"^\s*Header:\s*([\w-]+):\s*(.+?)\s*$", head, re.MULTILINE))
        try:
            tree = ast.parse(comment[1].strip(), mode="eval").body
        except SyntaxError:
            unread += 1
            continue
        name = str(path.relative_to(root))
        for where, expected in comparisons(tree):
            if made := record(name, headers, text, where, expected):
                records.append(made)
    lines = ",\n".join(json.dumps(one, ensure_ascii=True) for one in records)
    (root / "expectations.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(records)} expectations; {unread} files state one that is no Python expression")


if __name__ == "__main__":
    main()
