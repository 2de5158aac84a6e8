#!/usr/bin/env python3
"""Turns a captured terminal screen (tmux capture-pane -e -p) into an SVG picture.

usage: terminal_svg.py TITLE <screen >picture.svg
Knows bold, dim and the eight colours; everything else is shown plain.
"""
import html
import re
import sys

COLUMN, ROW, MARGIN = 8.4, 19, 14
COLOURS = {"31": "#ee8f86", "32": "#68c391", "33": "#e0ae54", "34": "#93bdf0", "36": "#7cc7d0"}


def spans(line: str):
    """(column, text, style) of a line; the style is an SVG attribute list."""
    column, style = 0, ""
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            if part:
                yield column, part, style
            column += len(part)
            continue
        for code in part[2:-1].split(";"):
            if code in ("", "0", "22", "39"):
                style = ""
            elif code == "1":
                style += ' font-weight="700"'
            elif code == "2":
                style += ' opacity="0.6"'
            elif code in COLOURS:
                style += f' fill="{COLOURS[code]}"'


def main() -> int:
    title = sys.argv[1] if len(sys.argv) > 1 else "terminal"
    lines = [line.rstrip() for line in sys.stdin.read().rstrip("\n").split("\n")]
    while lines and not re.sub(r"\x1b\[[0-9;]*m", "", lines[-1]).strip():
        lines.pop()
    columns = max((len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines), default=1)
    width, height = round(columns * COLUMN + 2 * MARGIN), len(lines) * ROW + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">')
    print(f"<title>{html.escape(title)}</title>")
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#161513"/>')
    print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14" fill="#ebe8e1" xml:space="preserve">')
    for row, line in enumerate(lines):
        for column, text, style in spans(line):
            x, y = MARGIN + column * COLUMN, MARGIN + row * ROW + 14
            length = len(text) * COLUMN
            print(f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"{style}>{html.escape(text)}</text>')
    print("</g>\n</svg>")
    return 0


if __name__ == "__main__":
    sys.exit(main())
