"""Bounds on connections and their time (README, "Configuration")."""

import socket
import time

import pytest

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def own_address() -> str | None:
    """An IPv4 address of this machine that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: this only asks for the route.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address


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
    return data.startswith(b"HTTP/1.1 503 ") and b"\r\nRetry-After: " in data


def test_connections_over_the_limit_are_told_to_come_back(server):
    running = server({"server": {"max_connections": 3}})
    held = [dial(running) for _ in range(3)]
    for end in held:
        end.sendall(REQUEST)
        assert end.recv(100).startswith(b"HTTP/1.1 200 ")
    assert refused(running, "127.0.0.1")
    for end in held:
        end.close()


@pytest.mark.skipif(own_address() is None, reason="this machine has only loopback")
def test_one_address_has_a_limit_and_this_machine_has_none(server):
    address = own_address()
    running = server({"server": {
        "host": "0.0.0.0", "allow_unauthenticated": True, "max_connections_per_address": 2}})
    held = [dial(running, host) for host in [address] * 2 + ["127.0.0.1"] * 4]
    for end in held:
        end.sendall(REQUEST)
        assert end.recv(100).startswith(b"HTTP/1.1 200 ")
    assert refused(running, address)
    assert running.get("/healthz").status == 200
    for end in held:
        end.close()


def test_one_loop_serves_all(server, connect):
    running = server({"server": {"loops": 1}, "sources": {"demo_files": 5}})
    clients = [connect(running) for _ in range(10)]
    assert all(client.ask("ping") == "pong" for client in clients)
    assert clients[0].scan(target_hole_codes=["HOLE-1"]).complete["total_processed"] == 5
