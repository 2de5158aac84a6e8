"""HTTP/2 servers that say goodbye in every way that RFC 9113 knows: the page is asked again, or its failure is said."""

import contextlib
import json
import socket
import ssl
import struct
import threading
import unittest

import faulty
import models
from program import ProgramTest

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
END_STREAM, ACK, END_HEADERS = 1, 1, 4
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM, ENHANCE_YOUR_CALM = 0, 2, 7, 11


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def goaway(last_stream, code):
    return frame(GOAWAY, 0, 0, struct.pack(">II", last_stream, code))


def status_and_type(status):
    """Without compression but for names of the static table (RFC 7541): :status is entry 8, content-type 31."""
    kind = b"text/html; charset=utf-8"
    return bytes([0x08, len(status)]) + status + bytes([0x0F, 0x10, len(kind)]) + kind


class Server:
    """Answers with the page, but for what `misbehave(server, connection, stream, number)` does: True if it did something."""

    def __init__(self, folder, misbehave):
        self.misbehave, self.connections, self.asked, self.lock = misbehave, 0, 0, threading.Lock()
        key, self.chain = faulty.certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.chain, key)
        self.context.set_alpn_protocols(["h2"])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self.serve, args=(self.listener.accept()[0],), daemon=True).start()

    def serve(self, plain):
        with contextlib.suppress(OSError, EOFError), self.context.wrap_socket(plain, server_side=True) as connection:
            self.connections += 1
            file = connection.makefile("rb")
            if file.read(len(PREFACE)) != PREFACE:
                return
            connection.sendall(frame(SETTINGS, 0, 0))
            while head := file.read(9):
                length, (kind, flags), stream = int.from_bytes(head[:3], "big"), head[3:5], int.from_bytes(head[5:], "big")
                payload = file.read(length)
                if kind == SETTINGS and not flags & ACK:
                    connection.sendall(frame(SETTINGS, ACK, 0))
                elif kind == PING and not flags & ACK:
                    connection.sendall(frame(PING, ACK, 0, payload))
                elif kind == HEADERS:
                    self.answer(connection, stream)

    def answer(self, connection, stream):
        with self.lock:
            self.asked += 1
            number = self.asked
        if self.misbehave(self, connection, stream, number):
            return
        connection.sendall(frame(HEADERS, END_HEADERS, stream, status_and_type(b"200")) + frame(DATA, END_STREAM, stream, self.page(number)))

    @staticmethod
    def page(number):
        word = "abcdefghij"[number % 10] * 5  # of its own, or the pages would be copies of one another
        return models.page(*(f"{word} {n} {word} of this review says {word} {word}." for n in range(40))).encode()


class Http2(ProgramTest):
    def run_on(self, misbehave, pages=2, expect=0, retries=2):
        server = Server(self.folder, misbehave)
        self.addCleanup(server.listener.close)
        told = {"WINNOW_NET__ALLOW_PRIVATE": "true", "WINNOW_NET__CA_FILE": str(server.chain), "WINNOW_NET__RETRIES": str(retries), "WINNOW_FETCH__DELAY": "0s",
                "WINNOW_FETCH__HOST_CONCURRENCY": "1", "WINNOW_FETCH__RESPECT_ROBOTS": "false", "WINNOW_INDEX__ENABLED": "false"}
        result = self.winnow("run", "code review", *(f"{server.url}/{n}" for n in range(pages)), "--method", "local", "--json", expect=expect, **told)
        return server, json.loads(result.stdout)

    def test_pages_are_read_over_one_connection(self):
        server, report = self.run_on(lambda *_: False)
        self.assertEqual((report["states"]["judged"], server.connections), (2, 1))

    def test_a_goodbye_after_an_answer_costs_a_connection_only(self):
        def leave(server, connection, stream, number):
            connection.sendall(frame(HEADERS, END_HEADERS, stream, status_and_type(b"200")) + frame(DATA, END_STREAM, stream, server.page(number)) + goaway(stream, NO_ERROR))
            return True

        server, report = self.run_on(leave)
        self.assertEqual((report["states"]["judged"], server.connections), (2, 2))

    def test_a_request_that_a_goodbye_leaves_out_is_sent_again(self):
        def leave_first(_, connection, stream, number):
            if number == 1:
                connection.sendall(goaway(0, NO_ERROR))
                connection.shutdown(socket.SHUT_RDWR)
            return number == 1

        server, report = self.run_on(leave_first)
        self.assertEqual(report["states"]["judged"], 2)
        self.assertGreaterEqual(server.asked, 3)

    def test_a_refused_or_broken_stream_is_asked_again(self):
        for code in (REFUSED_STREAM, INTERNAL_ERROR, ENHANCE_YOUR_CALM):
            with self.subTest(code=code):
                def refuse_first(_, connection, stream, number, code=code):
                    if number == 1:
                        connection.sendall(frame(RST_STREAM, 0, stream, struct.pack(">I", code)))
                    return number == 1

                self.winnow("cache", "clear", "--yes")
                _, report = self.run_on(refuse_first)
                self.assertEqual(report["states"]["judged"], 2)

    def test_half_a_body_is_no_page(self):
        def half(server, connection, stream, number):
            body = server.page(number)
            connection.sendall(frame(HEADERS, END_HEADERS, stream, status_and_type(b"200")) + frame(DATA, 0, stream, body[:len(body) // 2]) + goaway(stream, INTERNAL_ERROR))
            connection.shutdown(socket.SHUT_RDWR)
            return True

        _, report = self.run_on(half, expect=3, retries=0)
        self.assertEqual((report["failed_urls"], report["results"]), (2, []))
        self.assertTrue(all(failure["reason"] and failure["error_kind"] == "unavailable" for failure in report["failures"]), report["failures"])

    def test_a_server_that_only_says_goodbye_is_a_failure_with_a_reason(self):
        def leave(_, connection, stream, number):
            del stream, number
            connection.sendall(goaway(0, ENHANCE_YOUR_CALM))
            connection.shutdown(socket.SHUT_RDWR)
            return True

        _, report = self.run_on(leave, expect=3, retries=1)
        self.assertEqual(report["failed_urls"], 2)
        self.assertIn("127.0.0.1", report["failures"][0]["reason"])

    def test_nonsense_after_the_handshake_is_a_failure_with_a_reason(self):
        def babble(_, connection, stream, number):
            del stream, number
            connection.sendall(b"\xff" * 5000)
            return True

        _, report = self.run_on(babble, expect=3, retries=0)
        self.assertEqual(report["failed_urls"], 2)


if __name__ == "__main__":
    unittest.main()
