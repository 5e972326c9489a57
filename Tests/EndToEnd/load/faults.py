"""The server under slow clients and under broken requests."""

import asyncio
import collections
import os
import socket
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from . import mutations, servers
from .probe import Probe
from .slow import attack
from .servers import Target

# Seconds of the server's default limit for a head (server.head_timeout_s), and what it may be late.
HEAD_LIMIT, LATE = 10.0, 3.0
MEMORY = 16_000_000
ANSWER_TIMEOUT = 30.0
THREADS = 4
# Of a server that is sent broken requests: it scans nothing, and waits less than it would.
LIMITS = {"head_timeout_s": 2, "body_timeout_s": 2, "keepalive_timeout_s": 2}


def slow(folder: Path, options) -> int:
    """500 slowloris clients and 1,000 half-open handshakes, and another client beside them."""
    target = servers.isoscan(folder / "isoscan")
    try:
        send_all(target.port, mutations.VALID)  # Opens and allocates what is made once.
        before, descriptors = target.memory(), settled(target, 0)
        quiet = Probe(target.port, 15).result()
        probe = Probe(target.port, options.seconds)
        outcome = asyncio.run(
            attack(target.port, 500, 1_000, options.seconds, HEAD_LIMIT + LATE))
        under = probe.result()
        grown = target.memory() - before
        left = settled(target, descriptors)
    finally:
        target.stop()
    longest = max(outcome.lives)
    return report([
        (f"another client's p99       {quiet['p99_ms']} ms before, {under['p99_ms']} ms under "
         f"attack, failed {under['failed']} of {under['requests']}",
         under["p99_ms"] < 2 * quiet["p99_ms"] and not under["failed"]),
        (f"connections dropped        {len(outcome.lives)}, still held {outcome.held}, longest "
         f"{longest:.1f} s", outcome.held == 0 and longest < HEAD_LIMIT + LATE),
        (f"memory grown by            {grown / 1e6:.1f} MB", grown < MEMORY),
        (f"descriptors left over      {left}", left == 0),
    ])


def random_requests(folder: Path, options) -> int:
    """10,000 requests of random bytes and 100,000 mutated valid ones, a connection each."""
    target = servers.isoscan(folder / "isoscan", LIMITS)
    try:
        send_all(target.port, mutations.mutated(5_000, options.seed + 1))  # Warms the pools.
        before, descriptors = target.memory(), settled(target, 0)
        statuses = send_all(target.port, mutations.random_bytes(10_000, options.seed))
        statuses += send_all(target.port, mutations.mutated(100_000, options.seed))
        left = settled(target, descriptors)
        grown = target.memory() - before
        alive = Path(f"/proc/{target.pid}").exists()
    finally:
        target.stop()
    print(", ".join(f"{status or 'closed'}: {count}" for status, count in sorted(statuses.items())))
    return report([
        (f"connections                {sum(statuses.values())}, not answered and not closed "
         f"{statuses[-1]}", statuses[-1] == 0),
        (f"answers of 500             {statuses[500]}", statuses[500] == 0),
        (f"the server                 {'goes on' if alive else 'DIED'}", alive),
        (f"memory grown by            {grown / 1e6:.1f} MB", grown < MEMORY),
        (f"descriptors left over      {left}", left == 0),
    ])


def send_all(port: int, requests: Iterable[bytes]) -> collections.Counter:
    """Sends each request on a connection of its own; counts the first status of each answer.

    0 stands for a connection closed without an answer, -1 for one that was left open.
    """
    source, lock, total = enumerate(requests, 1), threading.Lock(), collections.Counter()

    def work():
        counts = collections.Counter()
        while True:
            with lock:
                index, request = next(source, (0, None))
            if request is None:
                break
            counts[_exchange(port, index, request)] += 1
        with lock:
            total.update(counts)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return total


def _exchange(port: int, index: int, request: bytes) -> int:
    """Most clients end their side; every 200th waits for the server's time limits."""
    with socket.socket() as client:
        client.settimeout(ANSWER_TIMEOUT)
        client.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
        client.bind((f"127.0.0.{1 + index % 16}", 0))
        client.connect(("127.0.0.1", port))
        answer = b""
        try:
            client.sendall(request)
            if index % 200:
                client.shutdown(socket.SHUT_WR)
            while piece := client.recv(65_536):
                answer = answer or piece
                if answer.startswith(b"HTTP/1.1 101"):
                    break  # A WebSocket stays open, as it should.
        except TimeoutError:
            return -1
        except ConnectionError:
            pass
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0


def settled(target: Target, before: int) -> int:
    """Descriptors beyond `before`, once no more of them are being closed."""
    count, end = target.descriptors(), time.monotonic() + 10
    while count > before and time.monotonic() < end:
        time.sleep(0.1)
        count = target.descriptors()
    return count - before


def report(lines: list[tuple[str, bool]]) -> int:
    print(f"load average {os.getloadavg()[0]:.1f}")
    for text, holds in lines:
        print(f"  {text}{'' if holds else '   FALLS SHORT'}")
    return 0 if all(holds for _, holds in lines) else 1
