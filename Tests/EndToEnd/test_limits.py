"""Bounds on connections and their time (README, "Configuration")."""

import os
import resource
import socket
import time
from pathlib import Path


REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def dial(server, host: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection((host, server.port), 20)


def answer(end: socket.socket) -> bytes:
    """All that comes until the server closes."""
    data = b""
    while piece := end.recv(65_536):
        data += piece
    return data


def test_a_head_that_does_not_end_is_given_up(server):
    running = server({"server": {"head_timeout_s": 1}})
    with dial(running) as end:
        end.sendall(REQUEST[:-2])
        began = time.monotonic()
        assert answer(end).startswith(b"HTTP/1.1 408 ")
        assert 0.5 < time.monotonic() - began < 5


def test_a_body_that_does_not_come_is_given_up(server):
    running = server({"server": {"body_timeout_s": 1}})
    with dial(running) as end:
        end.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n"
                    b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        assert answer(end).startswith(b"HTTP/1.1 408 ")


def test_a_connection_without_requests_is_closed(server):
    running = server({"server": {"keepalive_timeout_s": 1}})
    with dial(running) as end:
        end.sendall(REQUEST)
        began = time.monotonic()
        assert answer(end).count(b"HTTP/1.1 ") == 1
        assert 0.5 < time.monotonic() - began < 5


def refused(running, host: str) -> bool:
    with dial(running, host) as end:
        try:
            end.sendall(REQUEST)
            data = answer(end)
        except ConnectionError:
            return True
    return (data.startswith(b"HTTP/1.1 503 ") and b"\r\nRetry-After: " in data
            and b"\r\nContent-Type: application/json\r\n" in data)


def test_connections_over_the_limit_are_told_to_come_back(server):
    running = server({"server": {"max_connections": 3}})
    held = [dial(running) for _ in range(3)]
    for end in held:
        end.sendall(REQUEST)
        assert end.recv(100).startswith(b"HTTP/1.1 200 ")
    assert refused(running, "127.0.0.1")
    for end in held:
        end.close()


def test_one_loop_serves_all(server, connect):
    running = server({"server": {"loops": 1}, "sources": {"demo_files": 5}})
    clients = [connect(running) for _ in range(10)]
    assert all(client.ask("ping") == "pong" for client in clients)
    assert clients[0].scan(target_hole_codes=["HOLE-1"]).complete["total_processed"] == 5


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def served(end: socket.socket) -> bool:
    try:
        end.sendall(REQUEST)
        return end.recv(65_536).startswith(b"HTTP/1.1 200 ")
    except ConnectionError:
        return False


def test_without_descriptors_clients_are_told_and_nothing_spins(server):
    """EMFILE itself: the limit is lowered while the server runs."""
    running = server({"server": {"keepalive_timeout_s": 60, "max_connections": 1000}})
    open_now = len(os.listdir(f"/proc/{running.pid}/fd"))
    soft, hard = resource.prlimit(running.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(running.pid, resource.RLIMIT_NOFILE, (open_now + 8, hard))
    # Eight, or a few more: one that was open for a moment has been counted too.
    held = []
    while (end := dial(running)) and served(end):
        held.append(end)
        assert len(held) < 100, "the limit is not reached"
    end.close()
    assert held
    before = cpu_seconds(running.pid)
    assert all(refused(running, "127.0.0.1") for _ in range(50))
    # A loop that spins uses the whole second.
    time.sleep(1)
    assert cpu_seconds(running.pid) - before < 0.7
    for end in held:
        end.close()
    resource.prlimit(running.pid, resource.RLIMIT_NOFILE, (soft, hard))
    limit = time.monotonic() + 60
    while True:
        with dial(running) as end:
            if served(end):
                break
        assert time.monotonic() < limit, "it does not recover"
