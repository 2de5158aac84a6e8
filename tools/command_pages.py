#!/usr/bin/env python3
"""Keeps synopsis and options of docs/commands/*.md as the program has them.

usage: tools/command_pages.py --program build/release/winnow [--check]

Each page has a part between two marks that is made of `winnow COMMAND --help`, with the options of its subcommands; the rest
is written by hand, and becomes sections of the man page (tools/man_pages.py). With --check nothing is written: exit code 1 and
the name of each page that is missing, stale or of no command.
"""

import argparse
import pathlib
import subprocess
import sys

from man_pages import Help

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "docs" / "commands"
BEGIN, END = "<!-- as the program says it: tools/command_pages.py -->", "<!-- until here -->"
COMMON = ("-h,", "-c,", "--data ", "--json", "-v", "-q,")


def say(program: str, *words: str) -> Help:
    environment = {"LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    return Help(subprocess.run([program, *words, "--help"], check=True, capture_output=True, text=True, env=environment).stdout)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def own_entries(told: Help) -> list[tuple[str, str]]:
    return [entry for heading, entries in told.sections if heading != "Subcommands" for entry in entries
            if not entry[0].startswith(COMMON)]


def table(entries: list[tuple[str, str]]) -> list[str]:
    if not entries:
        return []
    return ["", "| | |", "|---|---|", *(f"| `{cell(name)}` | {cell(meaning)} |" for name, meaning in entries)]


def made_part(program: str, command: str) -> str:
    told = say(program, command)
    subcommands = next((entries for heading, entries in told.sections if heading == "Subcommands"), [])
    parts = [(command, told)] + [(f"{command} {name}", say(program, command, name)) for name, _ in subcommands]
    usages = [part.usage for name, part in parts if name != command or not subcommands or "[SUBCOMMAND]" in part.usage]
    lines = ["## Synopsis", "", *(f"    {usage}" for usage in usages), "", "## Options"]
    lines += table(own_entries(told))
    for (name, part), (_, meaning) in zip(parts[1:], subcommands):
        lines += ["", f"**{name}**: {meaning[0].lower()}{meaning[1:]}."]
        lines += table(own_entries(part))
    return "\n".join([*lines, "", "And the [common flags](../commands.md#common-flags)."])


def renewed(text: str, part: str) -> str:
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{part}\n\n{END}{after}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    subcommands = next(entries for heading, entries in say(arguments.program).sections if heading == "Subcommands")
    commands = [name for name, _ in subcommands]
    faults = [f"{path.name} is of no command" for path in sorted(FOLDER.glob("*.md")) if path.stem not in commands]
    for command in commands:
        path = FOLDER / f"{command}.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if BEGIN not in text or END not in text:
            faults.append(f"{path.name} is missing, or lacks the marks")
            continue
        new = renewed(text, made_part(arguments.program, command))
        if new != text and arguments.check:
            faults.append(f"{path.name} is stale; run tools/command_pages.py")
        elif new != text:
            path.write_text(new, encoding="utf-8")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
