"""Runs the built program in a folder of its own, with an environment of its own."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("WINNOW", "build/release/winnow")
SOURCE = pathlib.Path(os.environ.get("WINNOW_SOURCE", "."))
ARCHIVE = str(SOURCE / "examples" / "career-growth.warc.gz")
QUESTION = "engineering career growth frameworks and evaluation criteria"


class ProgramTest(unittest.TestCase):
    """Gives each test a fresh folder; `winnow(...)` runs the program in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="winnow-e2e.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def environment(self, **extra):
        inherited = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS") if name in os.environ}
        return {**inherited, "HOME": str(self.folder), "WINNOW_DATA": str(self.folder / "data"), **extra}

    def winnow(self, *arguments, input=None, expect=0, timeout=120, **extra):
        result = subprocess.run(
            [PROGRAM, *arguments], cwd=self.folder, input=input, capture_output=True, text=True,
            timeout=timeout, env=self.environment(**extra),
        )
        if expect is not None:
            self.assertEqual(result.returncode, expect, f"winnow {arguments}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}")
        return result

    def run_example(self, *arguments, expect=0, question=QUESTION, **extra):
        """The example question over the example archive; the report as a value."""
        result = self.winnow("run", question, "--archive", ARCHIVE, "--json", *arguments, expect=expect, **extra)
        return json.loads(result.stdout)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)
