"""A remote that has one fault, in front of one that has none; and the services that the faults stand before."""

import contextlib
import datetime
import http.server
import json
import pathlib
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse

FAULTS = ("refused", "black hole", "silent", "reset", "slow", "429", "503", "wrong content", "bad TLS", "unknown name", "flapping")
NONSENSE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
PAGE = b"<html><head><title>It works!</title></head><body><h1>It works!</h1></body></html>"


def certificate(folder):
    """A certificate that nobody has signed but itself."""
    paths = pathlib.Path(folder) / "self.key", pathlib.Path(folder) / "self.pem"
    if not paths[1].exists():
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", paths[0], "-out", paths[1]], check=True, capture_output=True)
    return paths


def read_request(connection):
    """Head and body of one HTTP request, or as much as came."""
    data = b""
    while b"\r\n\r\n" not in data and len(data) < 1 << 20:
        got = connection.recv(65536)
        if not got:
            return data
        data += got
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        got = connection.recv(65536)
        if not got:
            break
        body += got
    return head + b"\r\n\r\n" + body


class Faulty:
    """Listens on a port of its own; what a connection meets is the fault. `answers` replaces, by fault, the bytes of HTTP. In "smtp" the
    server speaks first; "redis" stands for a client that does, under TLS."""

    def __init__(self, fault, upstream, folder, answers=None, speaks="http"):
        self.fault, self.upstream, self.answers, self.speaks = fault, upstream, answers or {}, speaks
        self.connections, self.seen, self.lock, self.held = 0, set(), threading.Lock(), []
        self.folder = folder
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.host = "no-such-name.invalid" if fault == "unknown name" else "127.0.0.1"
        if fault == "black hole":  # once its queue is full, nobody's connection is accepted or refused
            self.listener.listen(0)
            for _ in range(4):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", self.port))
                self.held.append(filler)
        elif fault != "refused":
            self.listener.listen(64)
            threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self):
        return f"{'https' if self.fault == 'bad TLS' else 'http'}://{self.host}:{self.port}"

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError), connection:
            connection.settimeout(60)
            self.connections += 1
            if self.fault == "bad TLS" or (self.speaks == "redis" and self.fault in self.answers):
                key, chain = certificate(self.folder)
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(chain, key)
                with context.wrap_socket(connection, server_side=True) as wrapped:
                    while wrapped.recv(65536) and self.fault != "bad TLS":
                        wrapped.sendall(self.answers[self.fault])
            elif self.fault == "silent":
                time.sleep(60)
            else:
                self.answer(connection)

    def answer(self, connection):
        request = {"http": read_request, "redis": lambda c: c.recv(65536), "smtp": lambda _: b""}[self.speaks](connection)
        first = request.split(b"\r\n")[0] if self.speaks == "http" else b""
        with self.lock:
            is_new = first not in self.seen
            self.seen.add(first)
        if self.fault == "reset" or (self.fault == "flapping" and is_new):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif self.fault in ("none", "flapping"):
            self.pass_on(request, connection)
        elif self.fault == "slow":
            for byte in (self.answers.get("slow") or b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + PAGE * 1000):
                connection.sendall(bytes([byte]))
                time.sleep(0.2)
        else:
            connection.sendall(self.answers.get(self.fault) or http_fault(self.fault))

    def pass_on(self, request, connection):
        with socket.create_connection(("127.0.0.1", self.upstream)) as upstream:
            if self.speaks == "http":
                request = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
            else:
                threading.Thread(target=pump, args=(connection, upstream), daemon=True).start()
            upstream.sendall(request)
            pump(upstream, connection)

    def stop(self):
        for one in (self.listener, *self.held):
            one.close()


def pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


def http_fault(fault):
    status, extra, body = {
        "429": ("429 Too Many Requests", "Retry-After: 1\r\n", b"slow down"),
        "503": ("503 Service Unavailable", "", b"try later"),
        "wrong content": ("200 OK", "", NONSENSE),
    }[fault]
    return f"HTTP/1.1 {status}\r\n{extra}Content-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


class Services(http.server.BaseHTTPRequestHandler):
    """As much of S3, Secrets Manager, Step Functions and a search API as one step of the pipeline needs."""

    def log_message(self, *arguments):
        pass

    def reply(self, status, body=b"", content_type="application/x-amz-json-1.1", **fields):
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **fields}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        objects, path = self.server.objects, urllib.parse.urlsplit(self.path).path
        if path == "/works":
            items = [{"URL": self.server.page, "title": ["A paper on code review"], "type": "journal-article"}]
            return self.reply(200, json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": items, "total-results": 1}}).encode(), "application/json")
        if path in objects:
            return self.reply(200, objects[path], "application/json", ETag='"1"')
        return self.reply(404, b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>", "application/xml")

    do_HEAD = do_GET

    def do_PUT(self):
        self.server.objects[urllib.parse.urlsplit(self.path).path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(200, ETag='"1"')

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        target = self.headers.get("X-Amz-Target", "")
        if target.endswith("GetSecretValue"):
            return self.reply(200, json.dumps({"ARN": "arn:aws:secretsmanager:us-east-1:1:secret:k", "Name": "k", "SecretString": "sk-openai-0123456789abcdef"}).encode())
        if target.endswith("StartExecution"):
            now = datetime.datetime.now(datetime.timezone.utc).timestamp()
            return self.reply(200, json.dumps({"executionArn": "arn:aws:states:us-east-1:1:execution:m:e", "startDate": now}).encode())
        return self.reply(400, b'{"__type": "UnknownOperationException"}')


def serve_services(page):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Services)
    server.objects, server.page, server.daemon_threads = {}, page, True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class RedisServer:
    """A redis-server without persistence, behind TLS of ours (the client speaks nothing else), on a socket of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        key, chain = certificate(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.ca_file = chain
        self.process = subprocess.Popen(["redis-server", "--port", "0", "--tls-port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--tls-cert-file", str(chain),
                                         "--tls-key-file", str(key), "--tls-ca-cert-file", str(chain), "--tls-auth-clients", "no", "--dir", str(folder)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        raise RuntimeError("redis-server does not start")

    def stop(self):
        self.process.kill()
        self.process.wait()
