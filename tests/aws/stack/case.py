"""The deployed system on loopback: buckets, topics, secrets, functions and state machines, as terraform/ makes them."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import boto3

from . import redis
from .cloud import Cloud
from .functions import Function, inherited

SOURCE = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("WINNOW", str(SOURCE / "build/release/winnow"))
ARCHIVE = str(SOURCE / "examples" / "career-growth.warc.gz")
QUESTION = "engineering career growth frameworks and evaluation criteria"
REGION, ACCOUNT = "us-east-1", "123456789012"
HANDLERS = ("trigger", "fetch-urls", "evaluator", "process-results", "save-results", "error-handler")
FORMS = ("results.json", "report.md", "report.html", "results.csv", "feed.xml", "feed.json")
CONTENT, RESULTS = "content-bucket", "results-bucket"


def definition(form, **numbers):
    """A state machine's template filled in."""
    values = {
        **{f"{name.replace('-', '_')}_arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:pipeline-{name}:live" for name in HANDLERS},
        **{f"{name.replace('-', '_')}_timeout_seconds": 190 for name in HANDLERS},
        "max_concurrency": 4, "run_timeout_seconds": 7200, "child_execution_type": "STANDARD",
        "tolerated_failure_percentage": 20, "results_bucket": CONTENT, "results_prefix": "map-results", **numbers,
    }
    text = (SOURCE / "statemachine" / form).read_text(encoding="utf-8")
    return re.sub(r"\$\{(\w+)\}", lambda match: str(values[match[1]]), text)


def comparable(report):
    """The report without what differs from run to run: its id and its times, and those of the run before it."""
    kept = {key: value for key, value in report.items() if key not in ("run_id", "started", "runtime_seconds", "stages", "previous")}
    if "gone" in kept:
        kept["gone"] = [{**page, "last_judged": None} for page in kept["gone"]]
    return kept


