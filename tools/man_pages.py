#!/usr/bin/env python3
"""Makes man pages and shell completions of what the program says about itself.

usage: tools/man_pages.py --program build/release/winnow --output FOLDER

FOLDER gets man1/winnow.1.gz, man1/winnow-COMMAND.1.gz for each command, and bash, zsh and fish, the completion scripts. Synopsis
and options are the program's, purpose, examples, exit codes and files those of docs/commands. The same program and documents give
the same bytes.
"""

import argparse
import gzip
import pathlib
import re
import subprocess

# A flag or an argument in CLI11's help: two spaces, its names, at least two spaces, what it means.
ENTRY = re.compile(r"^  (?! )(\S.*?)(?:\s{2,}(.*))?$")
HEADING = re.compile(r"^([A-Z][A-Za-z]*):$")
DOCUMENTS = pathlib.Path(__file__).resolve().parent.parent / "docs" / "commands"


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


def plain(text: str) -> str:
    """Markdown within a line as characters: no marks of code or emphasis, of a link the words."""
    return re.sub(r"[`*]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))


def as_roff(markdown: str) -> list[str]:
    """Paragraphs, indented and fenced code, and tables of two columns as roff."""
    lines: list[str] = []
    for block in re.split(r"\n{2,}(?!    )", markdown.strip("\n")):
        rows = block.splitlines()
        if block.startswith(("    ", "```")):
            code = [row.removeprefix("    ") for row in rows if not row.startswith("```")]
            lines += [".PP", ".nf", *(escaped(row) or "\\&" for row in code), ".fi"]
        elif block.startswith("|"):
            for row in rows[2:]:
                first, second = (cell.strip() for cell in row.strip("|").split("|", 1))
                lines += [".TP", f".B {escaped(plain(first))}", escaped(plain(second))]
        elif block:
            lines += [".PP", escaped(plain(" ".join(rows)))]
    return lines[1:] if lines[:1] == [".PP"] else lines  # a heading begins a paragraph by itself


class Page:
    """The parts of docs/commands/NAME.md that are written by hand."""

    def __init__(self, text: str):
        begin, _, rest = text.partition("<!-- as the program says it")
        self.purpose = begin.partition("\n")[2]
        self.sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", rest.partition("<!-- until here -->")[2], re.MULTILINE | re.DOTALL))


def entries_of(told: Help) -> list[str]:
    lines = []
    for heading, entries in told.sections:
        lines.append(f'.SH "{heading.upper()}"')
        for entry, meaning in entries:
            lines += [".TP", f".B {escaped(entry)}", escaped(meaning)]
    return lines


def page(name: str, version: str, told: Help, summary: str, description: list[str], last: list[str], see_also: list[str]) -> str:
    lines = [f'.TH "{name.upper()}" 1 "" "winnow {version}" "User Commands"', ".SH NAME", escaped(f"{name} - {summary}"),
             ".SH SYNOPSIS", f".B {escaped(told.usage)}", ".SH DESCRIPTION", *description, *entries_of(told), *last, ".SH SEE ALSO"]
    lines += [f".BR {escaped(other)} (1){',' if other != see_also[-1] else ''}" for other in see_also]
    return "\n".join(line for line in lines if line) + "\n"


def options_of_subcommands(told: Help, say_help) -> list[str]:
    """What each subcommand takes besides what the command itself does."""
    common = {entry for _, entries in told.sections for entry, _ in entries}
    lines = []
    for name, _ in next((entries for heading, entries in told.sections if heading == "Subcommands"), []):
        own = [entry for _, entries in say_help(name).sections for entry in entries if entry[0] not in common]
        if own:
            lines.append(f'.SS "Options of {name}"')
        for entry, meaning in own:
            lines += [".TP", f".B {escaped(entry)}", escaped(meaning)]
    return lines


def command_page(name: str, version: str, told: Help, summary: str, written: Page, subcommands: list[str]) -> str:
    last = list(subcommands)
    for heading, title in (("Exit codes", "EXIT STATUS"), ("Files", "FILES"), ("Examples", "EXAMPLES")):
        last += [f'.SH "{title}"', *as_roff(written.sections[heading])]
    return page(name, version, told, summary, as_roff(written.purpose), last, ["winnow"])


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
    examples = [".SH EXAMPLES", ".nf", *(escaped(line) for line in whole.footer if line != "Examples:"), ".fi"]
    pages = {"winnow": page("winnow", version, whole, "finds what is worth an engineer's time, with proof",
                            [escaped(whole.summary)], examples, names)}
    for command, meaning in commands:
        told = Help(say(command, "--help"))
        written = Page((DOCUMENTS / f"{command}.md").read_text(encoding="utf-8"))
        subcommands = options_of_subcommands(told, lambda name, command=command: Help(say(command, name, "--help")))
        pages[f"winnow-{command}"] = command_page(f"winnow-{command}", version, told, meaning.rstrip("."), written, subcommands)
    for name, text in pages.items():
        (folder / f"{name}.1.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    for shell in ("bash", "zsh", "fish"):
        (arguments.output / shell).write_text(say("completion", shell), encoding="utf-8")


if __name__ == "__main__":
    main()
