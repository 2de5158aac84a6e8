#!/usr/bin/env python3
"""What the pipeline on AWS takes at 1,000, 100,000 and 1,000,000 URLs a day: the arithmetic behind docs/scale.md.

usage: tools/scale.py                  prints the table
       tools/scale.py --check FILE     whether FILE holds exactly this table (ctest does so)
Prices of us-east-1 as docs/costs.md has them; assumptions are the constants below.
"""

import math
import pathlib
import sys
from dataclasses import dataclass

# One URL, at 1 GB of memory.
SECONDS = {"locally": 2.0, "with a model": 12.0}  # fetching, mostly waiting
OUTCOME_BYTES, TEXT_BYTES, CACHE_BYTES = 7_000, 45_000, 20_000
WRITES, READS = 5, 2  # text, outcome, ledger, page and judgement remembered; outcome looked up, outcome read for the report
LOG_BYTES = 12_000
TOKENS_IN, TOKENS_OUT = 6_000, 600

# Prices in USD.
GB_SECOND, INVOCATION = 0.0000133334, 0.20e-6
TRANSITION, EXPRESS, EXPRESS_GB_SECOND = 25e-6, 1e-6, 16.67e-6
PUT, GET, STORED_GB_MONTH, LOG_GB = 5e-6, 0.4e-6, 0.023, 0.50
TOKEN_IN, TOKEN_OUT = 0.40e-6, 1.60e-6
DAYS_KEPT = 30

# Limits.
INLINE_URLS, RUN_URLS = 1_000, 20_000
READ_SECONDS, READERS = 0.02, 16  # of an outcome, by ProcessResults, so many at a time
OUTCOME_IN_MEMORY = 25_000  # bytes of a decoded one


@dataclass
class Scale:
    urls: int
    concurrency: int

    @property
    def is_inline(self) -> bool:
        return self.urls <= INLINE_URLS

    @property
    def run_urls(self) -> int:
        return min(self.urls, RUN_URLS)

    @property
    def runs(self) -> int:
        return math.ceil(self.urls / RUN_URLS)

    def run_minutes(self, judge: str) -> float:
        return self.run_urls * SECONDS[judge] / self.concurrency / 60

    def hours_a_day(self, judge: str) -> float:
        return self.runs * self.run_minutes(judge) / 60

    def states_cost(self, judge: str) -> float:
        if self.is_inline:
            return (2 * self.urls + 6) * TRANSITION
        return self.urls * (EXPRESS + 0.0625 * SECONDS[judge] * EXPRESS_GB_SECOND) + self.runs * 6 * TRANSITION

    def aws_cost(self, judge: str) -> float:
        functions = self.urls * (SECONDS[judge] * GB_SECOND + INVOCATION) + self.runs * 555 * GB_SECOND
        requests = self.urls * (WRITES * PUT + READS * GET)
        stored = self.urls * (OUTCOME_BYTES + TEXT_BYTES + CACHE_BYTES) / 1e9 * STORED_GB_MONTH * DAYS_KEPT / 30
        return functions + self.states_cost(judge) + requests + stored + self.urls * LOG_BYTES / 1e9 * LOG_GB

    @property
    def model_cost(self) -> float:
        return self.urls * (TOKENS_IN * TOKEN_IN + TOKENS_OUT * TOKEN_OUT)

    @property
    def tokens_a_minute(self) -> float:
        return self.concurrency / SECONDS["with a model"] * 60 * (TOKENS_IN + TOKENS_OUT)


SCALES = [Scale(1_000, 10), Scale(100_000, 50), Scale(1_000_000, 200)]


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table() -> str:
    rows = [
        ("map", lambda s: "inline" if s.is_inline else "distributed, express children"),
        ("runs a day, URLs each", lambda s: f"{s.runs} × {s.run_urls:,}"),
        ("`max_concurrency`", lambda s: f"{s.concurrency}"),
        *[(f"a run takes, judged {judge} (minutes)", lambda s, judge=judge: number(s.run_minutes(judge))) for judge in SECONDS],
        *[(f"all runs one after the other, {judge} (hours)", lambda s, judge=judge: number(s.hours_a_day(judge))) for judge in SECONDS],
        ("ProcessResults reads for (seconds)", lambda s: number(s.run_urls * READ_SECONDS / READERS)),
        ("and holds (MB)", lambda s: number(s.run_urls * OUTCOME_IN_MEMORY / 1e6)),
        ("requests to S3 a second, at the most", lambda s: number(s.concurrency / SECONDS["locally"] * (WRITES + READS))),
        ("requests to pages a second, at the most", lambda s: number(s.concurrency / SECONDS["locally"])),
        ("tokens a minute of the model", lambda s: number(s.tokens_a_minute)),
        ("kept for 30 days (GB)", lambda s: number(s.urls * DAYS_KEPT * (OUTCOME_BYTES + TEXT_BYTES + CACHE_BYTES) / 1e9)),
        *[(f"AWS a day, judged {judge} (USD)", lambda s, judge=judge: number(s.aws_cost(judge))) for judge in SECONDS],
        ("model a day (USD)", lambda s: number(s.model_cost)),
    ]
    lines = ["| URLs a day | " + " | ".join(f"{scale.urls:,}" for scale in SCALES) + " |", "|---|" + "---:|" * len(SCALES)]
    lines += [f"| {name} | " + " | ".join(value(scale) for scale in SCALES) + " |" for name, value in rows]
    return "\n".join(lines) + "\n"


def main() -> int:
    if sys.argv[1:2] == ["--check"]:
        if table() in pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"):
            return 0
        print(f"{sys.argv[2]} does not hold this table:\n\n{table()}")
        return 1
    if sys.argv[1:]:
        print(__doc__)
        return 2
    print(table(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
