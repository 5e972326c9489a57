"""Short forms of measure_server.py's attacks: slow clients, and requests that are broken at random."""

import asyncio
import json

import pytest

from harness.drawings import pdf, write
from harness.server import Server
from harness.watchers import Watcher
from load import mutations
from load.faults import LIMITS, send_all, settled
from load.servers import Target
from load.slow import attack

# Seconds of a head in the slow clients' server, and what it may be late on a busy machine.
HEAD_LIMIT, LATE = 1, 20
# Descriptors that a server opens once when it is first busy: two for each reader of the database.
OPENED_ONCE = 8
# Unread bytes with which a client is closed (README), and what four of them may cost beside those.
UNREAD, BESIDE = 16 << 20, 64 << 20


@pytest.fixture
def target(tmp_path):
    """A function that starts a server with these limits; it is to live to the end."""
    started = []

    def start(limits: dict) -> Target:
        config = {"server": limits, "sources": {"demo_files": 0}}
        running = Server(tmp_path, config, ["--conformance"]).start()
        started.append(running)
        return Target(running.pid, running.port, running.stop, pinned=False)

    yield start
    for running in started:
        assert running.get("/healthz").status == 200
        assert running.stop() == 0


def test_slow_heads_and_half_open_handshakes_are_dropped_and_others_answered(target):
    server = target({"head_timeout_s": HEAD_LIMIT, "keepalive_timeout_s": 1})
    send_all(server.port, mutations.VALID)  # Opens what is opened once.
    before = settled(server, 0) + OPENED_ONCE

    async def attacked():
        others = asyncio.ensure_future(asyncio.to_thread(
            send_all, server.port, [mutations.VALID[0]] * 200))
        outcome = await attack(server.port, 50, 100, 3, HEAD_LIMIT + LATE)
        return outcome, await others

    outcome, others = asyncio.run(attacked())
    assert outcome.held == 0
    assert len(outcome.lives) >= 300  # Each of the 150 came again.
    assert others == {200: 200}
    assert settled(server, before) <= 0


def test_random_bytes_and_mutated_requests_are_answered_or_closed(target):
    server = target({name: 1 for name in LIMITS})
    send_all(server.port, mutations.mutated(500, 2))
    before, memory = settled(server, 0) + OPENED_ONCE, server.memory()
    statuses = send_all(server.port, mutations.random_bytes(500, 1))
    statuses += send_all(server.port, mutations.mutated(2_000, 1))
    assert statuses.total() == 2_500
    assert statuses[-1] == 0 and statuses[500] == 0, statuses
    assert settled(server, before) <= 0
    assert server.memory() - memory < 16_000_000


def resident(pid: int) -> int:
    """Bytes of memory that a process has now."""
    with open(f"/proc/{pid}/statm") as numbers:
        return int(numbers.read().split()[1]) * 4_096


def test_clients_that_ask_for_many_states_and_read_none_are_closed(server, connect, tmp_path):
    # Long names make long states, few of which are too many.
    files = {f"{number:0200}.pdf": pdf([f"HOLE-1 of {number}"]) for number in range(1_000)}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}}})
    client = connect(running, compression=None)
    session = client.scan(folder="d", target_hole_codes=["HOLE-1"]).session
    reconnect = {"action": "reconnect", "session_id": session}
    size = len(json.dumps(client.ask(reconnect)))
    before = resident(running.pid)
    deaf = [Watcher(running.ws, session) for _ in range(4)]
    for watcher in deaf:
        watcher.ask(session, times=200)
    most = 0
    # Who waits for the same state gets the same: so often, each of them has had its share too.
    for _ in range(UNREAD // size + 8):
        assert len(client.ask(reconnect)["results"]) == 1_000
        most = max(most, resident(running.pid))
    assert most - before < len(deaf) * (UNREAD + size) + BESIDE
    for watcher in deaf:
        assert watcher.rest() < 200 * size
