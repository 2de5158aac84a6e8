"""Disks that are full, may not be written to, or hold something else than what was written."""

import json
import os
import random
import shutil
import subprocess
import unittest

from main_job_test import without_cache_states
from program import ARCHIVE, QUESTION, ProgramTest


SIZES = os.environ.get("WINNOW_DISKS", "512k 1m 2m 3m 8m").split()
RUN = ("run", QUESTION, "--archive", ARCHIVE, "--max-urls", "60")


class SmallDisk(ProgramTest):
    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("needs root to mount a small disk")
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", self.disk], capture_output=True, check=False).returncode != 0:
            self.skipTest("may not mount a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=False)

    def remount(self, options):
        subprocess.run(["mount", "-o", f"remount,{options}", self.disk], check=True)

    def environment(self, **extra):
        return super().environment(**{"WINNOW_DATA": str(self.disk / "data"), **extra})

    def test_a_full_disk_is_said_and_what_was_learned_goes_on_when_there_is_room(self):
        expected = without_cache_states(self.run_example("--max-urls", "60", WINNOW_DATA=str(self.folder / "elsewhere")))
        failed = 0
        for size in SIZES:
            with self.subTest(size=size):
                shutil.rmtree(self.disk / "data", ignore_errors=True)
                self.remount(f"size={size}")
                result = self.winnow(*RUN, expect=None)
                self.assertIn(result.returncode, (0, 1), result.stderr)
                if result.returncode == 1:
                    failed += 1
                    self.assertIn("the disk is full", result.stderr)
                self.remount("size=64m")
                runs = json.loads(self.winnow("runs", "--json").stdout)
                again = ("run", "--resume") if runs and runs[0]["state"] != "finished" else RUN
                report = json.loads(self.winnow(*again, "--json").stdout)
                self.assertEqual(without_cache_states(report), expected)
                self.assertNotIn("corrupt", " ".join(path.name for path in (self.disk / "data").iterdir()))
        self.assertGreaterEqual(failed, 3)

    def test_a_full_disk_for_reports_keeps_the_judgements(self):
        where = {"WINNOW_DATA": str(self.folder / "data")}
        (self.disk / "filler").write_bytes(b"x" * (900 << 10))
        result = self.winnow(*RUN, "--output", str(self.disk / "out"), expect=1, **where)
        self.assertIn("the disk is full", result.stderr)
        self.assertEqual([path for path in (self.disk / "out").rglob("*") if path.is_file() and path.name.startswith(".")], [])
        (self.disk / "filler").unlink()
        self.remount("size=16m")
        report = json.loads(self.winnow(*RUN, "--output", str(self.disk / "out"), "--json", **where).stdout)
        self.assertEqual(report["evaluated_urls"], 0, "everything was judged before the disk was full")

    def test_a_disk_that_may_not_be_written_to_is_named(self):
        self.remount("size=32m")
        self.run_example("--max-urls", "60")
        self.remount("ro")
        for command in (RUN, ("cache", "clear", "--yes"), ("run", "--resume")):
            with self.subTest(command=command):
                result = self.winnow(*command, expect=1)
                self.assertIn("read-only", result.stderr.lower())
                self.assertIn(str(self.disk), result.stderr)
        self.assertIn("problem", self.winnow("doctor", expect=1).stdout)


def overwrite(path, offset, data):
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def scramble(path):
    chance = random.Random(5)
    size = path.stat().st_size
    for _ in range(size // 4096):
        overwrite(path, chance.randrange(100, size - 64), chance.randbytes(64))


DAMAGE = {
    "header": lambda path: overwrite(path, 0, b"\0" * 100),
    "text": lambda path: path.write_text("this is no database\n" * 500),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut in a page": lambda path: os.truncate(path, path.stat().st_size - 1000),
    "schema": lambda path: overwrite(path, 100, b"\xff" * 3000),
    "zeros in the middle": lambda path: overwrite(path, 4096 * 3, b"\0" * 4096 * 20),
    "scrambled": scramble,
}



class Damage(ProgramTest):
    def test_a_damaged_file_is_set_aside_said_and_made_again(self):
        self.run_example("--max-urls", "60")
        sound = self.folder / "sound"
        shutil.copytree(self.folder / "data", sound)
        expected = without_cache_states(self.run_example("--max-urls", "60"))
        for name in ("winnow.sqlite", "index.sqlite"):
            for kind, damage in DAMAGE.items():
                with self.subTest(file=name, damage=kind):
                    shutil.rmtree(self.folder / "data")
                    shutil.copytree(sound, self.folder / "data")
                    damage(self.folder / "data" / name)
                    result = self.winnow(*RUN, "--json")
                    self.assertEqual(without_cache_states(json.loads(result.stdout)), expected)
                    self.assertIn("damaged; it was set aside as", result.stderr)
                    self.assertTrue(list((self.folder / "data").glob(f"{name}.corrupt-*")))
                    self.assertEqual(self.winnow("index", "verify").stdout, "The index is sound.\n")

    def test_an_empty_file_is_a_new_memory(self):
        expected = without_cache_states(self.run_example("--max-urls", "60"))
        for name in ("winnow.sqlite", "index.sqlite"):
            (self.folder / "data" / name).write_bytes(b"")
        self.assertEqual(without_cache_states(self.run_example("--max-urls", "60")), expected)

    def test_a_log_of_garbage_is_not_believed(self):
        expected = without_cache_states(self.run_example("--max-urls", "60"))
        (self.folder / "data" / "winnow.sqlite-wal").write_bytes(random.Random(3).randbytes(200_000))
        report = self.run_example("--max-urls", "60")
        self.assertEqual((without_cache_states(report), report["evaluated_urls"]), (expected, 0))


if __name__ == "__main__":
    unittest.main()
