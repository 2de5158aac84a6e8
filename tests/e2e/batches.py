"""The batch APIs of OpenAI and Anthropic on loopback, over the scripted models of models.py."""

import email.parser
import email.policy
import json
import re

import models


class BatchWeb(models.Web):
    """What is ordered waits until `server.done` is set; then each request is answered as its model would."""

    def do_GET(self):
        server = self.server
        if found := re.fullmatch(r"/v1/batches/(\w+)", self.path):
            return self.send(200, self.openai_status(found[1]))
        if found := re.fullmatch(r"/v1/files/(out|err)_(\w+)/content", self.path):
            lines = server.results(found[2], self.openai_line, found[1] == "err")
            return self.send(200, "".join(json.dumps(line) + "\n" for line in lines), "application/jsonl")
        if found := re.fullmatch(r"/v1/messages/batches/(\w+)(/results)?", self.path):
            if not found[2]:
                return self.send(200, self.anthropic_status(found[1]))
            lines = server.results(found[1], self.anthropic_line)
            return self.send(200, "".join(json.dumps(line) + "\n" for line in lines), "application/x-jsonl")
        return super().do_GET()

    def do_POST(self):
        if self.path not in ("/v1/files", "/v1/batches", "/v1/messages/batches"):
            return super().do_POST()
        server = self.server
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v1/files":
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + data).get_payload()
            with server.lock:
                server.files.append([json.loads(line) for line in parts[1].get_content().decode().splitlines() if line])
            return self.send(200, {"id": f"file{len(server.files) - 1}", "object": "file"})
        body = json.loads(data)
        if self.path == "/v1/batches":
            ordered = [(line["custom_id"], line["body"]) for line in server.files[int(body["input_file_id"][4:])]]
        else:
            ordered = [(line["custom_id"], line["params"]) for line in body["requests"]]
        with server.lock:
            server.batches.append(ordered)
            name = f"b{len(server.batches) - 1}"
        return self.send(200, self.openai_status(name) if self.path == "/v1/batches" else self.anthropic_status(name))

    def openai_status(self, name):
        with self.server.lock:
            self.server.polls += 1
        total = len(self.server.batches[int(name[1:])])
        done = self.server.done.is_set()
        return {"id": name, "object": "batch", "status": self.server.end_state if done else "in_progress",
                "request_counts": {"total": total, "completed": total if done else 0, "failed": 0},
                "output_file_id": f"out_{name}" if done else None, "error_file_id": f"err_{name}" if done else None}

    def anthropic_status(self, name):
        with self.server.lock:
            self.server.polls += 1
        total = len(self.server.batches[int(name[1:])])
        done = self.server.done.is_set()
        return {"id": name, "type": "message_batch", "processing_status": "ended" if done else "in_progress",
                "request_counts": {"processing": 0 if done else total, "succeeded": total if done else 0, "errored": 0, "canceled": 0, "expired": 0}}

    def openai_line(self, name, body, fate):
        line = {"id": "x", "custom_id": name, "error": None, "response": None}
        if fate == "expired":
            return True, {**line, "error": {"code": "batch_expired", "message": "It could not be executed in time."}}
        if fate == "errored":
            return True, {**line, "response": {"status_code": 500, "body": {"error": {"type": "server_error", "message": "Oops."}}}}
        return False, {**line, "response": {"status_code": 200, "request_id": "r", "body": self.server.script.openai(body)}}

    def anthropic_line(self, name, body, fate):
        if fate == "expired":
            return False, {"custom_id": name, "result": {"type": "expired"}}
        if fate == "errored":
            error = {"type": "error", "error": {"type": "api_error", "message": "Oops."}}
            return False, {"custom_id": name, "result": {"type": "errored", "error": error}}
        return False, {"custom_id": name, "result": {"type": "succeeded", "message": self.server.script.anthropic(body)}}


def serve(test):
    """As models.serve(), with batches; `server.fate(text)` says what becomes of a request: None, "expired" or "errored"."""
    import threading

    server, base, environment = models.serve(test)
    server.RequestHandlerClass = BatchWeb
    server.files, server.batches, server.polls, server.done = [], [], 0, threading.Event()
    server.end_state, server.fate = "completed", lambda text: None
    server.done.set()

    def results(name, line_of, errors=False):
        lines = [line_of(key, body, server.fate(models.asked(body))) for key, body in server.batches[int(name[1:])]]
        return [line for is_error, line in reversed(lines) if is_error == errors]  # in no particular order

    server.results = results
    environment["WINNOW_EVALUATE__BATCH_POLL"] = "20ms"
    return server, base, environment
