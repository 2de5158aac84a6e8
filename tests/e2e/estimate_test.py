"""winnow estimate: what a run would take, without one."""

import json

from program import ARCHIVE, QUESTION, ProgramTest

KEY = "sk-not-a-real-key-0123456789"


class Estimate(ProgramTest):
    def estimate(self, *arguments, **extra):
        text = self.winnow("estimate", QUESTION, "--archive", ARCHIVE, "--json", *arguments, **extra)
        return json.loads(text.stdout)

    def test_the_local_judge_costs_nothing(self):
        found = self.estimate("--method", "local")
        self.assertGreater(found["urls"], 10)
        self.assertEqual(found["judgements"], found["urls"])
        self.assertIsNone(found["provider"])
        self.assertEqual(found["cost_usd"], 0)

    def test_a_provider_costs_what_its_prices_say(self):
        cheap = self.estimate("--method", "local", "--provider", "openai", OPENAI_API_KEY=KEY)
        self.assertEqual(cheap["provider"], "openai")
        self.assertGreater(cheap["input_tokens"], cheap["judgements"] * 1000)
        self.assertGreater(cheap["cost_usd"], 0)
        dear = self.estimate(
            "--method", "local", "--provider", "openai", OPENAI_API_KEY=KEY,
            WINNOW_MODELS__OPENAI__PRICE_INPUT="100", WINNOW_MODELS__OPENAI__PRICE_OUTPUT="100")
        self.assertGreater(dear["cost_usd"], 10 * cheap["cost_usd"])

    def test_needs_no_key(self):
        with_key = self.estimate("--provider", "anthropic", ANTHROPIC_API_KEY=KEY)
        self.assertEqual(self.estimate("--provider", "anthropic"), with_key)
        for method, provider in (("standard", "openai"), ("claude_browsing", "anthropic"), ("dual_perspective:standard", "openai")):
            found = self.estimate("--method", method)
            self.assertEqual((found["provider"], found["method"]), (provider, method.split(":")[0]))
            self.assertGreater(found["cost_usd"], 0)
        said = self.winnow("estimate", QUESTION, "--archive", ARCHIVE, "--method", "standard").stdout
        self.assertIn("key      none is set", said)

    def test_auto_goes_by_the_keys_that_are_there(self):
        self.assertIsNone(self.estimate()["provider"])

    def test_a_provider_that_is_not_set_up_says_what_to_set(self):
        text = self.winnow("estimate", QUESTION, "--archive", ARCHIVE, "--provider", "bedrock", expect=2).stderr
        self.assertIn("models.bedrock.model", text)

    def test_batches_cost_their_share(self):
        usual = self.estimate("--method", "standard")
        batched = self.estimate("--method", "standard", "--batch")
        self.assertAlmostEqual(batched["cost_usd"], usual["cost_usd"] / 2)

    def test_says_that_nothing_was_done_and_writes_nothing(self):
        text = self.winnow("estimate", QUESTION, "--archive", ARCHIVE, "--provider", "openai", OPENAI_API_KEY=KEY)
        self.assertIn("US dollars", text.stdout)
        self.assertIn("Nothing was fetched or judged.", text.stdout)
        self.assertNotIn(KEY, text.stdout + text.stderr)
        self.assertFalse((self.folder / "data" / "runs").exists())
