"""The commands of the documentation: those in `console` blocks are run, all others exist with the flags they are given.

A ```console block holds lines "$ COMMAND", each followed by what it prints. "…" stands for anything, within a line or as
lines of its own. The blocks of a page run one after the other in one folder that holds examples/.
"""

import os
import re
import subprocess
import sys
import unittest

from program import PROGRAM, SOURCE, ProgramTest

PAGES = sorted([*SOURCE.glob("docs/*.md"), *SOURCE.glob("docs/commands/*.md"), SOURCE / "README.md"])
PLACEHOLDERS = {"COMMAND", "…"}


def console_commands(text):
    """(command, expected lines) in the order of the page; a here-document belongs to its command."""
    commands = []
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        end = None
        for line in block.splitlines():
            if end is not None:
                commands[-1][0] += "\n" + line
                end = None if line == end else end
            elif line.startswith("$ "):
                commands.append([line[2:], []])
                if found := re.search(r"<<'(\w+)'", line):
                    end = found[1]
            else:
                commands[-1][1].append(line)
    return commands


def pattern_of(lines):
    parts = []
    for line in lines:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(r"[^\n]*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n")
    return "".join(parts)


def mentioned_commands(text):
    """Command lines of winnow in indented blocks, and in code between backticks."""
    for line in re.findall(r"^(?: {4}|\$ )(.*)$", text, re.MULTILINE) + re.findall(r"`(winnow [^`]+)`", text):
        line = re.split(r"\s+#\s", line.strip())[0]
        for part in re.split(r"\s*(?:&&|\|(?!\w)|;)\s*", line):
            if re.match(r"(?:build/release/)?winnow [a-z]", part):
                yield part


class Documentation(ProgramTest):
    @classmethod
    def setUpClass(cls):
        script = subprocess.run([PROGRAM, "completion", "fish"], check=True, capture_output=True, text=True).stdout
        cls.commands = {name: set() for name in re.findall(r"__fish_use_subcommand -a (\S+)", script)}
        for name, long in re.findall(r"__fish_seen_subcommand_from (\S+)' -l (\S+)", script):
            cls.commands[name].add("--" + long)
        for name, short in re.findall(r"__fish_seen_subcommand_from (\S+)' -s (\S+)", script):
            cls.commands[name].add("-" + short)

    def test_commands_that_are_mentioned_exist_with_their_flags(self):
        checked = 0
        for page in PAGES:
            for line in mentioned_commands(page.read_text(encoding="utf-8")):
                words = line.replace("build/release/", "").split()
                with self.subTest(page=page.name, line=line):
                    checked += 1
                    if words[1] in PLACEHOLDERS:
                        continue
                    self.assertIn(words[1], self.commands)
                    for flag in re.findall(r"(?<![\w-])--?[a-z][a-z-]*(?![\w.])", re.sub(r"\"[^\"]*\"|'[^']*'", "", line)):
                        known = self.commands[words[1]] | {"--help", "-h"}
                        self.assertTrue(flag in known or re.fullmatch(r"-v+|-[a-z]\d+", flag), f"{flag} of {words[1]}")
        self.assertGreater(checked, 60)

    def test_every_command_has_a_place_in_the_documentation(self):
        text = (SOURCE / "docs" / "commands.md").read_text(encoding="utf-8")
        for name in self.commands:
            self.assertIn(f"[`winnow {name}", text)

    def test_every_command_has_a_page_with_the_options_that_it_has(self):
        result = subprocess.run([sys.executable, SOURCE / "tools" / "command_pages.py", "--program", PROGRAM, "--check"],
                                capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
        for name in self.commands:
            text = (SOURCE / "docs" / "commands" / f"{name}.md").read_text(encoding="utf-8")
            headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
            self.assertEqual(headings, ["Synopsis", "Options", "Examples", "Exit codes", "Files"], name)
            examples = text.partition("## Examples")[2].partition("## Exit codes")[0]
            self.assertIn(f"winnow {name}", examples)

    def test_the_help_of_every_command_has_examples_of_its_own(self):
        for name in self.commands:
            told = subprocess.run([PROGRAM, name, "--help"], check=True, capture_output=True, text=True).stdout
            self.assertIn(f"winnow {name}", told.partition("Examples:")[2], name)

    def test_links_lead_to_files_that_exist(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, target=target):
                    self.assertTrue((page.parent / target).exists())

    def test_console_blocks_print_what_they_show(self):
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "winnow").symlink_to(os.path.abspath(PROGRAM))
        environment = self.environment(PATH=f"{self.folder / 'bin'}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
        pages = [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]
        self.assertGreaterEqual(len(pages), 2)
        for page in pages:
            folder = self.folder / page.relative_to(SOURCE).with_suffix("")
            folder.mkdir(parents=True)
            (folder / "examples").symlink_to(SOURCE / "examples")
            environment["WINNOW_DATA"] = str(folder / "data")
            for command, expected in console_commands(page.read_text(encoding="utf-8")):
                result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300,
                                        stdin=subprocess.DEVNULL)
                shown = (result.stdout + result.stderr).replace("\u00a0", " ").rstrip("\n") + "\n"
                with self.subTest(page=page.name, command=command):
                    self.assertEqual(result.returncode, 0, shown[-3000:])
                    if expected:
                        self.assertRegex(shown, r"\A(?:.*\n)*?" + pattern_of(expected) + r"(?:.*\n)*\Z")


if __name__ == "__main__":
    unittest.main()
