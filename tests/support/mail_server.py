"""A mail server and a webhook sink on loopback, for tests: STARTTLS, AUTH PLAIN, every mail kept as it came."""

import base64
import http.server
import pathlib
import socket
import socketserver
import ssl
import subprocess
import threading


def make_certificate(folder):
    """A certificate for localhost and its key; the certificate is its own authority."""
    certificate, key = pathlib.Path(folder) / "cert.pem", pathlib.Path(folder) / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True)
    return str(certificate), str(key)


class Session(socketserver.BaseRequestHandler):
    """One SMTP session (RFC 5321, 3207, 4954)."""

    def say(self, text):
        self.request.sendall(text.encode() + b"\r\n")

    def handle(self):
        self.request.settimeout(20)
        server = self.server
        secure = logged_in = False
        lines = self.request.makefile("rb")
        receivers = []
        if server.greetings:
            self.say(server.greetings.pop(0))
            return
        self.say("220 localhost ESMTP")
        while line := lines.readline():
            command = line.decode("latin-1").rstrip("\r\n")
            server.commands.append(command)
            word = command[:4].upper()
            if word == "EHLO":
                offers = ["250-localhost"]
                if server.tls and not secure:
                    offers.append("250-STARTTLS")
                if server.password and (secure or not server.tls):
                    offers.append("250-AUTH PLAIN")
                for offer in offers:
                    self.say(offer)
                self.say("250 SIZE 10000000")
            elif word == "STAR" and server.tls:
                self.say("220 go on")
                self.request = server.tls.wrap_socket(self.request, server_side=True)
                lines, secure = self.request.makefile("rb"), True
            elif word == "AUTH":
                given = command.split(" ")[2] if command.count(" ") > 1 else None
                if given is None:
                    self.say("334 ")
                    given = lines.readline().decode().strip()
                user, password = base64.b64decode(given).decode().split("\0")[1:]
                logged_in = (user, password) == ("me", server.password)
                self.say("235 welcome" if logged_in else "535 5.7.8 no")
            elif word == "MAIL":
                self.say("530 5.7.0 log in first" if server.password and not logged_in else "250 ok")
            elif word == "RCPT":
                refused = any(name in command for name in server.refused)
                receivers.append(command)
                self.say("550 5.1.1 no such user" if refused else "250 ok")
            elif word == "DATA":
                self.say("354 go on")
                data = b""
                while (part := lines.readline()) != b".\r\n":
                    data += part[1:] if part.startswith(b".") else part
                server.mails.append((secure, receivers, data))
                if server.after_data == "silence":
                    server.quiet.wait(20)
                    return
                self.say(server.after_data)
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class MailServer(socketserver.ThreadingTCPServer):
    """`mails` are (under TLS, RCPT commands, bytes). `after_data` is the answer to a mail, or "silence"; `greetings` turn
    the first sessions away."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate=None, password=None):
        super().__init__(("127.0.0.1", 0), Session)
        self.tls = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)
        self.password, self.refused, self.after_data, self.greetings = password, [], "250 taken", []
        self.mails, self.commands, self.quiet = [], [], threading.Event()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # a client that leaves is part of the tests

    def close(self):
        self.quiet.set()
        self.shutdown()
        self.server_close()


class WebhookSink(http.server.ThreadingHTTPServer):
    """Keeps what is posted; `statuses` are the answers in order, then 200."""

    daemon_threads = True

    def __init__(self):
        sink = self
        self.bodies, self.statuses = [], []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                sink.bodies.append((self.path, self.headers["content-type"], body))
                self.send_response(sink.statuses.pop(0) if sink.statuses else 200)
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_address[1]}/services/T0/B0/SECRETHOOK"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
