"""Replays the recorded exchanges with a real Qdrant against the stand-in, and against a real one if QDRANT_URL is set."""
import http.client
import json
import math
import os
import pathlib
import re
import sys
import unittest
import urllib.parse

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "support"))
import qdrant_server  # noqa: E402

RECORDINGS = sorted((TESTS / "data" / "qdrant").glob("*.json"))
KEY = "contract-test-key"
UNTOLD = {"time", "version", "operation_id", "commit", "title", "payload_schema", "indexed_vectors_count", "segments_count",
          "config", "update_queue"}


def differences(path, expected, got):
    """Where two answers differ, but for what no client may rely on."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in expected:
            if key in UNTOLD:
                continue
            if key not in got:
                yield f"{path}.{key} is missing"
            else:
                yield from differences(f"{path}.{key}", expected[key], got[key])
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield f"{path}: {len(got)} instead of {len(expected)} elements"
        else:
            for number, (one, other) in enumerate(zip(expected, got)):
                yield from differences(f"{path}[{number}]", one, other)
    elif isinstance(expected, float) and isinstance(got, (int, float)):
        if not math.isclose(expected, got, rel_tol=2e-3, abs_tol=2e-4):
            yield f"{path}: {got} instead of {expected}"
    elif expected != got:
        yield f"{path}: {got!r} instead of {expected!r}"


def comparable(body):
    """Messages without the place in the JSON text; points of equal score in the order of their ids. Scores above 1 are those of
    sparse vectors, which also depend on points that the server has deleted and not yet cleaned away: only their order counts."""
    if isinstance(body, str):
        return re.sub(r" at line \d+ column \d+$", "", body)
    if isinstance(body, list):
        points = [comparable(each) for each in body]
        if points and all(isinstance(each, dict) and "score" in each and "id" in each for each in points):
            points.sort(key=lambda point: (-round(point["score"], 4), str(point["id"])))
            points = [{**point, "score": min(point["score"], 1.0)} for point in points]
        return points
    if isinstance(body, dict):
        return {key: comparable(value) for key, value in body.items()}
    return body


class Recordings(unittest.TestCase):
    def replay(self, host, key, secure=False):
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        for file in RECORDINGS:
            recorded = json.loads(file.read_text())
            request, response = recorded["request"], recorded["response"]
            headers = {name: value.replace(KEY, key) for name, value in request["headers"].items()}
            body = request.get("body")
            data = request.get("body_raw") or (json.dumps(body) if body is not None else None)
            connection = connect(host, timeout=30)
            path = request["path"] + ("?" + request["query"] if request["query"] else "")
            connection.request(request["method"], path, body=data, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            with self.subTest(recorded["id"]):
                self.assertEqual(answer.status, response["status"], text)
                if "body" not in response:
                    self.assertEqual(text, response["body_text"])
                    continue
                faults = list(differences("", comparable(response["body"]), comparable(json.loads(text))))
                self.assertEqual(faults, [])

    def test_the_stand_in_answers_as_recorded(self):
        self.assertGreater(len(RECORDINGS), 60)
        server = qdrant_server.start(KEY)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.replay(f"127.0.0.1:{server.server_port}", KEY)

    @unittest.skipUnless(os.environ.get("QDRANT_URL"), "QDRANT_URL names no server")
    def test_a_real_server_answers_as_recorded(self):
        url = urllib.parse.urlsplit(os.environ["QDRANT_URL"])
        self.replay(url.netloc, os.environ.get("QDRANT_API_KEY", ""), url.scheme == "https")


if __name__ == "__main__":
    unittest.main()
