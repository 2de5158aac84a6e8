"""Habits that no tool checks: every variable typed, described and validated with a test that is refused; every module with a
README; every alarm with a paragraph in the runbook; documents that name what there is."""

import re
import unittest

import readme
from applied import ROOT, applied

TERRAFORM = ROOT / "terraform"
MODULES = sorted(p for p in (TERRAFORM / "modules").iterdir() if p.is_dir())
FOLDERS = [TERRAFORM, TERRAFORM / "bootstrap", *MODULES]


def variables(folder):
    for path in sorted(folder.glob("variables*.tf")):
        yield from re.findall(r'^variable "(\w+)" \{\n(.*?)^\}', path.read_text(encoding="utf-8"), re.S | re.M)


def anchors(document):
    return {re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").strip().lower()).replace(" ", "-") for line in document.splitlines() if line.startswith("#")}


class Habits(unittest.TestCase):
    def test_variables_are_typed_described_and_validated(self) -> None:
        for folder in FOLDERS:
            for name, body in variables(folder):
                with self.subTest(f"{folder.relative_to(ROOT)}: {name}"):
                    self.assertRegex(body, r"(?m)^  type +=")
                    self.assertRegex(body, r"(?m)^  description +=")
                    if not re.search(r"(?m)^  type += bool$", body):
                        self.assertIn("validation {", body)

    def test_every_validation_has_a_test_that_is_refused(self) -> None:
        for folder in FOLDERS:
            tests = "".join(p.read_text(encoding="utf-8") for p in folder.glob("tests/*.tftest.hcl"))
            expected = set(re.findall(r"var\.(\w+)", " ".join(re.findall(r"expect_failures = \[(.*?)\]", tests, re.S))))
            for name, body in variables(folder):
                if "validation {" in body:
                    with self.subTest(f"{folder.relative_to(ROOT)}: {name}"):
                        self.assertIn(name, expected)

    def test_outputs_are_described(self) -> None:
        for folder in FOLDERS:
            for name, body in re.findall(r'^output "(\w+)" \{\n(.*?)^\}', (folder / "outputs.tf").read_text(encoding="utf-8"), re.S | re.M):
                self.assertIn("description", body, f"{folder.name}: {name}")

    def test_modules_are_laid_out_alike(self) -> None:
        for folder in MODULES:
            for name in ("main.tf", "variables.tf", "outputs.tf", "versions.tf", "README.md"):
                self.assertTrue((folder / name).is_file(), f"{folder.name}/{name}")
        for path in TERRAFORM.rglob("*.tf"):
            self.assertLessEqual(len(path.read_text(encoding="utf-8").splitlines()), 400, path)
        for folder in [p for p in TERRAFORM.rglob("*") if p.is_dir() and ".terraform" not in p.parts]:
            self.assertLessEqual(sum(1 for p in folder.iterdir() if p.is_file()), 12, folder)

    def test_readmes_have_fresh_tables(self) -> None:
        for path, text in readme.readmes().items():
            self.assertEqual(text, path.read_text(encoding="utf-8"), f"{path}: run tests/terraform/readme.py")

    def test_every_alarm_has_its_paragraph_in_the_runbook(self) -> None:
        known = anchors((ROOT / "docs/operations.md").read_text(encoding="utf-8"))
        found = 0
        for name in ("dev", "dev-standard", "prod"):
            for kind in ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"):
                for _, alarm in applied(name).of_type(kind):
                    found += 1
                    self.assertIn(alarm["alarm_description"].rsplit("#", 1)[1], known, alarm["alarm_name"])
        self.assertGreater(found, 60)

    def test_the_reference_names_every_environment_variable(self) -> None:
        reference = (ROOT / "docs/terraform.md").read_text(encoding="utf-8")
        for name in ("dev", "dev-standard"):
            for _, function in applied(name).of_type("aws_lambda_function"):
                for key in function["environment"][0]["variables"]:
                    self.assertIn(f"`{key}`", reference)


if __name__ == "__main__":
    unittest.main()
