"""Servers to be measured: ours, nginx, two WebSocket libraries and a plain epoll loop.

Each runs on one event loop, pinned to the first core; the client gets the last.
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from harness.paths import REPOSITORY
from harness.server import Server

CORES = sorted(os.sched_getaffinity(0))
SOURCES = REPOSITORY / "Sources/Benchmarks/Peers"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def on_client_core() -> None:
    os.sched_setaffinity(0, {CORES[-1]})


def on_server_core() -> None:
    os.sched_setaffinity(0, {CORES[0]})


def compiled(name: str, folder: Path) -> Path:
    """Compiles a C program of Sources/Benchmarks/Peers."""
    program = folder / name
    compiler = shutil.which("cc") or shutil.which("clang") or sys.exit("no C compiler: cc or clang")
    subprocess.run([compiler, "-O2", "-Wall", "-o", program, SOURCES / f"{name}.c"], check=True)
    return program


class Target:
    """A running server: its port, and what it uses."""

    def __init__(self, pid: int, port: int, stop, pinned: bool = True):
        self.pid, self.port, self.stop = pid, port, stop
        if not pinned:
            return
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setaffinity(int(thread), {CORES[0]})

    def cpu(self) -> float:
        """Seconds of CPU time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> int:
        """Bytes of resident memory."""
        line = next(line for line in Path(f"/proc/{self.pid}/status").read_text().splitlines()
                    if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))


def isoscan(folder: Path, config: dict | None = None, public: bytes | None = None) -> Target:
    """Ours, with the conformance routes; `public` is served at /ten-kilobytes.bin."""
    settings = {"loops": 1, **(config or {})}
    everything = {"server": settings, "sources": {"demo_files": 0}, "log": {"level": "warning"}}
    server = Server(folder, everything, ["--conformance"])
    if public is not None:
        # A folder counts as a dashboard where it has this.
        shutil.copytree(REPOSITORY / "Public", folder / "Public", dirs_exist_ok=True)
        (folder / "Public/ten-kilobytes.bin").write_bytes(public)
    server.start()
    return Target(server.pid, server.port, server.stop)


def _spawned(command: list, port: int) -> Target:
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE)
    if process.stdout.readline().strip() != b"ready":
        sys.exit(f"{command[0]} did not start")

    def stop():
        process.kill()
        process.wait()
        process.stdout.close()

    return Target(process.pid, port, stop)


def epoll(folder: Path) -> Target:
    port = free_port()
    return _spawned([compiled("epoll_server", folder), port], port)


def library(name: str) -> Target:
    port = free_port()
    return _spawned([sys.executable, Path(__file__).with_name("echo_peers.py"), name, port], port)


NGINX = """{user}
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  default_type application/octet-stream;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}; }}
}}
"""


def nginx(folder: Path, public: bytes) -> Target:
    """nginx with one worker, which is what is measured."""
    port = free_port()
    (folder / "ten-kilobytes.bin").write_bytes(public)
    # A worker of root's nginx would be another user, who may not read the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user))
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])

    def stop():
        process.terminate()
        process.wait()

    return Target(_worker(process.pid, port), port, stop)


def _worker(master: int, port: int) -> int:
    """The worker's process, once the port answers."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            if children:
                return int(children[0])
        except ConnectionRefusedError:
            pass
