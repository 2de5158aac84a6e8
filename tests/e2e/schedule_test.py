"""winnow schedule: units and crontab lines are shown first, written on a yes, and removed without a trace."""

import os
import re
import shutil
import subprocess
import unittest

from program import ProgramTest

SYSTEMCTL = """#!/bin/sh
echo "$@" >>"$HOME/systemctl.log"
case "$*" in *show-environment*) exit "${NO_SYSTEMD:-0}";; *list-timers*) echo "NEXT LEFT";; esac
"""
CRONTAB = """#!/bin/sh
case "$1" in
  -l) if [ -f "$HOME/crontab" ]; then cat "$HOME/crontab"; else echo "no crontab for me" >&2; exit 1; fi;;
  -) cat >"$HOME/crontab.new" && mv "$HOME/crontab.new" "$HOME/crontab";;
esac
"""


class Schedule(ProgramTest):
    def setUp(self):
        super().setUp()
        programs = self.folder / "bin"
        programs.mkdir()
        for name, text in (("systemctl", SYSTEMCTL), ("crontab", CRONTAB)):
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self.path = f"{programs}:{os.environ['PATH']}"
        self.write("winnow.yaml", "question: code review\nprofiles:\n  it's 100%:\n    question: platform teams\n")

    def schedule(self, *arguments, **options):
        return self.winnow("schedule", *arguments, PATH=self.path, **options)

    def unit(self, kind):
        return self.folder / ".config" / "systemd" / "user" / f"winnow-morning.{kind}"

    def test_units_are_shown_and_written_only_on_a_yes(self):
        result = self.schedule("install", expect=2)
        self.assertIn("ProtectSystem=strict", result.stdout)
        self.assertIn("--yes", result.stderr)
        self.assertFalse(self.unit("service").exists())
        self.schedule("install", "--at", "06:30", "--at", "18:00", "--weekdays", "--yes")
        service, timer = self.unit("service").read_text(), self.unit("timer").read_text()
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system-service",
                     "MemoryDenyWriteExecute=yes", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
                     f'ReadWritePaths="{self.folder / "data"}"', f"WorkingDirectory={self.folder}"):
            self.assertIn(line + "\n", service)
        self.assertIn('"run" "--config"', service)
        self.assertNotIn("PrivateTmp=yes", service, "the memory of this test lies in /tmp")
        self.assertIn('"--all-profiles" "--digest"\n', service)
        self.assertIn("OnCalendar=Mon..Fri *-*-* 06:30:00\nOnCalendar=Mon..Fri *-*-* 18:00:00\n", timer)
        self.assertTrue((self.folder / "data").is_dir(), "a unit cannot open what is missing")
        self.assertIn("--user enable --now winnow-morning.timer", (self.folder / "systemctl.log").read_text())

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not here")
    def test_systemd_finds_the_units_right(self):
        self.schedule("install", "--yes", "--profile", "it's 100%")
        found = subprocess.run(["systemd-analyze", "verify", "--user", "--man=no", str(self.unit("service")), str(self.unit("timer"))],
                               capture_output=True, text=True, env={**os.environ, "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder)})
        complaints = [line for line in (found.stdout + found.stderr).splitlines() if "winnow-morning" in line]
        self.assertEqual(complaints, [])
        self.assertIn("it's 100%%", self.unit("service").read_text())
        for line in re.findall("^OnCalendar=(.*)$", self.unit("timer").read_text(), re.MULTILINE):
            subprocess.run(["systemd-analyze", "calendar", line], check=True, capture_output=True)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not here")
    def test_systemd_finds_the_service_little_exposed(self):
        self.schedule("install", "--yes")
        found = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=35", "--no-pager", str(self.unit("service"))],
                               capture_output=True, text=True)
        self.assertEqual(found.returncode, 0, found.stdout[-3000:] + found.stderr)

    def test_show_and_remove_leave_nothing_behind(self):
        self.assertIn("Nothing is installed", self.schedule("show").stdout)
        self.schedule("install", "--yes")
        self.assertIn("OnCalendar", self.schedule("show").stdout)
        self.assertIn("--yes", self.schedule("remove", expect=2).stderr)
        self.assertTrue(self.unit("timer").exists())
        self.schedule("remove", "--yes")
        self.assertFalse(self.unit("timer").exists() or self.unit("service").exists())
        self.assertIn("disable --now winnow-morning.timer", (self.folder / "systemctl.log").read_text())
        self.assertIn("There is no schedule", self.schedule("remove", "--yes").stdout)

    def test_cron_gets_lines_of_its_own_and_keeps_those_of_others(self):
        others = "MAILTO=me\n5 4 * * * backup\n"
        (self.folder / "crontab").write_text(others)
        for time in ("07:05", "08:00"):  # the second replaces the first
            self.schedule("install", "--cron", "--yes", "--at", time, "--profile", "it's 100%")
        text = (self.folder / "crontab").read_text()
        self.assertTrue(text.startswith(others))
        self.assertEqual(text.count("# winnow schedule morning: begin"), 1)
        self.assertIn("\n0 8 * * * cd ", text)
        self.assertIn("0 8 * * *", self.schedule("show").stdout)
        self.schedule("remove", "--yes")
        self.assertEqual((self.folder / "crontab").read_text(), others)

    def test_the_cron_line_runs_the_profile_it_names(self):
        self.schedule("install", "--yes", "--no-digest", "--profile", "it's 100%", NO_SYSTEMD="1")
        line = next(line for line in (self.folder / "crontab").read_text().splitlines() if line[0].isdigit())
        command = line.split(" ", 5)[5].replace("\\%", "%")  # as cron does
        (self.folder / ".config" / "winnow").mkdir(parents=True)
        (self.folder / ".config" / "winnow" / "environment").write_text("WINNOW_EVALUATE__METHOD=no_such_judge\n")
        result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=self.environment(), timeout=60)
        self.assertIn("no_such_judge", result.stderr, "the variables of the file hold")
        self.assertIn("'it'\\''s 100", command)

    def test_bad_times_and_names_are_refused(self):
        for arguments in (("--at", "25:00"), ("--at", "7"), ("--name", "a b"), ("--name", "../x"), ("--profile", "none")):
            self.schedule("install", "--yes", *arguments, expect=2)
        self.assertFalse(self.unit("service").exists())

    def test_without_a_question_there_is_nothing_to_run(self):
        self.write("winnow.yaml", "")
        self.assertIn("nothing to run", self.schedule("install", "--yes", expect=2).stderr)


if __name__ == "__main__":
    unittest.main()
