"""The least that a Lambda function in Python needs: the loop over the Runtime API, with the standard library alone."""

import http.client
import json
import os

VERSION = "/2018-06-01/runtime/invocation/"
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", VERSION + "next")
    answer = api.getresponse()
    json.loads(answer.read())
    error = json.dumps({"errorType": "InvalidArgument", "errorMessage": "the event has no 'run_id'", "stackTrace": []})
    api.request("POST", VERSION + answer.headers["Lambda-Runtime-Aws-Request-Id"] + "/error", error)
    api.getresponse().read()
