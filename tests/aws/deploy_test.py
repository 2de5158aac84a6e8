"""The scripts of a deployment (scripts/deploy), on the services of the stand-in."""

import http.server
import io
import json
import os
import subprocess
import threading
import unittest
import zipfile

from stack.case import ACCOUNT, REGION, SOURCE, CloudTest

DEPLOY = SOURCE / "scripts" / "deploy"
ALARM = "pipeline-info-unhealthy"
NAMES = ("pipeline-trigger", "pipeline-evaluator")


def package(text):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("bootstrap", text)
    return file.getvalue()


class DeployTest(CloudTest):
    def deploy(self, script, *words, expect=0, **environment):
        result = subprocess.run(
            [str(DEPLOY / script), *map(str, words)], capture_output=True, text=True, timeout=900,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.cloud.url, "AWS_REGION": REGION,
                 "AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                 "WINNOW_BAKE": "0", **environment})
        self.assertEqual(expect, result.returncode, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def outputs(self, **values):
        path = self.folder / "outputs.json"
        path.write_text(json.dumps({name: {"value": value} for name, value in values.items()}), encoding="utf-8")
        return path


class Shift(DeployTest):
    def setUp(self):
        self.lambdas, self.watch = self.client("lambda"), self.client("cloudwatch")
        role = self.role()
        for name in NAMES:
            self.lambdas.create_function(FunctionName=name, Runtime="provided.al2023", Role=role, Handler=name,
                                         Code={"ZipFile": package("one")}, Publish=True)
            self.lambdas.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
            self.lambdas.update_function_code(FunctionName=name, ZipFile=package("two"), Publish=True)
            self.addCleanup(self.lambdas.delete_function, FunctionName=name)
        self.watch.put_metric_alarm(AlarmName=ALARM, MetricName="x", Namespace="x", Period=60, EvaluationPeriods=1, Threshold=1,
                                    ComparisonOperator="GreaterThanThreshold", Statistic="Sum")
        self.alarm("OK")
        self.told = self.outputs(health_alarm_name=ALARM, function_names={name: name for name in NAMES})
        self.moves = []
        self.cloud.faults.append(self.note_moves)

    def role(self):
        iam = self.client("iam")
        try:
            return iam.get_role(RoleName="functions")["Role"]["Arn"]
        except iam.exceptions.NoSuchEntityException:
            policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            return iam.create_role(RoleName="functions", AssumeRolePolicyDocument=json.dumps(policy))["Role"]["Arn"]

    def alarm(self, state):
        self.watch.set_alarm_state(AlarmName=ALARM, StateValue=state, StateReason="a test")

    def note_moves(self, environ):
        """Remembers each change of an alias: function, version, weights of others."""
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].endswith("/aliases/live"):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = io.BytesIO(body)
            asked = json.loads(body)
            self.moves.append((environ["PATH_INFO"].split("/")[3], asked["FunctionVersion"], asked["RoutingConfig"]["AdditionalVersionWeights"]))

    def live(self):
        found = [self.lambdas.get_alias(FunctionName=name, Name="live") for name in NAMES]
        return [(alias["FunctionVersion"], alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})) for alias in found]

    def test_callers_move_by_a_tenth_and_then_all_and_nothing_moves_twice(self):
        self.deploy("shift", self.told)
        self.assertEqual([("2", {})] * 2, self.live())
        for name in NAMES:
            self.assertEqual([("1", {"2": 0.1}), ("2", {})], [move[1:] for move in self.moves if move[0] == name])
        self.moves.clear()
        self.assertIn("already", self.deploy("shift", self.told))
        self.assertEqual([], self.moves)

    def test_callers_move_back_when_the_alarm_goes_off(self):
        def go_off(environ):
            if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].endswith("/aliases/live"):
                self.cloud.faults.remove(go_off)
                self.alarm("ALARM")

        self.cloud.faults.append(go_off)
        only = self.outputs(health_alarm_name=ALARM, function_names={"evaluator": "pipeline-evaluator"})
        self.assertIn("went off after 0.1 of the calls", self.deploy("shift", only, expect=1))
        self.assertEqual([("pipeline-evaluator", "1", {"2": 0.1}), ("pipeline-evaluator", "1", {})], self.moves)

    def test_when_the_check_fails_all_move_back_but_the_one_that_cannot(self):
        def refuse(environ):
            if environ["REQUEST_METHOD"] == "PUT" and self.moves and self.moves[-1] == ("pipeline-trigger", "1", {}):
                return "409 Conflict", [("Content-Type", "application/json"), ("x-amzn-ErrorType", "ResourceConflictException")], b"{}"
            return None

        self.cloud.faults.append(refuse)
        told = self.deploy("shift", self.told, "false", expect=3, AWS_MAX_ATTEMPTS="1")
        self.assertIn("pipeline-trigger CANNOT be moved back", told)
        self.assertEqual([("2", {}), ("1", {})], self.live())

    def test_nothing_begins_under_an_alarm_or_without_one(self):
        self.alarm("ALARM")
        self.assertIn("on already", self.deploy("shift", self.told, expect=1))
        nowhere = self.outputs(health_alarm_name="no-such-alarm", function_names={"a": NAMES[0]})
        self.assertIn("no alarm no-such-alarm", self.deploy("shift", nowhere, expect=1))
        self.assertEqual([], self.moves)


