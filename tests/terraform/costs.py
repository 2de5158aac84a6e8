"""What a tier costs idle: counts what would be there and multiplies.

usage: tests/terraform/costs.py      prints the table of docs/costs.md
Prices of us-east-1 as of 2026-08, in USD a month of 730 hours; check before relying on them.
"""

from applied import applied

TIERS = {"minimal": "dev", "standard": "dev-standard", "resilient": "prod"}
HOURS = 730
NODE_HOUR = {"cache.t4g.micro": 0.0128, "cache.t4g.small": 0.0256}  # Valkey; Redis OSS costs a quarter more
ALARM_METRIC, FREE_ALARM_METRICS, COMPOSITE, ANOMALY_EXTRA = 0.10, 10, 0.50, 0.0
KEY, SECRET, NAT_HOUR, ADDRESS_HOUR = 1.00, 0.40, 0.045, 0.005
QDRANT_SECRET = 1  # made outside, paid all the same


def alarm_metrics(result) -> int:
    """Metrics that alarms look at, each of which is paid; an anomaly band counts for two more than its metric."""
    count = 0
    for _, alarm in result.of_type("aws_cloudwatch_metric_alarm"):
        queries = alarm["metric_query"] or []
        count += max(1, sum(1 for q in queries if q["metric"]))
        count += 2 * any("ANOMALY" in (q["expression"] or "") for q in queries)
    return count


def parts(tier: str) -> dict[str, float]:
    result = applied(TIERS[tier])
    nodes = [(v["node_type"], v["num_cache_clusters"]) for _, v in result.of_type("aws_elasticache_replication_group")]
    alarms = max(0, alarm_metrics(result) - FREE_ALARM_METRICS) * ALARM_METRIC
    return {
        "NAT gateways": len(result.of_type("aws_nat_gateway")) * NAT_HOUR * HOURS,
        "public addresses": len(result.of_type("aws_eip")) * ADDRESS_HOUR * HOURS,
        "Redis nodes": sum(NODE_HOUR[kind] * count * HOURS for kind, count in nodes),
        "alarms": alarms + COMPOSITE * len(result.of_type("aws_cloudwatch_composite_alarm")),
        "key": KEY * len(result.of_type("aws_kms_key")),
        "secrets": SECRET * (QDRANT_SECRET + len(result.of_type("aws_secretsmanager_secret"))),
    }


def table() -> str:
    columns = {tier: parts(tier) for tier in TIERS}
    lines = ["| USD a month, idle | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for part in columns["minimal"]:
        lines.append(f"| {part} | " + " | ".join(f"{column[part]:.2f}" for column in columns.values()) + " |")
    lines.append("| **sum** | " + " | ".join(f"**{sum(column.values()):.2f}**" for column in columns.values()) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