class CloudTest(unittest.TestCase):
    """Each class has a cloud of its own; `environment` is what all its functions are told besides the usual."""

    cache = "s3"
    map_mode = "inline"
    environment = {}
    archive = ARCHIVE
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="winnow-aws.")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.cloud = Cloud()
        cls.addClassCleanup(cls.cloud.stop)
        cls.credentials = {"AWS_ACCESS_KEY_ID": "AKIATESTTESTTESTTEST", "AWS_SECRET_ACCESS_KEY": "a-secret-key-that-nobody-may-see"}
        cls.make_services()
        cls.make_functions()
        cls.machines = {}

    @classmethod
    def client(cls, service):
        return boto3.client(service, endpoint_url=cls.cloud.url, region_name=REGION,
                            aws_access_key_id="test", aws_secret_access_key="test")

    @classmethod
    def make_services(cls):
        cls.s3, cls.states, sns, cls.sqs = (cls.client(name) for name in ("s3", "stepfunctions", "sns", "sqs"))
        for bucket in (CONTENT, RESULTS):
            cls.s3.create_bucket(Bucket=bucket)
            cls.empty(bucket)
        cls.topics, cls.queues = {}, {}
        for severity in ("critical", "warning", "info"):
            cls.topics[severity] = sns.create_topic(Name=f"pipeline-{severity}")["TopicArn"]
            cls.queues[severity] = cls.sqs.create_queue(QueueName=f"{severity}-{id(cls)}")["QueueUrl"]
            arn = cls.sqs.get_queue_attributes(QueueUrl=cls.queues[severity], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            sns.subscribe(TopicArn=cls.topics[severity], Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
        if cls.cache == "redis":
            place = cls.folder / "redis"
            place.mkdir()
            cls.redis = redis.Redis(place)
            cls.addClassCleanup(lambda: cls.redis.stop())
            secret = json.dumps({"username": redis.USER, "password": redis.PASSWORD, "host": "localhost", "port": cls.redis.port})
            made = cls.client("secretsmanager").create_secret(Name=f"redis-{id(cls)}", SecretString=secret)
            cls.redis_secret = made["ARN"]

    @classmethod
    def empty(cls, bucket):
        for name in cls.names(bucket):
            cls.s3.delete_object(Bucket=bucket, Key=name)

    @classmethod
    def told(cls, name):
        """What terraform/functions.tf tells the function, with the names of this cloud."""
        told = {
            "WINNOW_ENVIRONMENT": "dev", "WINNOW_DATA": str(cls.folder / "data"), "WINNOW_LOG_FORMAT": "json",
            "WINNOW_METRICS_NAMESPACE": "SkipLevel/ContentPipeline", "WINNOW_RESULTS_BUCKET": RESULTS,
            "WINNOW_CONTENT_BUCKET": CONTENT, "WINNOW_MAP_MODE": cls.map_mode,
        }
        if name in ("fetch-urls", "evaluator"):
            told["WINNOW_CACHE"] = cls.cache
            if cls.cache == "redis":
                told |= {"WINNOW_REDIS_ENDPOINT": f"localhost:{cls.redis.port}", "WINNOW_REDIS_READER_ENDPOINT": f"localhost:{cls.redis.port}",
                         "WINNOW_REDIS_SECRET_ARN": cls.redis_secret, "WINNOW_NET__CA_FILE": str(cls.redis.ca_file)}
        told |= {"trigger": {"WINNOW_STATE_MACHINE_ARN": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:content-pipeline"},
                 "save-results": {"WINNOW_DONE_TOPIC_ARN": cls.topics["info"]},
                 "error-handler": {"WINNOW_FAILURE_TOPIC_ARN": cls.topics["warning"], "WINNOW_CRITICAL_TOPIC_ARN": cls.topics["critical"]},
                 }.get(name, {})
        return told

    @classmethod
    def make_functions(cls):
        surroundings = {**inherited(), **cls.credentials, "AWS_REGION": REGION, "AWS_ENDPOINT_URL": cls.cloud.url, "HOME": str(cls.folder)}
        if cls.archive:
            surroundings["WINNOW_ARCHIVE"] = cls.archive
        for name in HANDLERS:
            function = Function(f"pipeline-{name}", PROGRAM, {**surroundings, **cls.told(name), **cls.environment}, cls.folder)
            cls.cloud.functions[function.name] = function
            cls.addClassCleanup(function.stop)

    def tearDown(self):
        self.cloud.faults.clear()

    @classmethod
    def function(cls, name):
        return cls.cloud.functions[f"pipeline-{name}"]

    def forget(self):
        """Removes what the cache in S3 holds, and which run was the last of a question."""
        for name in self.names(CONTENT, "cache/") + self.names(CONTENT, "runs/.last/"):
            self.s3.delete_object(Bucket=CONTENT, Key=name)

    def call(self, name, event, body=None):
        """The reply of a function, or its error, as values, and whether it is an error."""
        reply, error = self.function(name).invoke(body if body is not None else json.dumps(event).encode())
        return json.loads(reply), error is not None

    @classmethod
    def machine(cls, form="pipeline.asl.json", name="content-pipeline", **numbers):
        if name not in cls.machines:
            made = cls.states.create_state_machine(name=name, definition=definition(form, **numbers), roleArn=f"arn:aws:iam::{ACCOUNT}:role/states")
            cls.machines[name] = made["stateMachineArn"]
        return cls.machines[name]

    def wait(self, execution, timeout=300):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            told = self.states.describe_execution(executionArn=execution)
            if told["status"] != "RUNNING":
                return told
            time.sleep(0.1)
        self.fail(f"{execution} does not end")

    def execute(self, input, machine=None, expect="SUCCEEDED"):
        started = self.states.start_execution(stateMachineArn=machine or self.machine(), input=json.dumps(input))
        told = self.wait(started["executionArn"])
        self.assertEqual(expect, told["status"], f"{told.get('cause')}\n{self.history(started['executionArn'])}")
        return told

    def history(self, execution):
        events = self.states.get_execution_history(executionArn=execution, maxResults=500)["events"]
        return "\n".join(str({key: value for key, value in event.items() if key.endswith("Details")})[:400] for event in events if "ailed" in event["type"])

    @classmethod
    def names(cls, bucket, prefix=""):
        pages = cls.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def read(self, bucket, name):
        return self.s3.get_object(Bucket=bucket, Key=name)["Body"].read()

    def report(self, told):
        """The published report of an execution."""
        run_id = json.loads(told["output"])["run_id"]
        return json.loads(self.read(RESULTS, f"reports/{run_id}/results.json"))

    def messages(self, severity):
        found = []
        while True:
            batch = self.sqs.receive_message(QueueUrl=self.queues[severity], MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", [])
            if not batch:
                return found
            for message in batch:
                self.sqs.delete_message(QueueUrl=self.queues[severity], ReceiptHandle=message["ReceiptHandle"])
                found.append(message)

    def winnow_run(self, *arguments, **environment):
        """The report of the same run in one process."""
        with tempfile.TemporaryDirectory(prefix="winnow-run.") as place:
            result = subprocess.run([PROGRAM, "run", QUESTION, "--archive", self.archive, "--method", "local", "--json", *arguments],
                                    capture_output=True, text=True, timeout=300,
                                    env={**inherited(), "HOME": place, "WINNOW_DATA": place, **environment})
        self.assertIn(result.returncode, (0, 3), result.stderr)
        return json.loads(result.stdout)
