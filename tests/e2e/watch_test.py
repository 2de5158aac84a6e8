"""The table that a run shows in a terminal: drawn in place, never wider than the terminal, gone at the end."""

import fcntl
import http.server
import os
import pty
import re
import select
import struct
import subprocess
import termios
import threading
import time
import unittest

from program import ARCHIVE, PROGRAM, QUESTION, ProgramTest

TITLE = "Evil \x1b[2J\x1b]0;owned\x07\x9b31m title of code review"
HOSTILE = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>%s</article></body></html>"


class Screen:
    """As much of a terminal as the program uses: lines, going up over rows that long lines were folded into, colours."""

    def __init__(self, width):
        self.width, self.before, self.lines, self.colours = width, width, [""], 0

    def resize(self, width):
        self.before, self.width = self.width, width

    def go_up(self, rows):
        """Over so many rows, as the lines are folded now or were when the program looked at the size."""
        for width in (self.width, self.before):
            left, count = rows, 0
            while left > 0 and count < len(self.lines):
                count += 1
                left -= max(1, -(-len(self.lines[-count]) // width))
            if left == 0:
                del self.lines[len(self.lines) - count:]
                return
        raise AssertionError(f"{rows} rows up is within a line: {self.lines[-12:]}")

    def feed(self, text):
        for part in re.findall(r"\r\x1b\[\d+A\x1b\[J|\x1b\[[0-9;]*m|\r\n|\n|[^\x1b\r\n]+|.", text, re.DOTALL):
            if part in ("\r\n", "\n"):
                self.lines.append("")
            elif part.startswith("\r\x1b["):
                assert self.lines.pop() == "", "goes up from the beginning of a line"
                self.go_up(int(part[3:part.index("A")]))
                self.lines.append("")
            elif part.startswith("\x1b["):
                self.colours += 1
            elif part[0] in "\x1b\r\x07\x9b":
                raise AssertionError(f"unexpected control character {part!r} in {text[-200:]!r}")
            else:
                self.lines[-1] += part


class Watch(ProgramTest):
    def watch(self, *arguments, width=80, height=24, resize_to=None, **extra):
        """Standard error on a terminal, standard output elsewhere; what the terminal has shown."""
        leader, follower = pty.openpty()
        size = lambda columns: fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", height, columns, 0, 0))  # noqa: E731
        size(width)
        environment = {**self.environment(TERM="xterm"), **extra}
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=environment, stdout=subprocess.PIPE,
                                   stderr=follower, stdin=subprocess.DEVNULL)
        reader = threading.Thread(target=lambda: setattr(self, "listed", process.stdout.read().decode()))
        reader.start()
        raw, screen, frames = "", Screen(width), 0
        decoder_rest = b""
        while True:
            ready, _, _ = select.select([leader], [], [], 0.05)
            if not ready and process.poll() is not None:
                break
            if not ready:
                continue
            data = decoder_rest + os.read(leader, 1 << 16)
            cut = max(data.rfind(b"\n") + 1, 0)  # whole lines: no character and no sequence is divided
            decoder_rest, text = data[cut:], data[:cut].decode()
            raw += text
            screen.feed(text)
            frames += text.count("\x1b[J")
            if resize_to and frames >= 2:
                size(resize_to)
                screen.resize(resize_to)
                resize_to = None
        screen.feed(decoder_rest.decode())
        reader.join()
        process.stdout.close()
        os.close(leader)
        os.close(follower)
        self.assertEqual(process.returncode, 0, raw[-2000:])
        return screen, raw + decoder_rest.decode(), frames

    def example(self, **options):
        return self.watch("run", QUESTION, "--archive", ARCHIVE, **options)

    def test_the_table_shows_stages_rates_and_the_best_and_leaves_one_line(self):
        screen, raw, frames = self.example()
        self.assertGreater(frames, 1)
        for part in ("evaluate", "312 found in 1 source", "/312", "judged", "best", "time"):
            self.assertIn(part, raw)
        left = [line for line in screen.lines if line]
        self.assertEqual(len([line for line in left if "312 found" in line]), 1, left)
        self.assertFalse([line for line in left if line.startswith(("best", "time", "evaluate", "discover"))], left)
        self.assertIn(QUESTION, self.listed, "the list goes to standard output")
        self.assertNotIn("\x1b", self.listed)

    def test_no_line_is_wider_than_a_narrow_terminal(self):
        _, raw, frames = self.example(width=24, height=6, NO_COLOR="1")
        self.assertGreater(frames, 1)
        for frame in raw.split("\x1b[J")[1:]:
            lines = frame.split("\x1b")[0].splitlines()
            self.assertLess(len(lines), 8)
            self.assertTrue(all(len(line.strip("\r")) < 24 for line in lines), lines)

    def test_a_terminal_that_becomes_narrower_keeps_no_remains(self):
        screen, _, _ = self.example(width=100, resize_to=30)
        left = [line for line in screen.lines if line]
        self.assertFalse([line for line in left if line.startswith(("best", "time", "evaluate", "discover"))], left)

    def test_colour_is_left_out_when_it_is_not_wanted(self):
        self.assertGreater(self.example()[0].colours, 0)
        self.assertEqual(self.example(NO_COLOR="1")[0].colours, 0)

    def test_elsewhere_there_are_plain_lines(self):
        dumb = self.example(TERM="dumb")[1]
        self.assertNotIn("\x1b", dumb)
        self.assertIn("evaluate 312/312", dumb)
        piped = self.winnow("run", QUESTION, "--archive", ARCHIVE).stderr
        self.assertNotIn("\x1b", piped)
        self.assertIn("evaluate 312/312", piped)

    def test_titles_and_sources_cannot_act_on_the_terminal(self):
        page = (HOSTILE % ("<p>" + "Small changes make code review quick, because reviewers read them at once. " * 30 + "</p>")).encode()

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path != "/robots.txt":
                    time.sleep(0.6)  # several frames
                self.send_response(404 if self.path == "/robots.txt" else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(b"" if self.path == "/robots.txt" else page)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        _, raw, _ = self.watch("run", "code review", address + "a", address + "b", "--allow-private", NO_COLOR="1")
        self.assertIn("title of code review", raw)
        self.assertNotIn("owned\x07", raw)
        self.assertNotIn("\x1b]", raw)


if __name__ == "__main__":
    unittest.main()
