"""What `cmake --install` lays down: programs that find each other, man pages, completions, documents."""

import gzip
import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("WINNOW_BUILD", SOURCE / "build/release"))
PDF = SOURCE / "fuzz/corpus/pdf/page.pdf"


def run(*command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, **more)


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="winnow-install.")
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        installed = run(os.environ.get("CMAKE", "cmake"), "--install", BUILD, "--prefix", cls.root)
        if installed.returncode != 0:
            raise RuntimeError(installed.stderr)
        cls.program = cls.root / "bin/winnow"
        cls.commands = [line.split()[0] for line in cls.after(run(cls.program, "--help").stdout, "Subcommands:")]

    @staticmethod
    def after(text, heading):
        """The entries below a heading of the help."""
        lines = text.split(heading + "\n", 1)[1].split("\n\n", 1)[0].splitlines()
        return [line for line in lines if line.startswith("  ") and not line.startswith("   ")]

    def page(self, name):
        return gzip.decompress((self.root / f"share/man/man1/{name}.1.gz").read_bytes()).decode()

    def test_a_pdf_is_read_where_the_program_is_installed_and_in_the_build_tree(self):
        for program in (self.program, BUILD / "winnow"):
            with self.subTest(program=program):
                result = run(program, "extract", PDF, env={"HOME": str(self.root), **os.environ})
                self.assertEqual(0, result.returncode, result.stderr)
                self.assertTrue(result.stdout.strip())

    def test_every_command_has_a_page_that_names_all_its_flags(self):
        self.assertGreater(len(self.commands), 10)
        for command in self.commands:
            page = self.page(f"winnow-{command}")
            for line in self.after(run(self.program, command, "--help").stdout, "Options:"):
                self.assertIn(".B " + line.split()[0].replace("-", "\\-"), page)

    def test_every_command_has_its_examples_exit_codes_and_files(self):
        for command in self.commands:
            page = self.page(f"winnow-{command}")
            for heading in ("DESCRIPTION", '"EXIT STATUS"', '"FILES"', '"EXAMPLES"'):
                self.assertIn(f".SH {heading}\n", page, command)
            self.assertIn(f"winnow {command}", page.split('"EXAMPLES"')[1])

    def test_pages_are_clean_roff(self):
        for command in ["", *self.commands]:
            name = f"winnow-{command}" if command else "winnow"
            result = run("mandoc", "-T", "lint", "-W", "warning", input=self.page(name))
            complaints = [line for line in result.stdout.splitlines() if "missing date" not in line]
            self.assertEqual([], complaints, name)

    def test_the_pages_give_each_other_by_name(self):
        self.assertIn(".BR winnow\\-run (1)", self.page("winnow"))
        self.assertIn(".BR winnow (1)", self.page("winnow-run"))

    def test_bash_completes_commands_and_choices(self):
        script = self.root / "share/bash-completion/completions/winnow"
        for words, expected in ((["winnow", "ext"], "extract"), (["winnow", "completion", ""], "--help")):
            line = " ".join(f"'{word}'" for word in words)
            told = run("bash", "-c", f"source '{script}'; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _winnow; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
            self.assertIn(expected, told.stdout.split(), told.stderr)

    def test_the_completions_of_other_shells_know_every_command(self):
        zsh = (self.root / "share/zsh/vendor-completions/_winnow").read_text(encoding="utf-8")
        fish = (self.root / "share/fish/vendor_completions.d/winnow.fish").read_text(encoding="utf-8")
        self.assertTrue(zsh.startswith("#compdef winnow\n"))
        for command in self.commands:
            self.assertIn(f"'{command}:", zsh)
            self.assertIn(f" -a {command} ", fish)

    def test_documents_and_examples_lie_beside_their_licences(self):
        documents = self.root / "share/doc/winnow"
        for name in ("copyright", "LICENSE", "docs/commands.md", "examples/NOTICE.md", "examples/career-growth.warc.gz"):
            self.assertTrue((documents / name).is_file(), name)


if __name__ == "__main__":
    unittest.main()
