#!/usr/bin/env python3
"""Writes the documents of the example archive, as the program extracts them, one JSON object a line: measure.py's input.

usage: extracted.py WINNOW ARCHIVE MANIFEST > documents.jsonl
WINNOW is the program, MANIFEST maps URLs to the identifiers that the judgements use.
"""
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile


def responses(archive):
    """(URL, content type, body) of each response; the archive is ours, so every record is whole and plain."""
    data = gzip.decompress(archive.read_bytes())
    position = 0
    while position < len(data):
        head, _, rest = data[position:].partition(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields[b"Content-Length"])
        content = rest[:length]
        position += len(head) + 4 + length + 4
        if fields[b"WARC-Type"] == b"response":
            http, _, body = content.partition(b"\r\n\r\n")
            kind = next(line for line in http.split(b"\r\n") if line.lower().startswith(b"content-type:"))
            yield fields[b"WARC-Target-URI"].decode(), kind.split(b":", 1)[1].strip().decode(), body


def main():
    winnow, archive, manifest = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    identifiers = {entry["url"]: entry["id"] for entry in json.loads(manifest.read_text(encoding="utf-8"))}
    with tempfile.TemporaryDirectory() as folder:
        for url, kind, body in responses(archive):
            page = pathlib.Path(folder, "page.html" if "html" in kind else "page.md")
            page.write_bytes(body)
            done = subprocess.run([winnow, "extract", page, "--format", "json"], capture_output=True, text=True, check=True)
            document = json.loads(done.stdout)
            print(json.dumps({**document, "url": url, "canonical": url, "id": identifiers[url]}))


if __name__ == "__main__":
    main()
