"""Reads the career-growth corpus as documents in the program's own JSON form, with a deliberately crude reader.

The benchmark must run without the extractor, so that a change of the extractor does not move the ranking's figures:
titles come from <title>, front matter or the first heading; `nav`, `script` and `style` are dropped; the rest is text.
"""
import hashlib
import html.parser
import json
import pathlib
import re

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SKIP = {"script", "style", "nav", "svg", "noscript", "template", "iframe", "button", "form"}
BLOCK = {"p", "div", "li", "ul", "ol", "table", "tr", "td", "th", "section", "article", "main", "header", "footer",
         "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "dl", "dt", "dd", "br", "title", "body", "hr"}


class Reader(html.parser.HTMLParser):
    """Collects (kind, text) lines: kind is "title", "h1" to "h6", "li" or "p"."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.words, self.kind, self.skip = [], [], "p", []

    def flush(self):
        text = " ".join("".join(self.words).split())
        if text:
            self.lines.append((self.kind, text))
        self.words = []

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in VOID and tag not in BLOCK:
            return
        hidden = tag in SKIP or any(word in (names.get("id") or "") + (names.get("class") or "")
                                    for word in ("sidebar", "navbar", "sidenav", "site-nav", "menu", "toc"))
        if self.skip or hidden:
            if tag not in VOID:
                self.skip.append(tag)
            return
        if tag in BLOCK:
            self.flush()
            self.kind = tag if re.fullmatch(r"h[1-6]|li|title", tag) else ("p" if self.kind != "li" else "li")

    def handle_endtag(self, tag):
        if self.skip:
            if tag in self.skip:
                while self.skip.pop() != tag:
                    pass
            return
        if tag in BLOCK:
            self.flush()
            self.kind = "p"

    def handle_data(self, text):
        if not self.skip:
            self.words.append(text)


def read_html(source):
    reader = Reader()
    reader.feed(source)
    reader.flush()
    title = next((text for kind, text in reader.lines if kind == "title"), "")
    lines, markdown = [], []
    for kind, text in reader.lines:
        if kind == "title":
            continue
        level = int(kind[1]) if kind[0] == "h" and kind[1:].isdigit() else 0
        lines.append((level, text))
        markdown.append("#" * level + " " + text if level else ("- " + text if kind == "li" else text))
    return title, lines, "\n\n".join(markdown)


def plain(text):
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\[[^\]]*\]", r"\1", text)
    text = re.sub(r"</?[a-zA-Z!][^<>]*>", " ", text)
    return re.sub(r"[*_`]{1,3}(\S(?:.*?\S)?)[*_`]{1,3}", r"\1", text).strip()


def read_markdown(source):
    title = ""
    if found := re.match(r"---\n(.*?)\n---\n", source, re.S):
        if named := re.search(r'^title:\s*["\']?(.*?)["\']?\s*$', found[1], re.M):
            title = named[1]
        # A file that is all front matter carries its content there (a career framework as YAML).
        rest = source[found.end():]
        source = rest if rest.strip() else re.sub(r'^\s*(?:- )?(?:[a-zA-Z]+:)?\s*"?(.*?)"?\s*$', r"- \1", found[1], flags=re.M)
    lines, paragraph, fenced = [], [], False

    def flush():
        if paragraph:
            lines.append((0, plain(" ".join(paragraph))))
            paragraph.clear()

    for line in source.split("\n"):
        if re.match(r"\s*(```|~~~)", line):
            flush()
            fenced = not fenced
        elif fenced:
            lines.append((0, line))
        elif found := re.match(r"(#{1,6})\s+(.*?)\s*#*$", line):
            flush()
            lines.append((len(found[1]), plain(found[2])))
        elif not line.strip():
            flush()
        else:
            if re.match(r"\s*([-*+]|\d+[.)])\s", line):
                flush()
                line = re.sub(r"^\s*([-*+]|\d+[.)])\s+", "", line)
            paragraph.append(line.strip().lstrip("> "))
    flush()
    lines = [(level, text) for level, text in lines if text.strip()]
    if not title:
        title = next((text for level, text in lines if level and "Contents" not in text), "")
    return title, lines, source


def documents(folder: pathlib.Path):
    """Every document of the corpus as the program's JSON form."""
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        source = (folder / entry["file"]).read_text(encoding="utf-8", errors="replace")
        reader = read_html if entry["content_type"] == "text/html" else read_markdown
        title, lines, markdown = reader(source)
        text, headings = "", []
        for level, line in lines:
            if level:
                headings.append({"level": level, "text": line, "offset": len(text.encode())})
            text += line + "\n"
        text = text.rstrip("\n")
        links = [{"href": href, "text": ""} for href in re.findall(r"https?://[^\s)\"'<>\]]+", markdown)]
        yield {"id": entry["id"], "url": entry["url"], "canonical": entry["url"], "title": title, "text": text,
               "markdown": markdown, "headings": headings, "links": links, "language": "en", "kind": "article",
               "words": len(text.split()), "content_hash": hashlib.sha256(text.encode()).hexdigest(),
               "fetched_at": "2026-01-01T00:00:00Z"}
