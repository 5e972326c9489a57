"""Where the server listens: IPv6, a Unix socket, and a socket that systemd passes."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys

import pytest
from websockets.sync.client import unix_connect

from harness.client import Client
from harness.http import request
from harness.paths import EXECUTABLE, tool
from harness.server import run

CODES = ["HOLE-1"]

# What systemd does: descriptor 3 is the socket, LISTEN_PID the process that it is meant for.
PARENT = """
import os, sys
os.environ["LISTEN_PID"] = str(os.getpid() + int(sys.argv[1]))
os.environ["LISTEN_FDS"] = "1"
os.execv(sys.argv[2], sys.argv[2:])
"""


class UnixClient(Client):
    def __init__(self, path: str, uri: str = "ws://localhost/ws"):
        self.opened = unix_connect(path, uri, max_size=None)
        self.socket = self.opened.__enter__()


def test_ipv6_is_served(server, connect):
    running = server({"server": {"host": "::1"}})
    assert running.url == f"http://[::1]:{running.port}"
    assert running.ws == f"ws://[::1]:{running.port}/ws"
    client = connect(running, origin="http://[::1]:3000")
    done = client.scan(target_hole_codes=CODES)
    url = done.complete["download_url"]
    assert url.startswith(running.url + "/") and running.get(url).status == 200
    looked = running.get(f"/@connections/{client.connection_id()}")
    assert looked.json["identity"]["sourceIp"] == "::1"
    assert run("queue", "stats", "--data", running.data).returncode == 0


def test_a_unix_socket_is_served(server, tmp_path):
    path = str(tmp_path / "isoscan.sock")
    running = server({"server": {"host": f"unix:{path}"}})
    assert running.ready["unix"] == path
    assert running.url == "http://localhost" and running.ws == "ws://localhost/ws"
    assert stat.S_ISSOCK(os.stat(path).st_mode)
    assert request(running.url, "GET", "/healthz", unix=path).status == 200
    with UnixClient(path, running.ws) as client:
        done = client.scan(target_hole_codes=CODES)
    url = done.complete["download_url"]
    assert url.startswith("http://localhost/reports/")
    assert request(url, "GET", url, unix=path).body[:2] == b"PK"
    running.stop()
    assert not os.path.exists(path)


def test_the_queue_command_asks_over_a_unix_socket(server, tmp_path):
    path = tmp_path / "isoscan.sock"
    running = server({"server": {"host": f"unix:{path}"}})
    for action in ["stats", "dead", "redrive", "purge"]:
        done = run("queue", action, "--data", running.data)
        assert done.returncode == 0, done.stderr
        json.loads(done.stdout)


def test_the_queue_command_goes_past_the_public_url(server):
    running = server({"server": {"public_url": "https://scan.example.com"}})
    assert run("queue", "stats", "--data", running.data).returncode == 0


def test_a_unix_socket_in_use_is_told_and_a_stale_one_replaced(server, tmp_path):
    path = tmp_path / "isoscan.sock"
    running = server({"server": {"host": f"unix:{path}"}})
    done = run("serve", "--host", f"unix:{path}", "--data", tmp_path / "other", timeout=20)
    assert done.returncode == 1 and str(path) in done.stderr.decode()
    assert request(running.url, "GET", "/healthz", unix=str(path)).status == 200
    running.kill9()
    assert path.exists()
    running.start()
    assert request(running.url, "GET", "/healthz", unix=str(path)).status == 200


@pytest.mark.parametrize("host", ["unix:relative.sock", "unix:", "unix:/" + "x" * 107])
def test_a_path_that_can_be_no_unix_socket_is_refused(tmp_path, host):
    done = run("serve", "--host", host, "--data", tmp_path / "data", timeout=20)
    assert done.returncode == 2 and "server.host" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


# MARK: Socket activation


def activate(listening: socket.socket, data, *arguments, shift: int = 0, **environment):
    """Starts the server as systemd does, with one listening socket."""
    command = [sys.executable, "-c", PARENT, str(shift), str(EXECUTABLE), "serve", "--port", "0",
               "--data", str(data), *arguments]

    def pass_on() -> None:
        if listening.fileno() == 3:
            os.set_inheritable(3, True)
        else:
            os.dup2(listening.fileno(), 3)

    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=(3,),
        preexec_fn=pass_on, cwd=data.parent, env={**os.environ, **environment})


def ready(process: subprocess.Popen) -> dict:
    line = process.stdout.readline()
    assert line, process.stderr.read().decode()
    return json.loads(line)


def end(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_a_passed_socket_is_served(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        # A client that comes before the server waits for it.
        early = socket.create_connection(("127.0.0.1", port), 20)
        early.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        process = activate(listening, tmp_path / "data")
        found = ready(process)
        assert found["url"] == f"http://127.0.0.1:{port}"
        assert early.recv(100).startswith(b"HTTP/1.1 200")
        early.close()
        assert run("queue", "stats", "--data", tmp_path / "data").returncode == 0
        with Client(found["ws"]) as client:
            assert client.ask("ping") == "pong"
        end(process)
        # The socket stays with who made it: the next start takes it again.
        process = activate(listening, tmp_path / "data")
        assert ready(process)["url"] == f"http://127.0.0.1:{port}"
        end(process)


def test_a_passed_unix_socket_is_served_and_stays(tmp_path):
    path = str(tmp_path / "passed.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        process = activate(listening, tmp_path / "data")
        assert ready(process)["unix"] == path
        assert request("http://localhost", "GET", "/healthz", unix=path).status == 200
        assert run("queue", "stats", "--data", tmp_path / "data").returncode == 0
        end(process)
    assert os.path.exists(path)


def test_a_passed_socket_for_others_needs_authentication(tmp_path):
    with socket.create_server(("0.0.0.0", 0)) as listening:
        process = activate(listening, tmp_path / "data")
        _, error = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "allow_unauthenticated" in error.decode().splitlines()[-1]
        process = activate(
            listening, tmp_path / "data", ISOSCAN_SERVER_ALLOW_UNAUTHENTICATED="true")
        assert ready(process)["url"].endswith(f":{listening.getsockname()[1]}")
        end(process)


def test_a_socket_meant_for_another_process_is_left_alone(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        process = activate(listening, tmp_path / "data", shift=1)
        assert not ready(process)["url"].endswith(f":{listening.getsockname()[1]}")
        end(process)


def test_systemd_passes_its_socket(tmp_path):
    path = str(tmp_path / "systemd.sock")
    process = subprocess.Popen(
        [tool("systemd-socket-activate"), "-l", path, str(EXECUTABLE), "serve", "--data",
         str(tmp_path / "data")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path)
    try:
        while not os.path.exists(path):
            assert process.poll() is None
        # The first client starts the server.
        assert request("http://localhost", "GET", "/healthz", unix=path).status == 200
        assert json.loads(process.stdout.readline())["unix"] == path
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stdout.close()
