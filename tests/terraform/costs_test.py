"""docs/costs.md says what the tiers cost that are really there."""

import unittest

import costs
from applied import ROOT


class Costs(unittest.TestCase):
    def test_the_table_is_computed_from_what_would_be_there(self) -> None:
        document = (ROOT / "docs/costs.md").read_text(encoding="utf-8")
        self.assertIn(costs.table(), document, "run tests/terraform/costs.py and put its table into docs/costs.md")

    def test_the_smallest_tier_pays_nothing_by_the_hour(self) -> None:
        smallest = costs.parts("minimal")
        self.assertEqual(0, smallest["NAT gateways"] + smallest["public addresses"] + smallest["Redis nodes"])


if __name__ == "__main__":
    unittest.main()