class Smoke(DeployTest):
    def test_a_run_is_started_and_its_report_found(self):
        told = self.deploy("smoke", self.outputs(state_machine_arn=self.machine()))
        self.assertRegex(told, r"results\.json: 5 URLs, [1-5] judged")

    def test_a_run_without_a_judged_page_is_no_success(self):
        given = json.dumps({"query": "nothing", "evaluation_method": "local", "max_urls": 1, "min_words": 10000})
        told = self.deploy("smoke", self.outputs(state_machine_arn=self.machine()), expect=1, WINNOW_SMOKE_INPUT=given)
        self.assertIn("no page in it was judged", told)


class Credentials(DeployTest):
    def test_a_job_acts_as_its_role_without_a_stored_key(self):
        asked = []

        class GitHub(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, self.headers["Authorization"]))
                body = json.dumps({"value": "a.token.of-the-job"}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        role = f"arn:aws:iam::{ACCOUNT}:role/content-pipeline-github-apply-dev"
        given = self.folder / "github_env"
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitHub) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            told = self.deploy("credentials", role, REGION, GITHUB_ENV=str(given),
                               ACTIONS_ID_TOKEN_REQUEST_URL=f"http://127.0.0.1:{server.server_address[1]}/token?api-version=2.0",
                               ACTIONS_ID_TOKEN_REQUEST_TOKEN="a-secret-of-the-request")
            server.shutdown()
        self.assertEqual([("/token?api-version=2.0&audience=sts.amazonaws.com", "Bearer a-secret-of-the-request")], asked)
        self.assertNotIn("token.of-the-job", told + given.read_text(encoding="utf-8"))
        environment = dict(line.split("=", 1) for line in given.read_text(encoding="utf-8").splitlines())
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            self.assertEqual([f"::add-mask::{environment[name]}"], [line for line in told.splitlines() if environment[name] in line])
        who = subprocess.run(["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"], capture_output=True, text=True, timeout=60,
                             env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.cloud.url, **environment})
        self.assertIn("assumed-role/content-pipeline-github-apply-dev/winnow-0", who.stdout, who.stderr)

    def test_without_the_permission_it_says_what_is_missing(self):
        self.assertIn("id-token: write", self.deploy("credentials", "arn:role", REGION, expect=1))


class Apply(DeployTest):
    def test_what_is_no_environment_or_digest_is_refused_before_anything_happens(self):
        self.assertIn("no environment 'production'; there are: dev prod", self.deploy("apply", "production", "sha256:" + "0" * 64, "x", expect=2))
        self.assertIn("no digest", self.deploy("apply", "dev", "latest", "x", expect=2, TERRAFORM="true"))


if __name__ == "__main__":
    unittest.main()
