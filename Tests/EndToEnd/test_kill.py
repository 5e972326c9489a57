"""`kill -9` at random moments: the result is the same as without (contract section 6).

KILL_FILES (default 300), KILL_ROUNDS (1) and KILL_SEED (drawn, and printed)
make it longer or repeat a run: `KILL_FILES=6600 pytest test_kill.py -s`.
"""

import io
import os
import random
import time

import openpyxl
import pytest

from harness.client import Client
from harness.results import codes_of, results

FILES = int(os.environ.get("KILL_FILES", "300"))
ROUNDS = int(os.environ.get("KILL_ROUNDS", "1"))
SEED = int(os.environ.get("KILL_SEED", str(random.randrange(1_000_000))))
KILLS = 3


def start_or_resume(client: Client, session: str | None, codes: list[str]) -> tuple[str, int]:
    """The session's id and how many drawings are done."""
    if session is None:
        started = client.start(folder="plant", target_hole_codes=codes)
        return started["session_id"], 0
    state = client.ask({"action": "reconnect", "session_id": session})
    assert state["type"] == "SYNC_STATE", state
    return session, state["processed_count"]


def wait_for(client: Client, processed: int) -> int:
    """Reads messages until that many drawings are done; how many are."""
    while True:
        message = client.receive()
        if message["type"] == "COMPLETE":
            return message["total_processed"]
        if message["type"] == "PROGRESS" and message["processed"] >= processed:
            return message["processed"]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_scan_survives_being_killed_three_times(server, demo_set, number):
    seed = SEED + number
    print(f"KILL_SEED={seed}")
    draw = random.Random(seed)
    demo = demo_set(FILES)
    config = {"sources": {"folders": {"plant": str(demo.drawings)}}, "progress": {"interval_ms": 0}}
    running = server(config)
    session, done = None, 0
    for kill in range(KILLS):
        with Client(running.ws) as client:
            session, resumed = start_or_resume(client, session, demo.targets)
            assert resumed >= done, "what was told to a client was lost"
            aim = resumed + draw.randrange(max(1, (FILES - resumed) // (KILLS + 1 - kill)))
            done = wait_for(client, aim) if aim > resumed else resumed
            time.sleep(draw.random() * 0.02)
            running.kill9()
        running.start()
    with Client(running.ws) as client:
        state = client.ask({"action": "reconnect", "session_id": session})
        assert state["processed_count"] >= done
        if state["status"] == "IN_PROGRESS":
            state = client.until("COMPLETE", timeout=600)[-1]
            assert state["total_processed"] == FILES
            assert state["total_problems"] == 0
        assert state["status"] == "COMPLETE"
        client.silence(0.1)
    check_result(running, session, demo)


def check_result(running, session: str, demo) -> None:
    state = running.get(f"/api/sessions/{session}").json
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
    assert queue["depth"] == 0 and queue["in_flight"] == 0
    assert running.get("/api/queue/dead").json["dead"] == []


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
