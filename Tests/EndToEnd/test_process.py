"""The server as a process: its start, its end, and what it shares with nobody (section 1)."""

import json
import os
import signal
import socket
import subprocess

import pytest

from harness.paths import EXECUTABLE
from harness.server import run


def serve(*arguments, **options):
    return run("serve", *arguments, timeout=20, **options)


def test_the_ready_line_is_the_only_one(server):
    running = server()
    process = running.process
    assert running.url == f"http://127.0.0.1:{running.port}"
    assert running.ws == f"ws://127.0.0.1:{running.port}/ws"
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and rest == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_in_order(server, connect, number):
    running = server()
    client = connect(running)
    assert client.ask("ping") == "pong"
    running.process.send_signal(number)
    from websockets.exceptions import ConnectionClosed

    with pytest.raises(ConnectionClosed) as closed:
        client.receive(20)
    assert closed.value.rcvd.code == 1001
    assert running.process.wait(20) == 0


def test_a_second_server_on_the_data_folder_is_refused(server, tmp_path):
    running = server()
    done = serve("--port", "0", "--data", running.data)
    assert done.returncode == 1 and len(done.stderr.decode().splitlines()) == 1
    assert str(running.data) in done.stderr.decode()
    assert running.get("/healthz").status == 200


def test_a_port_in_use_is_told(server, tmp_path):
    running = server()
    done = serve("--port", running.port, "--data", tmp_path / "other")
    assert done.returncode == 1 and str(running.port) in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_port_that_another_program_uses_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve("--port", port, "--data", tmp_path / "data")
    assert done.returncode == 1 and str(port) in done.stderr.decode()


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    done = serve("--port", "0", "--data", tmp_path / "file/data")
    assert done.returncode == 1 and str(tmp_path / "file") in done.stderr.decode()
    done = serve("--port", "0", "--data", tmp_path / "file")
    assert done.returncode == 1 and len(done.stderr.decode().splitlines()) == 1


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    command = [str(EXECUTABLE), "serve", "--port", "0", "--data", str(folder)]
    if os.geteuid() == 0:
        # Root may write anywhere: a read-only file system or another user is what stops it.
        for path in [tmp_path, *tmp_path.parents[:3]]:
            path.chmod(path.stat().st_mode | 0o055)
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    done = subprocess.run(command, capture_output=True, timeout=20, cwd="/")
    assert done.returncode == 1, done
    assert str(folder) in done.stderr.decode() and len(done.stderr.decode().splitlines()) == 1


def test_an_address_that_is_not_loopback_needs_authentication(tmp_path):
    done = serve("--port", "0", "--host", "0.0.0.0", "--data", tmp_path / "data")
    assert done.returncode in (1, 2) and "allow_unauthenticated" in done.stderr.decode()


@pytest.mark.parametrize("settings, key", [
    ({"websocket_path": "/healthz"}, "server.websocket_path"),
    ({"websocket_path": "/api/sessions"}, "server.websocket_path"),
    ({"websocket_path": "/api/sessions/abc"}, "server.websocket_path"),
    ({"websocket_path": "/app/app.js"}, "server.websocket_path"),
    ({"websocket_path": "/@connections/abc"}, "server.websocket_path"),
    ({"websocket_path": "/{name}"}, "server.websocket_path"),
    ({"websocket_path": "/a/../b"}, "server.websocket_path"),
    ({"stage": "metrics"}, "server.stage"),
])
def test_a_websocket_hides_no_other_route(tmp_path, settings, key):
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"server": settings}))
    done = run("serve", "--config", config, "--data", tmp_path / "data", "--port", "0")
    assert done.returncode == 2 and len(done.stderr.decode().splitlines()) == 1
    assert key in done.stderr.decode()


def test_the_environment_overrides_the_file_and_a_flag_both(server, monkeypatch, tmp_path):
    path = tmp_path / "config.json"
    path.write_text('{"sources":{"demo_files":5},"workers":{"count":3}}')
    environment = {**os.environ, "ISOSCAN_WORKERS_COUNT": "4"}
    done = subprocess.run([str(EXECUTABLE), "config", "--config", str(path)],
                          capture_output=True, env=environment, timeout=20)
    shown = json.loads(done.stdout)
    assert shown["workers"]["count"] == 4 and shown["sources"]["demo_files"] == 5


def test_the_conformance_routes_are_there_when_asked_for(server, connect):
    running = server(arguments=["--conformance"])
    assert running.request("PUT", "/echo", b"abc").body == b"abc"
    client = type(connect(running))(running.url.replace("http", "ws") + "/ws-echo")
    client.socket.send(b"\x00\xff")
    assert client.socket.recv(10) == b"\x00\xff"
    client.close()
    assert running.request("GET", "/healthz", headers={"Host": "any.example"}).status == 200


def test_without_the_flag_they_are_not(demo_server):
    assert demo_server.request("PUT", "/echo", b"abc").status in (404, 405)


def test_the_queue_command_asks_the_running_server_and_reads_a_stopped_one(server):
    running = server()
    for _ in range(2):
        done = run("queue", "stats", "--data", running.data)
        assert done.returncode == 0, done.stderr
        assert "0" in done.stdout.decode()
        assert run("queue", "dead", "--data", running.data).returncode == 0
        assert run("queue", "redrive", "--data", running.data).returncode == 0
        assert run("queue", "purge", "--data", running.data).returncode == 0
        running.stop()
