"""The program dies at any moment, or its disk does: what was learned is kept, and the report is the same in the end."""

import contextlib
import http.server
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest
import xml.etree.ElementTree as xml

from main_job_test import without_cache_states
from models import serve
from program import ARCHIVE, PROGRAM, QUESTION, ProgramTest

KILLS = int(os.environ.get("WINNOW_KILLS", "8"))
SEED = int(os.environ.get("WINNOW_SEED", "20261126"))
FORMS = {"results.json", "report.md", "report.html", "results.csv", "feed.xml", "feed.json"}
START = ("run", QUESTION, "--archive", ARCHIVE, "--workers", "2")


class Kills(ProgramTest):
    """Each attempt begins with an empty memory, and is killed once or several times."""

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill_within(self, seconds, *arguments):
        with self.start(*arguments) as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        return process.returncode == -signal.SIGKILL

    def stored(self):
        """Row number and bytes of every judgement in the memory, which must be sound: a row written again has another number."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("winnow.sqlite", "winnow.sqlite-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(self.folder / "data" / name, copy / name)
        with contextlib.closing(sqlite3.connect(copy / "winnow.sqlite")) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            if not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'evaluations'").fetchone():
                return {}
            rows = database.execute("SELECT content_hash, rubric_hash, rowid, assessment FROM evaluations").fetchall()
        return {row[:2]: row[2:] for row in rows}

    def check_files(self):
        """Every file that bears a report's name is whole."""
        for path in (self.folder / "data").rglob("*"):
            if path.suffix == ".json":
                json.loads(path.read_text(encoding="utf-8"))
            elif path.suffix == ".xml":
                xml.parse(path)
            elif path.suffix == ".html":
                self.assertTrue(path.read_text(encoding="utf-8").rstrip().endswith("</html>"), path)

    def finish(self):
        """Continues what was begun; the report, from where it was published."""
        runs = json.loads(self.winnow("runs", "--json").stdout)
        if not runs:
            self.winnow(*START)
        elif runs[0]["state"] != "finished":
            self.winnow("run", "--resume")
        runs = json.loads(self.winnow("runs", "--json").stdout)
        self.assertEqual([run["state"] for run in runs], ["finished"])
        folder = pathlib.Path(self.folder / "data" / "runs" / runs[0]["id"])
        self.assertEqual({path.name for path in folder.iterdir()}, FORMS)
        return json.loads((folder / "results.json").read_text(encoding="utf-8"))

    def forget(self):
        shutil.rmtree(self.folder / "data", ignore_errors=True)

    def test_a_run_that_is_killed_at_any_moment_ends_in_the_same_report(self):
        began = time.monotonic()
        self.winnow(*START)
        length = time.monotonic() - began
        undisturbed = without_cache_states(self.finish())
        count = len(self.stored())
        index = self.winnow("index", "stats").stdout.split(";")[0]
        chance = random.Random(SEED)
        kills, midway, lost = 0, 0, 0
        while kills < KILLS:
            self.forget()
            alive = self.kill_within(chance.uniform(0, length), *START)
            kills += 1
            while alive and kills < KILLS and chance.random() < 0.3 and self.unfinished():
                alive = self.kill_within(chance.uniform(0, length), "run", "--resume")
                kills += 1
            self.check_files()
            before = self.stored() if (self.folder / "data" / "winnow.sqlite").exists() else {}
            midway += 0 < len(before) < count
            with self.subTest(kills=kills, seed=SEED):
                self.assertEqual(without_cache_states(self.finish()), undisturbed)
                after = self.stored()
                lost += sum(key not in after for key in before)
                again = [key for key in before if after.get(key) != before[key]]
                self.assertEqual(again, [], "judged again, or lost, although it was stored")
                self.assertEqual(len(after), count)
                self.assertEqual(self.winnow("index", "verify").stdout, "The index is sound.\n")
                self.assertEqual(self.winnow("index", "stats").stdout.split(",")[0], index.split(",")[0])
            self.check_files()
        if KILLS >= 100:  # where a few of them fall depends on what else the machine does
            self.assertGreaterEqual(midway, KILLS // 8, "too few kills came while pages were judged")
        print(f"\ncrash: {kills} kills, {midway} sequences ended with judgements stored but not all; the report was the same, "
              f"{lost} of the stored judgements were lost", flush=True)

    def unfinished(self):
        runs = json.loads(self.winnow("runs", "--json").stdout)
        return bool(runs) and runs[0]["state"] != "finished"

    def test_a_killed_recording_can_be_read_up_to_its_last_whole_record(self):
        server, base, environment = serve(self)
        del server
        recording = self.folder / "web.warc.gz"
        urls = [f"{base}/{n}" for n in range(200)]
        command = [PROGRAM, "run", "code review", *urls, "--method", "local", "--record", str(recording)]
        with subprocess.Popen(command, cwd=self.folder, env=self.environment(**environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while not recording.exists() or recording.stat().st_size < 40_000:
                time.sleep(0.002)
                self.assertIsNone(process.poll(), "it was over before the kill came")
            process.send_signal(signal.SIGKILL)
        self.forget()
        report = json.loads(self.winnow("run", "code review", "--archive", str(recording), "--method", "local", "--json").stdout)
        self.assertGreater(report["total_urls"], 10)
        self.assertLess(report["total_urls"], 200)
        self.assertEqual(report["failed_urls"], 0)


class Silent(http.server.BaseHTTPRequestHandler):
    """A feed that lets nobody go until it may."""

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.server.asked.set()
        self.server.may_answer.wait(30)
        entries = "".join(f"<entry><title>t</title><link href='{self.server.base}/{n}'/></entry>" for n in range(3))
        with contextlib.suppress(OSError):
            self.wfile.write(f"HTTP/1.0 200 OK\r\nContent-Type: application/atom+xml\r\n\r\n"
                             f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode())


class BeforeAnythingIsFound(ProgramTest):
    def setUp(self):
        super().setUp()
        _, base, self.told = serve(self)
        self.feed = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent)
        self.feed.asked, self.feed.may_answer, self.feed.base = threading.Event(), threading.Event(), base
        threading.Thread(target=self.feed.serve_forever, daemon=True).start()
        self.addCleanup(self.feed.server_close)
        self.addCleanup(self.feed.shutdown)
        self.addCleanup(self.feed.may_answer.set)

    def kill_when_asked(self, *arguments, text=""):
        with subprocess.Popen([PROGRAM, "run", "code review", *arguments], cwd=self.folder, env=self.environment(**self.told), stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True) as process:
            process.stdin.write(text)
            process.stdin.close()
            self.assertTrue(self.feed.asked.wait(30))
            process.kill()
        self.feed.may_answer.set()

    def test_a_run_killed_while_sources_are_asked_asks_the_same_ones_again(self):
        self.kill_when_asked("--feed", f"http://127.0.0.1:{self.feed.server_port}/feed", "--max-urls", "2")
        report = json.loads(self.winnow("run", "--resume", "--json", **self.told).stdout)
        self.assertEqual((report["total_urls"], report["failed_urls"]), (2, 0))
        self.assertEqual([source["error"] for source in report["sources"]], [""])

    def test_urls_that_came_by_standard_input_are_asked_for_again_by_name(self):
        self.kill_when_asked("--feed", f"http://127.0.0.1:{self.feed.server_port}/feed", "--urls", "-", text="http://127.0.0.1:1/a\n")
        self.assertIn("standard input", self.winnow("run", "--resume", expect=2, **self.told).stderr)


if __name__ == "__main__":
    unittest.main()
