"""A stand-in for a Qdrant server: the part of its REST API that the index uses, in memory, one thread a connection.

usage: qdrant_server.py [--key KEY]       prints its port and serves until standard input ends
Shapes, statuses and messages are those of a real server 1.18.3; qdrant_recordings_test.py holds it to the recordings.
"""
import argparse
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from qdrant_points import Collection, Refused, point_id

READ_ONLY_KEY = "contract-readonly-key"
SCHEMAS = ("keyword", "integer", "float", "datetime", "text", "bool", "geo", "uuid")


class Server:
    def __init__(self, key):
        self.key = key
        self.collections = {}
        self.lock = threading.Lock()

    def answer(self, method, path, query, body):
        """The result of a request; a Refused, or None for a route that is not there."""
        if (method, path) == ("GET", "/collections"):
            return {"collections": [{"name": name} for name in self.collections]}
        found = re.fullmatch(r"/collections/([^/]+)(/.*)?", path)
        if not found:
            return None
        name, below = found[1], found[2] or ""
        if (method, below) == ("GET", "/exists"):
            return {"exists": name in self.collections}
        if (method, below) == ("PUT", ""):
            if "%2F" in name:
                raise Refused(422, "Validation error in path parameters: [collection_name: collection name cannot contain \"/\" char]")
            if name in self.collections:
                raise Refused(409, f"Wrong input: Collection `{name}` already exists!")
            self.collections[name] = Collection(body)
            return True
        if (method, below) == ("DELETE", ""):
            return self.collections.pop(name, None) is not None
        if name not in self.collections:
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        return self.below(self.collections[name], method, below, query.get("wait") == "true", body)

    def below(self, collection, method, path, wait, body):
        if (method, path) == ("GET", ""):
            return collection.description()
        if (method, path) == ("PUT", "/index"):
            schema = body["field_schema"]
            if (schema if isinstance(schema, str) else schema.get("type")) not in SCHEMAS:
                raise Refused(400, "Format error in JSON body: data did not match any variant of untagged enum "
                                   "PayloadFieldSchema at line 1 column 45")
            collection.schema[body["field_name"]] = schema
            return collection.done(wait)
        if (method, path) == ("PUT", "/points"):
            collection.upsert(body)
            return collection.done(wait)
        writes = {"/points/delete": collection.delete, "/points/payload": collection.set_payload,
                  "/points/payload/delete": collection.delete_payload}
        if method == "POST" and path in writes:
            writes[path](body)
            return collection.done(wait)
        if (method, path) == ("POST", "/points/batch"):
            results = []
            for operation in body["operations"]:
                (kind, content), = operation.items()
                {"upsert": collection.upsert, "delete": collection.delete}[kind](content)
                results.append(collection.done(wait))
            return results
        if (method, path) == ("POST", "/points"):
            return [collection.shown(key, {"with_payload": True, **body})
                    for key in map(point_id, body["ids"]) if key in collection.points]
        if found := re.fullmatch(r"/points/([^/]+)", path) if method == "GET" else None:
            if point_id(found[1]) not in collection.points:
                raise Refused(404, f"Not found: Point with id {found[1]} does not exists!")
            return collection.shown(point_id(found[1]), {"with_payload": True, "with_vector": True})
        reads = {"/points/query": collection.query, "/points/query/groups": collection.groups,
                 "/points/scroll": collection.scroll,
                 "/points/query/batch": lambda body: [collection.query(each) for each in body["searches"]],
                 "/points/count": lambda body: {"count": sum(1 for _ in collection.kept(body.get("filter")))}}
        return reads[path](body) if method == "POST" and path in reads else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def send(self, status, body, content_type="application/json"):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        if content_type:
            self.send_header("Content-Type", content_type)
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, refused):
        self.send(refused.status, json.dumps({"status": {"error": refused.message}, "time": 0.0}))

    def handle_request(self):
        server = self.server.state
        path, _, query = self.path.partition("?")
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path in ("/healthz", "/livez", "/readyz"):
            return self.send(200, "all shards are ready" if path == "/readyz" else "healthz check passed", "text/plain; charset=utf-8")
        if path == "/":
            return self.send(200, json.dumps({"title": "qdrant - vector search engine", "version": "1.18.3"}))
        if server.key:
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            given = self.headers.get("api-key") or bearer
            if not given:
                return self.send(401, "Must provide an API key or an Authorization bearer token", None)
            if given not in (server.key, READ_ONLY_KEY):
                return self.send(401, "Invalid API key or JWT", None)
            if given != server.key and self.command != "GET":
                return self.refuse(Refused(403, "Forbidden: Global manage access is required"))
        try:
            body = json.loads(raw, parse_constant=lambda name: 1 / 0) if raw else {}
        except ZeroDivisionError:  # NaN is no JSON
            return self.refuse(Refused(400, "Format error in JSON body: expected value at line 1 column 39"))
        except ValueError:
            return self.refuse(Refused(400, "Format error in JSON body: EOF while parsing a value at line 1 column 17"))
        parameters = dict(part.partition("=")[::2] for part in query.split("&") if part)
        try:
            with server.lock:
                result = server.answer(self.command, path, parameters, body)
        except Refused as refused:
            return self.refuse(refused)
        if result is None:
            return self.send(404, "", None)
        self.send(200, json.dumps({"result": result, "status": "ok", "time": 0.0}))

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = handle_request


def start(key="", port=0):
    """A running server; `server_port` says where, shutdown() ends it."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.state = Server(key)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve_until_input_ends():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", default="")
    server = start(parser.parse_args().key)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    serve_until_input_ends()
