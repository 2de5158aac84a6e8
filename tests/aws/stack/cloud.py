"""The services: moto's server with running state machines; calls of Lambda go to our functions, and faults can be put in."""

import io
import json
import os
import re
import socket
import threading
import uuid


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PORT = free_port()
os.environ["MOTO_PORT"] = str(PORT)  # where moto's state machines look for Lambda; read when moto is imported

from moto.core.config import default_user_config  # noqa: E402
from moto.server import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

INVOKE = re.compile(r"^/2015-03-31/functions/(?:arn:aws:lambda:[^:]*:[^:]*:function:)?([^/:]+)(?::[^/]*)?/invocations$")


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


class Cloud:
    """Serves on PORT. `functions` by name; `faults`: callables that see each request to a service before moto does and may
    answer in its place with (status, headers, body)."""

    def __init__(self):
        default_user_config["stepfunctions"] = {"execute_state_machine": True}
        self.services = DomainDispatcherApplication(create_backend_app)
        self.functions = {}
        self.faults = []
        self.requests = []
        self.server = make_server("127.0.0.1", PORT, self.answer, threaded=True, request_handler=Quiet)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{PORT}"

    def answer(self, environ, start_response):
        match = INVOKE.match(environ["PATH_INFO"].replace("%3A", ":"))
        if match:
            return self.invoke(match.group(1), environ, start_response)
        self.requests.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], dict(environ)))
        for fault in list(self.faults):
            answer = fault(environ)
            if answer:
                status, headers, body = answer
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                start_response(status, [*headers, ("Content-Length", str(len(body)))])
                return [body]
        if environ.get("HTTP_X_AMZ_TARGET") == "AWSStepFunctions.StartExecution":
            self.name_execution(environ)
        return self.services(environ, start_response)

    def name_execution(self, environ):
        """An execution without a name gets one of its own, as on AWS; moto calls them all None."""
        request = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        request.setdefault("name", str(uuid.uuid4()))
        body = json.dumps(request).encode()
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}

    def invoke(self, name, environ, start_response):
        event = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        body, error = self.functions[name].invoke(event)
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        if error:
            headers.append(("X-Amz-Function-Error", error))
        start_response("200 OK", headers)
        return [body]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
