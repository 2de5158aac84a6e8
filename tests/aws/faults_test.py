"""What breaks on the way: pages, processes, services, keys, the cache. Nothing is lost and nobody judges twice."""

import json
import threading
import time
import unittest
import zlib

from stack.case import CONTENT, QUESTION, RESULTS, CloudTest, comparable

START = {"query": QUESTION, "evaluation_method": "local", "max_urls": 8}
SLOW_DOWN = ("503 Slow Down", [("Content-Type", "application/xml")],
             b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>R1</RequestId></Error>")


class Faults(CloudTest):
    def expected(self):
        return comparable(self.winnow_run("--max-urls", "8"))

    def run_afresh(self, **changes):
        self.forget()
        return self.report(self.execute({**START, **changes}))

    def test_a_killed_function_is_tried_again(self):
        killed = []
        evaluator = self.function("evaluator")

        def kill(environ):
            """At the moment at which the first outcome is about to be written, its process dies."""
            if not killed and environ["REQUEST_METHOD"] == "PUT" and "/outcomes/" in environ["PATH_INFO"]:
                with evaluator.lock:
                    for body, sandbox in evaluator.busy.items():
                        killed.append(json.loads(body)["url"])
                        sandbox.process.kill()
                return SLOW_DOWN
            return None

        self.cloud.faults.append(kill)
        before = len(evaluator.events)
        report = self.run_afresh()
        self.assertTrue(killed)
        self.assertEqual(8 + len(killed), len(evaluator.events) - before)
        self.assertEqual(self.expected(), comparable(report))

    def test_a_function_that_is_always_killed_costs_its_url_alone(self):
        evaluator = self.function("evaluator")
        victim = json.loads(self.function("fetch-urls").invoke(json.dumps(START).encode())[0])["urls"][2]["url"]

        def kill(environ):
            if environ["REQUEST_METHOD"] == "GET" and "/outcomes/" in environ["PATH_INFO"]:
                with evaluator.lock:
                    for body, sandbox in evaluator.busy.items():
                        if json.loads(body)["url"] == victim:
                            sandbox.process.kill()
            return None

        self.cloud.faults.append(kill)
        report = self.run_afresh()
        self.assertEqual((8, 1), (report["total_urls"], report["failed_urls"]))
        self.assertEqual(victim, report["failures"][0]["url"])
        self.assertIn("Runtime.ExitError", report["failures"][0]["reason"])

    def test_a_throttled_bucket_is_asked_again(self):
        refused = []

        def throttle(environ):
            """Every third object is refused once."""
            of_ours = CONTENT in environ["PATH_INFO"] and environ.get("HTTP_USER_AGENT", "").startswith("winnow")
            if of_ours and environ["PATH_INFO"] not in refused and zlib.crc32(environ["PATH_INFO"].encode()) % 3 == 0:
                refused.append(environ["PATH_INFO"])
                return SLOW_DOWN
            return None

        self.cloud.faults.append(throttle)
        report = self.run_afresh()
        self.assertGreater(len(refused), 0)
        self.assertEqual(self.expected(), comparable(report))

    def test_a_bucket_that_stays_throttled_fails_the_run_with_a_record_once_it_answers(self):
        def throttle(environ):
            return SLOW_DOWN if f"/{CONTENT}/runs/" in environ["PATH_INFO"] and environ["REQUEST_METHOD"] == "PUT" else None

        self.cloud.faults.append(throttle)
        told = self.execute(START, expect="FAILED")
        self.assertEqual("PipelineFailed", told["error"])
        records = [json.loads(self.read(RESULTS, name)) for name in self.names(RESULTS, "failures/")]
        self.assertTrue([record for record in records if record["error"] in ("RateLimited", "Unavailable") and "SlowDown" in record["cause"]], records)

    def test_a_poisoned_item_costs_itself_alone(self):
        found, _ = self.call("fetch-urls", {**START, "run_id": "poisoned"})
        poison = {**found["urls"][0], "url": "https://unknown.invalid/never-recorded"}
        results = [self.call("evaluator", item)[0] for item in found["urls"]]
        answer, failed = self.call("evaluator", poison)
        self.assertFalse(failed, answer)
        self.assertEqual("not_read", answer["state"])
        strange = {"run_id": "poisoned", "url": "javascript:alert(1)"}
        error, failed = self.call("evaluator", strange)
        self.assertTrue(failed)
        self.assertIn(error["errorType"], ("Unsupported", "Malformed"))
        processed, failed = self.call("process-results", {**found, "urls": [*results, {**strange, "failure": error["errorType"]}]})
        self.assertFalse(failed, processed)
        self.assertEqual(8, processed["total_urls"])


class Keys(CloudTest):
    """Keys as a container gets them: from an address, with an end."""

    def setUp(self):
        self.given = []
        self.refused = 0

        def credentials(environ):
            if environ["PATH_INFO"] != "/credentials":
                return None
            self.given.append(f"AKIAGIVEN{len(self.given):011d}")
            end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
            told = {"AccessKeyId": self.given[-1], "SecretAccessKey": "secret", "Token": "token", "Expiration": end}
            return "200 OK", [("Content-Type", "application/json")], json.dumps(told).encode()

        self.cloud.faults.append(credentials)

    @classmethod
    def make_functions(cls):
        cls.credentials = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{cls.cloud.url}/credentials", "AWS_SECRET_ACCESS_KEY": ""}
        super().make_functions()

    def test_expired_keys_are_renewed(self):
        def expire(environ):
            if self.given and self.given[0] in environ.get("HTTP_AUTHORIZATION", ""):
                self.refused += 1
                return "400 Bad Request", [("Content-Type", "application/xml")], b"<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"
            return None

        self.cloud.faults.append(expire)
        reply, failed = self.call("fetch-urls", START)
        self.assertFalse(failed, reply)
        self.assertGreater(self.refused, 0)
        self.assertGreaterEqual(len(self.given), 2)


class StaleKeys(CloudTest):
    def test_keys_that_cannot_be_renewed_fail_the_run_and_are_not_retried(self):
        def expire(environ):
            if f"/{CONTENT}/" in environ["PATH_INFO"] and "AKIATEST" in environ.get("HTTP_AUTHORIZATION", ""):
                return "400 Bad Request", [("Content-Type", "application/xml")], b"<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"
            return None

        self.cloud.faults.append(expire)
        error, failed = self.call("fetch-urls", START)
        self.assertTrue(failed)
        self.assertEqual("Unauthorized", error["errorType"])
        self.assertIn("ExpiredToken", error["errorMessage"])
        self.assertNotIn("a-secret-key", json.dumps(error))


class WithRedis(CloudTest):
    cache = "redis"

    def test_judgements_are_remembered_in_redis(self):
        first = self.report(self.execute(START))
        self.assertEqual(comparable(self.winnow_run("--max-urls", "8")), comparable(first))
        self.assertFalse(self.names(CONTENT, "cache/"))
        second = self.report(self.execute(START))
        self.assertEqual((0, first["evaluated_urls"]), (second["evaluated_urls"], second["cached_urls_used"]))

    def test_redis_that_stops_in_the_middle_costs_nothing_but_memory(self):
        evaluator = self.function("evaluator")
        before = len(evaluator.events)
        question = "how teams decide on promotions"  # not judged before

        def stop():
            while len(evaluator.events) < before + 4:
                time.sleep(0.01)
            self.redis.stop()

        stopping = threading.Thread(target=stop, daemon=True)
        stopping.start()
        told = self.execute({**START, "query": question})
        stopping.join(10)
        report = self.report(told)
        self.assertEqual((8, 0), (report["total_urls"], report["failed_urls"]))
        again = self.report(self.execute({**START, "query": question}))
        self.assertEqual((8, 0), (again["total_urls"], again["failed_urls"]))
        self.assertTrue([line for line in evaluator.lines() if line.get("level") in ("WARN", "ERROR") and "cache" in json.dumps(line)])
        self.redis.start()


if __name__ == "__main__":
    unittest.main()
