"""Every method of judging through the real program, against scripted APIs."""

import json
import unittest

from models import COMMAND, KEYS, QUOTE, TEXT, answer, criteria_of, serve
from program import ProgramTest


class Judged(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server, self.base, self.settings = serve(self)
        self.script = self.server.script

    def run_urls(self, *paths, method="standard", keys=KEYS, expect=0, arguments=(), **extra):
        urls = [self.base + path for path in paths]
        result = self.winnow("run", "code review", *urls, "--json", "--method", method, *arguments, "-vv",
                             expect=expect, **{**self.settings, **keys, **extra})
        self.said = result.stdout + result.stderr
        return json.loads(result.stdout)

    def only(self, report):
        self.assertEqual(len(report["results"]), 1, report["failures"] + report["omissions"])
        return report["results"][0]["assessment"]

    def missing(self, report):
        self.assertEqual(report["results"], [])
        return (report["failures"] + report["omissions"])[0]

    def calls(self, path=None):
        return [body for where, body, _ in self.server.asked if path is None or where == path]


class Success(Judged):
    """A score with its proof, by every method."""

    def check(self, report, method, proof):
        assessment = self.only(report)
        self.assertEqual(report["evaluation_method"], method)
        self.assertEqual(assessment["evaluator"], method)
        self.assertEqual(assessment["overall"], 8)
        self.assertIn(proof, assessment["proof"])
        for score in assessment["scores"]:
            self.assertEqual(score["quotes"][0]["text"], QUOTE)
        self.assertGreater(report["cost_usd"], 0)
        self.assertEqual(report["tokens"]["input"], 1000)
        return assessment

    def test_standard(self):
        self.check(self.run_urls("/a"), "standard", "sha256:")
        (call,) = self.calls("/v1/responses")
        self.assertIn(TEXT[0], call["input"][0]["content"][0]["text"])
        self.assertNotIn(TEXT[0], call["instructions"])
        self.assertNotIn("tools", call)

    def test_standard_by_the_provider_that_has_a_key(self):
        keys = {"ANTHROPIC_API_KEY": KEYS["ANTHROPIC_API_KEY"]}
        self.assertEqual(self.check(self.run_urls("/a", keys=keys), "standard", "sha256:")["model"], "claude-haiku-4-5")

    def test_bedrock(self):
        self.check(self.run_urls("/a", method="bedrock"), "bedrock", "sha256:")
        self.assertEqual([path for path, _, _ in self.server.asked], ["/model/vendor.model-1/converse"])

    def test_openai_browsing(self):
        self.script.open = lambda url: url + "/?utm_source=openai"
        self.check(self.run_urls("/a", method="openai_browsing"), "openai_browsing", "opened " + self.base + "/a")
        (call,) = self.calls("/v1/responses")
        self.assertNotIn(TEXT[0], json.dumps(call))

    def test_claude_browsing(self):
        self.check(self.run_urls("/a", method="claude_browsing"), "claude_browsing", "opened " + self.base + "/a")

    def test_tavily_content(self):
        self.check(self.run_urls("/a", method="tavily_content"), "tavily_content", "read by Tavily, request tav-1")

    def test_dual_perspective(self):
        self.script.say = lambda names, text: answer(names, 9 if "team_growth" in names else 6)
        report = self.run_urls("/a", method="dual_perspective:standard", arguments=("--output", "out"))
        assessment = self.only(report)
        self.assertEqual(report["evaluation_method"], "dual_perspective")
        self.assertEqual(report["rubric"], "dual_perspective")
        self.assertEqual([(view["name"], view["overall"]) for view in assessment["perspectives"]],
                         [("engineering_manager", 9), ("staff_engineer", 6)])
        self.assertAlmostEqual(assessment["overall"], 7.5)
        self.assertIn("disagree by 3.0 points", assessment["insights"][0])
        self.assertIn("perspectives_disagree", assessment["flags"])
        self.assertEqual(len(self.calls()), 2)
        folder = self.folder / "out" / report["run_id"]
        for name in ("report.html", "report.md"):
            self.assertIn("Engineering manager 9.0", (folder / name).read_text())

    def test_a_second_run_asks_no_model_again(self):
        self.run_urls("/a")
        report = self.run_urls("/a")
        self.assertEqual((report["cached_urls_used"], report["cost_usd"]), (1, 0))
        self.assertEqual(len(self.calls()), 1)


class NoProof(Judged):
    """The page was not opened: no score, whatever the model says."""

    def check(self, method):
        self.script.open = lambda url: None
        item = self.missing(self.run_urls("/a", method=method, expect=None))
        self.assertEqual(item["state"], "not_read")
        return item["reason"]

    def test_openai_browsing(self):
        self.assertIn("did not open", self.check("openai_browsing"))

    def test_claude_browsing(self):
        self.assertIn("did not open", self.check("claude_browsing"))

    def test_tavily_content(self):
        self.assertIn("Failed to fetch", self.check("tavily_content"))
        self.assertEqual(self.calls("/v1/responses"), [])

    def test_another_page_is_no_proof(self):
        self.script.open = lambda url: url + "-other"
        for method in ("openai_browsing", "claude_browsing", "tavily_content"):
            self.assertEqual(self.missing(self.run_urls("/a", method=method, expect=None))["state"], "not_read", method)


class BadAnswers(Judged):
    def test_invented_quotes_are_void_repaired_and_then_an_error(self):
        self.script.say = lambda names, text: answer(names, 10, "These words stand on no page at all")
        report = self.run_urls("/a", expect=3)
        item = self.missing(report)
        self.assertEqual((item["state"], item["error_kind"]), ("failed", "malformed"))
        first, second = self.calls()
        self.assertNotIn("was not accepted", first["instructions"])
        self.assertIn("none of its quotes stands in the page", second["instructions"])
        self.assertEqual(report["tokens"]["input"], 2000)
        self.assertGreater(report["cost_usd"], 0)

    def test_an_answer_of_another_form_is_repaired(self):
        self.script.say = lambda names, text: {"score": 10} if len(self.calls()) == 1 else answer(names)
        self.assertEqual(self.only(self.run_urls("/a"))["overall"], 8)
        self.assertEqual(len(self.calls()), 2)

    def test_a_score_off_the_scale_is_no_score(self):
        self.script.say = lambda names, text: answer(names, 11)
        self.assertEqual(self.missing(self.run_urls("/a", expect=3))["error_kind"], "malformed")

    def test_a_refusal_is_said_and_not_repeated(self):
        self.script.say = lambda names, text: "REFUSE"
        item = self.missing(self.run_urls("/a", expect=3))
        self.assertEqual((item["state"], item["error_kind"]), ("failed", "blocked"))
        self.assertEqual(len(self.calls()), 1)

    def test_one_bad_page_does_not_cost_the_others(self):
        self.script.say = lambda names, text: "nonsense" if "/bad" in text else answer(names)
        report = self.run_urls("/a", "/bad", "/c", expect=3)
        self.assertEqual((report["evaluated_urls"], report["failed_urls"]), (2, 1))


class Guards(Judged):
    def test_a_page_kept_from_models_never_reaches_one(self):
        self.assertEqual(self.missing(self.run_urls("/noai", expect=None))["state"], "no_ai")
        self.assertEqual(self.server.asked, [])

    def test_a_file_kept_from_models_never_reaches_one(self):
        text = "".join(f"<p>{line}</p>" for line in TEXT)
        path = self.write("a.html", f"<html><head><meta name=robots content=noai><title>T</title></head><body><article>{text}</article></body></html>")
        result = self.winnow("evaluate", path, "--json", "--method", "standard", expect=None, **self.settings, **KEYS)
        self.assertEqual(json.loads(result.stdout)[0]["state"], "no_ai")
        self.assertEqual(self.server.asked, [])

    def test_a_page_that_commands_its_judge_gains_nothing(self):
        self.script.say = lambda names, text: answer(names, 10 if COMMAND in text else 4)
        assessment = self.only(self.run_urls("/command"))
        self.assertEqual(assessment["overall"], 4)
        self.assertIn("possible_injection", assessment["flags"])
        self.assertEqual(len(self.calls()), 2)

    def test_a_budget_stops_between_requests_and_the_report_is_written(self):
        pages = [f"/page-{n}" for n in range(6)]
        report = self.run_urls(*pages, expect=None, arguments=("--budget-tokens", "2500", "--workers", "1", "--output", "out"))
        self.assertEqual(len(self.calls()), 3)  # the third began below the limit
        self.assertEqual((report["states"]["budget_exhausted"], report["evaluated_urls"]), (3, 3))
        self.assertTrue((self.folder / "out" / report["run_id"] / "report.html").exists())

    def test_failed_judgements_count_in_the_budget(self):
        self.script.say = lambda names, text: {"score": 10}
        pages = [f"/page-{n}" for n in range(4)]
        report = self.run_urls(*pages, expect=None, arguments=("--budget-tokens", "2000", "--workers", "1"))
        self.assertEqual(len(self.calls()), 2)
        self.assertEqual(report["states"]["budget_exhausted"], 3)

    def test_answers_that_are_no_json_count_in_the_budget_too(self):
        self.script.say = lambda names, text: "nonsense"
        report = self.run_urls("/a", expect=3)
        self.assertEqual(report["tokens"]["input"], 2000)

    def test_the_repaired_answer_costs_too(self):
        self.script.say = lambda names, text: "nonsense" if len(self.calls()) == 1 else answer(names)
        report = self.run_urls("/a")
        self.assertEqual((report["evaluated_urls"], report["tokens"]["input"]), (1, 2000))

    def test_keys_appear_nowhere(self):
        self.script.say = lambda names, text: "nonsense" if "/bad" in text else answer(names)
        for number, method in enumerate(("standard", "openai_browsing", "claude_browsing", "tavily_content", "bedrock")):
            self.run_urls("/a", "/bad", method=method, expect=None, arguments=("--output", "out", "--record", f"web-{number}.warc"))
            for key in KEYS.values():
                self.assertNotIn(key, self.said, method)
        written = [path for path in self.folder.rglob("*") if path.is_file()]
        self.assertGreater(len(written), 10)
        for path in written:
            data = path.read_bytes()
            for key in KEYS.values():
                self.assertNotIn(key.encode(), data, path)
        sent = json.dumps([headers for _, _, headers in self.server.asked])
        for key in KEYS.values():
            self.assertIn(key, sent)

    def test_a_recorded_run_is_judged_again_without_asking(self):
        first = self.run_urls("/a", "/b", arguments=("--record", "web.warc.gz"))
        self.winnow("cache", "clear", "--yes")
        before = len(self.calls())
        again = self.run_urls("/a", "/b", arguments=("--archive", "web.warc.gz"))
        self.assertEqual(len(self.calls()), before)
        self.assertEqual([item["assessment"] for item in again["results"]], [item["assessment"] for item in first["results"]])


class Choice(Judged):
    def choose(self, method="auto", keys=KEYS, **extra):
        report = self.run_urls("/a", method=method, keys=keys, **extra)
        return report["evaluation_method"]

    def test_auto_takes_a_model_when_there_is_a_key_and_says_so(self):
        self.assertEqual(self.choose(keys={"OPENAI_API_KEY": KEYS["OPENAI_API_KEY"]}, WINNOW_MODELS__BEDROCK__MODEL=""), "standard")
        self.assertIn("note: judged by standard with openai (gpt-5-mini)", self.said)

    def test_auto_takes_bedrock_when_that_is_all_there_is(self):
        self.assertEqual(self.choose(keys={"AWS_BEARER_TOKEN_BEDROCK": "x"}), "bedrock")

    def test_auto_judges_locally_without_keys_and_says_so(self):
        self.assertEqual(self.choose(keys={}), "local")
        self.assertIn("note: judged by local", self.said)
        self.assertEqual(self.server.asked, [])

    def test_auto_asks_no_model_for_an_archive(self):
        self.run_urls("/a", method="local", arguments=("--record", "web.warc.gz"))
        self.winnow("cache", "clear", "--yes")
        self.assertEqual(self.choose(arguments=("--archive", "web.warc.gz")), "local")
        self.assertEqual(self.server.asked, [])

    def test_a_named_method_asks_the_model_for_pages_of_an_archive(self):
        self.run_urls("/a", method="local", arguments=("--record", "web.warc.gz"))
        self.assertEqual(self.choose(method="standard", arguments=("--archive", "web.warc.gz")), "standard")
        self.assertEqual(len(self.calls()), 1)

    def test_a_method_without_its_key_says_what_to_set(self):
        result = self.winnow("run", "q", self.base + "/a", "--method", "claude_browsing", expect=2, **self.settings)
        self.assertIn("ANTHROPIC_API_KEY", result.stderr)

    def test_an_unknown_method_lists_the_names(self):
        text = self.winnow("run", "q", self.base + "/a", "--method", "standart", expect=2).stderr
        self.assertIn("did you mean standard?", text)
        for name in ("local", "bedrock", "openai_browsing", "claude_browsing", "tavily_content", "dual_perspective"):
            self.assertIn(name, text)

    def test_doctor_says_which_methods_are_ready(self):
        keys = {"ANTHROPIC_API_KEY": KEYS["ANTHROPIC_API_KEY"]}
        found = {entry["what"]: entry for entry in json.loads(self.winnow("doctor", "--json", **keys).stdout)}
        self.assertEqual(found["method claude_browsing"]["level"], "ok")
        self.assertEqual(found["method openai_browsing"]["level"], "optional")  # no fault of the set-up
        self.assertTrue(found["method openai_browsing"]["text"].startswith("needs OPENAI_API_KEY"))
        self.assertIn("anthropic", found["method standard"]["text"])

    def test_a_resumed_run_keeps_the_method_that_auto_chose(self):
        report = self.run_urls("/a", method="auto", keys={"OPENAI_API_KEY": KEYS["OPENAI_API_KEY"]}, WINNOW_MODELS__BEDROCK__MODEL="")
        runs = json.loads(self.winnow("runs", "--json").stdout)
        self.assertEqual((runs[0]["id"], runs[0]["method"]), (report["run_id"], "standard"))


class Agreement(Judged):
    """A judge against labels, and two judges against each other."""

    def labels(self):
        names = ("technical_accuracy", "actionability", "evidence_based", "technical_depth", "bias_mitigation")
        rows = [("url", *names, "note")] + [(self.base + f"/page-{n}", *[n] * 5, "x, y") for n in range(2, 8)]
        return self.write("labels.csv", "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows))

    def judge(self, *arguments, expect=0):
        return self.winnow(*arguments, "--question", "code review", expect=expect, **self.settings, **KEYS)

    def test_a_judge_is_measured_against_labels(self):
        self.script.say = lambda names, text: answer(names, int(text.split("/page-")[1][0]) + 1)
        found = json.loads(self.judge("judge", "--labels", self.labels(), "--method", "standard", "--json").stdout)
        overall = found["overall"]
        self.assertEqual((overall["pages"], found["unjudged"]), (6, 0))
        self.assertAlmostEqual(overall["spearman"], 1)
        self.assertAlmostEqual(overall["bias"], 1)
        self.assertAlmostEqual(found["criteria"]["actionability"]["mean_error"], 1)
        self.assertEqual(found["threshold"], {"both_above": 1, "both_below": 4, "only_reference_above": 0, "only_judge_above": 1})

    def test_the_report_is_markdown_and_names_what_has_no_judgement(self):
        self.script.say = lambda names, text: "nonsense" if "/page-3" in text else answer(names)
        text = self.judge("judge", "--labels", self.labels(), "--method", "standard", expect=3).stdout
        self.assertIn("| **overall** | 5 |", text)
        self.assertIn("1 page has no judgement", text)
        self.assertIn("/page-3: failed", text)

    def test_labels_that_cannot_be_read_are_named(self):
        path = self.write("bad.csv", f"url,actionability\n{self.base}/a,eleven\n")
        self.assertIn("line 2: actionability is no number", self.judge("judge", "--labels", path, "--method", "local", expect=2).stderr)
        self.assertIn("nowhere.csv", self.judge("judge", "--labels", "nowhere.csv", "--method", "local", expect=1).stderr)
        self.assertEqual(self.server.asked, [])

    def test_two_methods_are_compared_over_the_same_pages(self):
        urls = [part for n in range(4) for part in ("--url", f"{self.base}/page-{n}")]
        text = self.judge("compare", "local", "standard", *urls).stdout
        self.assertIn("# standard compared with local", text)
        self.assertIn("| **overall** | 4 |", text)
        self.assertEqual(len(self.calls()), 4)
        same = json.loads(self.judge("compare", "local", "local", *urls, "--json").stdout)
        self.assertEqual(same["overall"]["mean_error"], 0)

    def test_methods_with_different_rubrics_are_not_compared(self):
        text = self.judge("compare", "local", "dual_perspective:local", "--url", self.base + "/a", expect=2).stderr
        self.assertIn("different rubrics", text)


if __name__ == "__main__":
    unittest.main()
