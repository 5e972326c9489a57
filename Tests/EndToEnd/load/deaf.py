"""Clients that ask for much and read nothing."""

import socket
from pathlib import Path

from harness.client import Client
from harness.server import Server

from .probe import Probe
from .servers import Target
from .verdict import verdict

CLIENTS = 1_000
# Drawings with so many places of these codes that a page of 1,000 results has over 7 MB.
DRAWINGS, CODES = 1_320, {"target_hole_codes": ["A", "E", "1"], "match": {"mode": "substring"}}
# The server's bound of what waits for all clients is 512 MiB; the allocator and answers in the making
# come on top.
MEMORY = 1_000_000_000


def run(folder: Path, options) -> int:
    """1,000 clients that each ask for a page of results, and another client beside them."""
    server = Server(folder / "isoscan", {"sources": {"demo_files": DRAWINGS}, "log": {"level": "error"}})
    server.start()
    target = Target(server.pid, server.port, server.stop, pinned=False)
    try:
        with Client(f"ws://127.0.0.1:{target.port}/ws") as client:
            session = client.scan(**CODES).session
        before = target.memory()
        clients = [ask(target.port, session) for _ in range(CLIENTS)]
        under = Probe(target.port, options.seconds).result()
        peak = server.peak_memory()
        for client in clients:
            client.close()
    finally:
        target.stop()
    return verdict([
        (f"memory                     {before / 1e6:.0f} MB before, at most {peak / 1e6:.0f} MB under "
         f"attack", peak < MEMORY),
        (f"another client's p99       {under['p99_ms']} ms, failed {under['failed']} of "
         f"{under['requests']}", not under["failed"]),
    ])


def ask(port: int, session: str) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    client.connect(("127.0.0.1", port))
    client.sendall(f"GET /api/sessions/{session}/results?filter=matched&limit=1000 HTTP/1.1\r\n"
                   f"Host: 127.0.0.1:{port}\r\n\r\n".encode())
    return client
