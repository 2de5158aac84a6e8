"""A redis-server with TLS, an authority of its own, and one user who may do what the pipeline's may."""

import ctypes
import pathlib
import re
import shutil
import signal
import subprocess
import time

from .cloud import free_port

USER, PASSWORD = "pipeline", "a-password-of-32-letters-or-more!"
ACCESS = pathlib.Path(__file__).parents[3] / "terraform" / "modules" / "cache" / "access.tf"
# What the deployed user may do: "on ~winnow:* -@all …".
RIGHTS = re.search(r'access_string = "on (.*)"', ACCESS.read_text(encoding="utf-8"))[1]


def make_certificates(folder):
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test authority",
            "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "redis.key", "-out", "redis.csr")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n", encoding="utf-8")
    openssl("x509", "-req", "-in", "redis.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "redis.pem")


def die_with_parent():
    """A test that is killed must not leave a server behind."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class Redis:
    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.ca_file = folder / "ca.pem"
        make_certificates(folder)
        self.start()

    def start(self):
        (self.folder / "redis.conf").write_text(f"""port 0
tls-port {self.port}
bind 127.0.0.1
save ""
tls-cert-file redis.pem
tls-key-file redis.key
tls-ca-cert-file ca.pem
tls-auth-clients no
user default off
user {USER} on >{PASSWORD} {RIGHTS}
""", encoding="utf-8")
        self.process = subprocess.Popen(["redis-server", "redis.conf"], cwd=self.folder, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        for _ in range(100):
            if self.command("PING") == "PONG":
                return
            time.sleep(0.05)
        raise RuntimeError("redis-server does not start")

    def command(self, *words):
        client = shutil.which("redis-cli")
        result = subprocess.run([client, "--tls", "--cacert", str(self.ca_file), "-p", str(self.port), "--user", USER,
                                 "--pass", PASSWORD, "--no-auth-warning", *words], capture_output=True, text=True)
        return result.stdout.strip()

    def stop(self):
        self.process.kill()
        self.process.wait()
