"""`kill -9` at random moments: the result is the same as without (contract section 6).

A short round in the suite. A hundred over scans of 2,000 drawings, by one command:

    KILL_FILES=2000 KILL_ROUNDS=100 .venv/bin/python -m pytest Tests/EndToEnd/test_kill.py -q

KILL_SEED (drawn, and printed with a failure) repeats a run.
"""

import io
import os
import random
import sqlite3
import time

import openpyxl
import pytest

from harness.client import Client
from harness.results import codes_of, results

FILES = int(os.environ.get("KILL_FILES", "300"))
ROUNDS = int(os.environ.get("KILL_ROUNDS", "1"))
SEED = int(os.environ.get("KILL_SEED", str(random.randrange(1_000_000))))
KILLS = 3


class Round:
    """One scan, killed again and again: by what it has done, or by the clock."""

    def __init__(self, running, demo, seed: int):
        self.running, self.demo, self.draw = running, demo, random.Random(seed)
        self.session: str | None = None
        self.done = 0
        self.completes = 0

    def request(self) -> dict:
        """The same each time, so that it never begins a second scan."""
        return {"action": "start_scan", "folder": "plant", "request_id": "the one",
                "target_hole_codes": self.demo.targets}

    def kill(self, number: int) -> None:
        """Kills the server once more: in the listing, while reading, at the report, after it."""
        with Client(self.running.ws) as client:
            client.send(self.request())
            if self.draw.random() < 0.25:
                self.read(client, seconds=self.draw.random() ** 3 * FILES / 300)
            else:
                left = max(1, (FILES - self.done) // (KILLS + 1 - number))
                self.read(client, processed=self.done + self.draw.randrange(left))
                time.sleep(self.draw.random() * 0.02)
            self.running.kill9()
        self.running.start()

    def finish(self) -> None:
        with Client(self.running.ws) as client:
            client.send(self.request())
            self.read(client)
            client.silence(0.1)

    def read(self, client, processed: int | None = None, seconds: float = 600) -> None:
        """Reads messages until so many drawings are done, the scan's end, or its time is over."""
        end = time.monotonic() + seconds
        while True:
            try:
                message = client.receive(max(0.001, end - time.monotonic()))
            except TimeoutError:
                assert seconds < 600, "the scan did not come to its end"
                return
            self.take(message)
            if self.completes or (processed is not None and self.done >= processed):
                return

    def take(self, message: dict) -> None:
        assert message["type"] != "ERROR", message
        assert self.session in (None, message["session_id"]), "a second scan was begun"
        self.session = message["session_id"]
        if message["type"] == "PROGRESS":
            self.count(message["processed"])
        elif message["type"] == "SYNC_STATE":
            self.count(message["processed_count"])
            self.completes += message["status"] == "COMPLETE"
        elif message["type"] == "COMPLETE":
            self.count(message["total_processed"])
            assert message["total_problems"] == 0 and self.done == FILES
            self.completes += 1

    def count(self, processed: int) -> None:
        assert processed >= self.done, "what was told to a client was lost"
        self.done = processed


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_scan_survives_being_killed_three_times(server, demo_set, number):
    seed = SEED + number
    print(f"KILL_SEED={seed}")
    demo = demo_set(FILES)
    config = {"sources": {"folders": {"plant": str(demo.drawings)}}, "progress": {"interval_ms": 0}}
    running = server(config)
    scan = Round(running, demo, seed)
    for kill in range(KILLS):
        scan.kill(kill)
        scan.completes = 0
    scan.finish()
    assert scan.completes == 1
    check_result(running, scan.session, demo)
    running.stop()
    check_database(running)


def check_result(running, session: str, demo) -> None:
    assert len(running.get("/api/sessions").json["sessions"]) == 1
    state = running.get(f"/api/sessions/{session}").json
    assert state["status"] == "COMPLETE" and state["total_problems"] == 0
    assert state["processed_count"] == state["total_files"] == FILES
    assert codes_of(results(running, session, limit=1000)) == demo.expected
    every = results(running, session, "all", limit=1000)
    assert {row["file_name"] for row in every} == demo.names and len(every) == FILES
    content = running.get(state["download_url"]).body
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Matches"]
    rows = list(sheet.iter_rows(min_row=2, max_col=2, values_only=True))
    assert len(rows) == len(demo.expected)
    assert dict(rows) == {name: ", ".join(codes) for name, codes in demo.expected.items()}
    queue = running.get("/api/queue").json
    assert queue["depth"] == queue["in_flight"] == queue["delayed"] == queue["dead"] == 0
    reports = [path.name for path in (running.data / "reports").iterdir()]
    assert reports == [f"isoscan-{session}.xlsx"], "one report, and nothing half made beside it"


def check_database(running) -> None:
    """SQLite itself finds the file sound."""
    database = sqlite3.connect(running.data / "isoscan.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("SELECT count(*) FROM queue_messages").fetchone() == (0,)
    database.close()


def wait_for(client: Client, processed: int) -> int:
    """Reads messages until that many drawings are done; how many are."""
    while True:
        message = client.receive()
        if message["type"] == "COMPLETE":
            return message["total_processed"]
        if message["type"] == "PROGRESS" and message["processed"] >= processed:
            return message["processed"]


def test_a_scan_goes_on_by_itself_within_a_second(server, demo_drawings):
    folders = {"plant": str(demo_drawings.drawings)}
    running = server({"sources": {"folders": folders}, "workers": {"count": 1},
                      "progress": {"interval_ms": 0}})
    with Client(running.ws) as client:
        session = client.start(folder="plant", target_hole_codes=["HOLE-1"])["session_id"]
        wait_for(client, 10)
        running.kill9()
    running.start()
    began = time.monotonic()
    with Client(running.ws) as client:
        client.ask({"action": "reconnect", "session_id": session})
        message = client.receive(5)
    assert message["type"] in ("PROGRESS", "MATCH_FOUND", "COMPLETE")
    assert time.monotonic() - began < 1.0


def test_a_kill_right_after_started_loses_nothing(server, demo_drawings):
    folders = {"plant": str(demo_drawings.drawings)}
    running = server({"sources": {"folders": folders}})
    with Client(running.ws) as client:
        started = client.start(folder="plant", target_hole_codes=demo_drawings.targets)
        running.kill9()
    running.start()
    session = started["session_id"]
    with Client(running.ws) as client:
        state = client.ask({"action": "reconnect", "session_id": session})
        assert state["total_files"] == len(demo_drawings.names)
        if state["status"] == "IN_PROGRESS":
            client.until("COMPLETE")
    assert codes_of(results(running, session)) == demo_drawings.expected
