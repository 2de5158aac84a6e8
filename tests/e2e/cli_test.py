"""The command line: help, versions, suggestions, completion, exit codes."""

import http.server
import json
import subprocess
import threading
import unittest

from program import SOURCE, ProgramTest


class CommandLine(ProgramTest):
    def test_version_names_commit_and_compiler(self):
        self.assertRegex(self.winnow("--version").stdout, r"winnow \d+\.\d+\.\d+ \(commit \S+, .+\)")

    def test_help_shows_examples_and_exit_codes(self):
        text = self.winnow("--help").stdout
        self.assertIn("Examples:", text)
        self.assertIn("Exit codes:", text)
        self.assertIn("winnow run --resume", self.winnow("run", "--help").stdout)

    def test_without_a_command_shows_help_and_fails_as_wrong_use(self):
        self.assertIn("Usage", self.winnow(expect=2).stdout)

    def test_unknown_flag_names_the_nearest(self):
        text = self.winnow("run", "q", "--archve", "x", expect=2).stderr
        self.assertIn("--archve", text)
        self.assertIn("Did you mean --archive?", text)

    def test_numbers_below_zero_are_refused(self):
        for flag in ("--limit", "--max-urls", "--per-source", "--workers"):
            result = self.winnow("run", "code review", flag, "-3", expect=2)
            self.assertIn(f"{flag}: Value -3 not in range", result.stderr)
            self.assertNotIn("Did you mean", result.stderr)

    def test_unknown_command_names_the_nearest(self):
        text = self.winnow("evalute", expect=2).stderr
        self.assertIn("there is no command 'evalute'", text)
        self.assertIn("Did you mean evaluate?", text)

    def test_completion_scripts_are_scripts(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.winnow("completion", shell).stdout
            for word in ("evaluate", "archive", "doctor"):
                self.assertIn(word, script)
        bash = self.winnow("completion", "bash").stdout
        subprocess.run(["bash", "-n"], input=bash, text=True, check=True)
        probe = bash + "\nCOMP_WORDS=(winnow ru); COMP_CWORD=1; _winnow; echo ${COMPREPLY[*]}"
        found = subprocess.run(["bash"], input=probe, text=True, capture_output=True, check=True).stdout.split()
        self.assertEqual(found, ["run", "runs"])

    def test_sources_lists_every_kind_with_its_needs(self):
        kinds = {entry["kind"]: entry for entry in json.loads(self.winnow("sources", "--json").stdout)}
        for name in ("urls", "feed", "sitemap", "opml", "list", "hackernews", "arxiv", "semantic_scholar", "openalex",
                     "crossref", "wikipedia", "devto", "github", "stackexchange", "reddit", "lobsters", "medium",
                     "substack", "youtube", "tavily", "brave", "exa", "searxng", "archive"):
            self.assertIn(name, kinds)
        self.assertEqual(kinds["hackernews"]["state"], "in use")
        self.assertIn("permission", kinds["lobsters"]["state"])
        self.assertEqual(kinds["tavily"]["key_variable"], "TAVILY_API_KEY")

    def test_sources_says_whether_a_key_is_there(self):
        self.write("winnow.yaml", "sources:\n  - kind: brave\n    key: file:brave.key\n  - kind: github\n    enabled: false\n")
        kinds = {entry["kind"]: entry for entry in json.loads(self.winnow("sources", "--json").stdout)}
        self.assertIn("not ready", kinds["brave"]["state"])
        self.assertEqual(kinds["github"]["state"], "disabled")
        self.write("brave.key", "BSA-not-a-key")
        listed = self.winnow("sources", "--json").stdout
        self.assertEqual({entry["kind"]: entry for entry in json.loads(listed)}["brave"]["state"], "configured")
        self.assertNotIn("BSA-not-a-key", listed)

    def test_a_source_without_its_key_is_said_at_once(self):
        result = self.winnow("sources", "test", "tavily", expect=1)
        self.assertIn("TAVILY_API_KEY", result.stderr)
        result = self.winnow("sources", "test", "lobsters", expect=2)
        self.assertIn("permission", result.stderr)

    def test_doctor_reports_folders_memory_and_judge(self):
        found = {entry["what"]: entry for entry in json.loads(self.winnow("doctor", "--json").stdout)}
        self.assertEqual(found["data"]["level"], "ok")
        self.assertIn("local", found["judge"]["text"])
        self.assertEqual(("ok", "sqlite, 0 documents"), (found["index"]["level"], found["index"]["text"]))
        away = {"WINNOW_INDEX__KIND": "qdrant", "WINNOW_INDEX__URL": "http://127.0.0.1:1", "WINNOW_NET__RETRIES": "0"}
        found = {entry["what"]: entry for entry in json.loads(self.winnow("doctor", "--json", expect=1, **away).stdout)}
        self.assertEqual("problem", found["index"]["level"])

    def test_doctor_says_whether_an_address_answers(self):
        class Server(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response({"/api/health": 200, "/guarded": 401}.get(self.path, 503))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_address[1]}"
            self.assertEqual("ok\n", self.winnow("doctor", "--url", address + "/api/health").stdout)
            self.assertEqual("ok\n", self.winnow("doctor", "--url", address + "/guarded").stdout)
            self.assertIn("503", self.winnow("doctor", "--url", address + "/busy", expect=1).stderr)
            server.shutdown()
        self.assertIn(address, self.winnow("doctor", "--url", address, expect=1).stderr)
        self.assertIn("nonsense", self.winnow("doctor", "--url", "nonsense", expect=1).stderr)

    def test_runs_is_friendly_when_there_are_none(self):
        self.assertIn("No runs yet", self.winnow("runs").stdout)


class Configuration(ProgramTest):
    def test_init_writes_a_file_that_check_accepts_and_does_not_overwrite(self):
        self.winnow("config", "init")
        self.assertIn("is right", self.winnow("config", "check").stdout)
        self.assertIn("--force", self.winnow("config", "init", expect=2).stderr)

    def test_check_names_file_line_key_and_the_nearest_key(self):
        self.write("winnow.yaml", "fetch:\n  timeot: 5s\n")
        text = self.winnow("config", "check", expect=2).stderr
        self.assertIn("winnow.yaml:2", text)
        self.assertIn("fetch.timeot", text)
        self.assertIn("timeout", text)

    def test_tabs_are_explained(self):
        self.write("winnow.yaml", "fetch:\n\ttimeout: 5s\n")
        text = self.winnow("config", "check", expect=2).stderr
        self.assertIn("winnow.yaml:2", text)
        self.assertIn("tab", text)

    def test_an_environment_variable_comes_before_the_file(self):
        self.write("winnow.yaml", "evaluate:\n  method: local\n")
        text = self.winnow("config", "check", expect=2, WINNOW_EVALUATE__MIN_SCORE="eleven").stderr
        self.assertIn("WINNOW_EVALUATE__MIN_SCORE", text)

    def test_an_unknown_kind_of_source_lists_the_kinds(self):
        self.write("winnow.yaml", "sources:\n  - kind: hackernewz\n")
        text = self.winnow("config", "check", expect=2).stderr
        self.assertIn("hackernewz", text)
        self.assertIn("hackernews", text)

    def test_show_says_where_things_lie(self):
        text = self.winnow("config", "show").stdout
        self.assertIn(str(self.folder / "data"), text)
        self.assertIn("hackernews", text)

    def test_explain_describes_every_key(self):
        keys = {entry["path"] for entry in json.loads(self.winnow("config", "explain", "--json").stdout)}
        for key in ("fetch.timeout", "net.allow_private", "evaluate.rubric", "sources[].kind", "output.formats"):
            self.assertIn(key, keys)

    def test_the_reference_in_docs_is_fresh(self):
        made = self.winnow("config", "explain", "--markdown").stdout
        self.assertEqual(made, (SOURCE / "docs" / "configuration.md").read_text(encoding="utf-8"),
                         "make it again: build/release/winnow config explain --markdown > docs/configuration.md")


if __name__ == "__main__":
    unittest.main()
