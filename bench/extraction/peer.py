"""Runs one extractor from PyPI on a folder of pages; called by compare.py.

usage: peer.py NAME FOLDER > predictions.json      figures go to standard error
"""

import json
import pathlib
import resource
import sys
import time
from collections.abc import Callable


def extractor(name: str) -> Callable[[str], str]:
    if name.startswith("trafilatura"):
        import trafilatura

        fast = name.endswith("-fast")
        return lambda html: trafilatura.extract(html, include_comments=False, fast=fast) or ""
    if name == "readability":
        import lxml.html
        import readability

        return lambda html: lxml.html.fromstring(readability.Document(html).summary()).text_content()
    import resiliparse.extract.html2text

    return lambda html: resiliparse.extract.html2text.extract_plain_text(html, main_content=True)


def main() -> None:
    extract = extractor(sys.argv[1])
    pages = {path.stem: path.read_bytes() for path in sorted(pathlib.Path(sys.argv[2]).glob("*.html"))}
    texts = {page_id: body.decode("utf-8", "replace") for page_id, body in pages.items()}
    predictions = {}
    begin = time.process_time()
    for page_id, html in texts.items():
        # A peer that fails on a page has extracted nothing from it.
        try:
            predictions[page_id] = {"articleBody": extract(html)}
        except Exception as error:  # noqa: BLE001
            print(f"{page_id}: {error}", file=sys.stderr)
            predictions[page_id] = {"articleBody": ""}
    seconds = time.process_time() - begin
    print(json.dumps(predictions))
    figures = {
        "pages": len(pages),
        "pages_per_second": len(pages) / seconds,
        "megabytes_per_second": sum(map(len, pages.values())) / seconds / 1e6,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures), file=sys.stderr)


if __name__ == "__main__":
    main()
