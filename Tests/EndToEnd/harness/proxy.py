"""A real nginx in front of a server, with Deploy/nginx.conf and a certificate made on the spot."""

import os
import re
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

from .paths import REPOSITORY, tool

MAIN = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Proxy:
    """nginx on a free port of loopback; `upstream` is what `server` in the upstream block says."""

    def __init__(self, folder: Path, upstream: str):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self.plain_port = free_port(), free_port()
        self.host = f"localhost:{self.port}"
        self.url, self.ws = f"https://{self.host}", f"wss://{self.host}/ws"
        self._certify()
        self._configure(upstream)
        self.process: subprocess.Popen | None = None

    def _certify(self) -> None:
        self.certificate = self.folder / "certificate.pem"
        subprocess.run(
            [tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(self.folder / "key.pem"),
             "-out", str(self.certificate)], check=True, capture_output=True)
        self.context = ssl.create_default_context(cafile=self.certificate)
        # Clients of `websockets` read and write in two threads, which Python's ssl does not take: with
        # TLS 1.3's tickets, which come after the handshake, a request was lost now and then before it
        # reached nginx. Browsers speak 1.3 here.
        self.context.maximum_version = ssl.TLSVersion.TLSv1_2

    def _configure(self, upstream: str) -> None:
        site = (REPOSITORY / "Deploy/nginx.conf").read_text()
        changes = {
            r"\n  listen \[::\]:\d+.*;": "",
            r"listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            r"listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            r"server_name scan\.example\.com;": "server_name localhost;",
            r"/etc/ssl/isoscan/fullchain\.pem": str(self.certificate),
            r"/etc/ssl/isoscan/privkey\.pem": str(self.folder / "key.pem"),
            r"server 127\.0\.0\.1:8080;": f"server {upstream};",
        }
        for pattern, text in changes.items():
            site, count = re.subn(pattern, text, site)
            assert count > 0, f"Deploy/nginx.conf has no {pattern}"
        (self.folder / "site.conf").write_text(site)
        main = MAIN.format(folder=self.folder)
        if os.geteuid() == 0:
            main = "user root;\n" + main
        (self.folder / "nginx.conf").write_text(main)

    def start(self) -> "Proxy":
        command = [tool("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"),
                   "-e", str(self.folder / "error.log")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    raise AssertionError(self.process.stderr.read().decode())
                assert time.monotonic() < end, "nginx does not listen"
                time.sleep(0.02)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.process.stderr.close()
