#!/usr/bin/env python3
"""Makes man pages and shell completions of what the program says about itself.

usage: tools/man_pages.py --program build/release/winnow --output FOLDER

FOLDER gets man1/winnow.1.gz, man1/winnow-COMMAND.1.gz for each command, and bash, zsh and fish, the completion scripts. The
same program gives the same bytes.
"""

import argparse
import gzip
import pathlib
import re
import subprocess

# A flag or an argument in CLI11's help: two spaces, its names, at least two spaces, what it means.
ENTRY = re.compile(r"^  (?! )(\S.*?)(?:\s{2,}(.*))?$")
HEADING = re.compile(r"^([A-Z][A-Za-z]*):$")


def escaped(text: str) -> str:
    """Text as roff reads it: no escapes, dashes that can be copied, no line that looks like a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


class Help:
    """The help text of a command, in its parts."""

    def __init__(self, text: str):
        self.summary = ""
        self.usage = ""
        self.sections: list[tuple[str, list[tuple[str, str]]]] = []  # heading, entries
        self.footer: list[str] = []
        entries = None
        for line in text.splitlines():
            heading, entry = HEADING.match(line), ENTRY.match(line)
            if line.startswith("Usage: "):
                self.usage = line.removeprefix("Usage: ")
            elif self.footer or line.startswith(("Examples:", "Exit codes:")):
                self.footer.append(line)
            elif heading:
                entries = []
                self.sections.append((heading[1], entries))
            elif entries is not None and entry:
                entries.append((entry[1], entry[2] or ""))
            elif entries and line.startswith("   ") and line.strip():
                name, meaning = entries[-1]
                entries[-1] = (name, f"{meaning} {line.strip()}".strip())
            elif not self.usage and line.strip():
                self.summary += (" " if self.summary else "") + line.strip()


def page(name: str, version: str, told: Help, summary: str, see_also: list[str]) -> str:
    lines = [f'.TH "{name.upper()}" 1 "" "winnow {version}" "User Commands"', ".SH NAME", escaped(f"{name} - {summary}"),
             ".SH SYNOPSIS", f".B {escaped(told.usage)}"]
    if told.summary.rstrip(".") != summary:
        lines += [".SH DESCRIPTION", escaped(told.summary)]
    for heading, entries in told.sections:
        lines.append(f'.SH "{heading.upper()}"')
        for entry, meaning in entries:
            lines += [".TP", f".B {escaped(entry)}", escaped(meaning)]
    if told.footer:
        lines += [".SH EXAMPLES", ".nf", *(escaped(line) for line in told.footer if line != "Examples:"), ".fi"]
    lines += [".SH SEE ALSO", *(f".BR {escaped(other)} (1){',' if other != see_also[-1] else ''}" for other in see_also)]
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    arguments = parser.parse_args()

    def say(*words: str) -> str:
        return subprocess.run([arguments.program, *words], check=True, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "COLUMNS": "80"}).stdout

    version = say("--version").split()[1]
    whole = Help(say("--help"))
    commands = next(entries for heading, entries in whole.sections if heading == "Subcommands")
    folder = arguments.output / "man1"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.gz"):
        old.unlink()
    names = [f"winnow-{command}" for command, _ in commands]
    pages = {"winnow": page("winnow", version, whole, "finds what is worth an engineer's time, with proof", names)}
    for command, meaning in commands:
        told = Help(say(command, "--help"))
        if told.footer == whole.footer:  # what a command without examples of its own shows
            told.footer = []
        pages[f"winnow-{command}"] = page(f"winnow-{command}", version, told, meaning.rstrip("."), ["winnow"])
    for name, text in pages.items():
        (folder / f"{name}.1.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    for shell in ("bash", "zsh", "fish"):
        (arguments.output / shell).write_text(say("completion", shell), encoding="utf-8")


if __name__ == "__main__":
    main()
