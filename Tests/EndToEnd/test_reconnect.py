"""Leaving, coming back, watching and cancelling (contract section 3)."""

import time

import pytest

from harness.client import Transcript
from harness.drawings import pdf, write
from harness.results import codes_of, results


@pytest.fixture
def slow_server(server, demo_drawings):
    """One worker and a message a drawing: there is time to do things in the middle of a scan."""
    folders = {"plant": str(demo_drawings.drawings)}
    return server({
        "sources": {"folders": folders}, "workers": {"count": 1}, "progress": {"interval_ms": 0},
    })


def follow(client, session: str) -> dict[str, list[str]]:
    """Reconnects and returns all results, from SYNC_STATE, its pages and what comes after."""
    state = client.ask({"action": "reconnect", "session_id": session})
    assert state["type"] == "SYNC_STATE" and state["session_id"] == session
    assert state["progress"] == state["processed_count"] * 100 // max(1, state["total_files"])
    found = {row["file_name"]: row["hole_codes"] for row in state["results"]}
    assert len(found) == len(state["results"]) == min(1000, state["results_total"])
    if state["status"] != "IN_PROGRESS":
        client.silence()
        return found
    for message in client.until("COMPLETE"):
        assert message["session_id"] == session
        if message["type"] == "MATCH_FOUND":
            name = message["data"]["file_name"]
            assert name not in found, "a result came twice"
            found[name] = message["data"]["hole_codes"]
    return found


def test_nothing_is_lost_by_leaving_in_the_middle(slow_server, demo_drawings, connect):
    client = connect(slow_server)
    started = client.start(folder="plant", target_hole_codes=demo_drawings.targets)
    client.until("PROGRESS")
    client.close()
    assert follow(connect(slow_server), started["session_id"]) == demo_drawings.expected


def test_many_watch_one_scan(slow_server, demo_drawings, connect):
    starter = connect(slow_server)
    started = starter.start(folder="plant", target_hole_codes=demo_drawings.targets)
    starter.until("PROGRESS")
    watchers = [connect(slow_server) for _ in range(5)]
    for watcher in watchers:
        watcher.send({"action": "reconnect", "session_id": started["session_id"]})
    for watcher in watchers:
        messages = watcher.until("COMPLETE", "SYNC_STATE")
        assert [message["type"] for message in messages] == ["SYNC_STATE"]
        found = codes_of(messages[0]["results"])
        for message in watcher.until("COMPLETE"):
            if message["type"] == "MATCH_FOUND":
                assert message["data"]["file_name"] not in found
                found[message["data"]["file_name"]] = message["data"]["hole_codes"]
        assert found == demo_drawings.expected
        watcher.silence(0.05)
    starter.until("COMPLETE")
    starter.silence(0.05)


def test_a_scan_that_ended_is_answered_with_its_state_alone(slow_server, demo_drawings, connect):
    client = connect(slow_server)
    scan = client.scan(folder="plant", target_hole_codes=demo_drawings.targets)
    other = connect(slow_server)
    state = other.ask({"action": "reconnect", "session_id": scan.session})
    assert (state["type"], state["status"], state["progress"]) == ("SYNC_STATE", "COMPLETE", 100)
    assert state["processed_count"] == state["total_files"] == len(demo_drawings.names)
    assert codes_of(state["results"]) == demo_drawings.expected
    assert slow_server.get(state["download_url"]).status == 200
    other.silence()


def test_a_state_survives_a_restart(slow_server, demo_drawings, connect):
    scan = connect(slow_server).scan(folder="plant", target_hole_codes=demo_drawings.targets)
    slow_server.restart()
    assert follow(connect(slow_server), scan.session) == demo_drawings.expected


def test_a_scan_goes_on_after_a_restart(slow_server, demo_drawings, connect):
    client = connect(slow_server)
    started = client.start(folder="plant", target_hole_codes=demo_drawings.targets)
    client.until("PROGRESS")
    slow_server.restart()
    assert follow(connect(slow_server), started["session_id"]) == demo_drawings.expected


def test_others_hear_nothing_of_a_scan(slow_server, connect):
    stranger = connect(slow_server)
    connect(slow_server).scan(folder="plant", target_hole_codes=["HOLE-1"])
    stranger.silence()


def test_more_than_a_thousand_results_come_in_pages(server, connect, tmp_path):
    files = {f"{number:04}.pdf": pdf([f"HOLE-1 of {number}"]) for number in range(1_205)}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}}})
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    assert set(scan.codes) == set(files)
    state = connect(running).ask({"action": "reconnect", "session_id": scan.session})
    assert len(state["results"]) == 1_000 and state["results_total"] == 1_205
    path = f"/api/sessions/{scan.session}/results?filter=matched&cursor={state['next_cursor']}"
    rest = running.get(path).json
    names = {row["file_name"] for row in state["results"] + rest["results"]}
    cursor = rest.get("next_cursor")
    while cursor:
        rest = running.get(path.rsplit("=", 1)[0] + "=" + cursor).json
        names |= {row["file_name"] for row in rest["results"]}
        cursor = rest.get("next_cursor")
    assert names == set(files)


def test_pages_of_a_running_scan_end_where_its_state_was_told(server, connect, tmp_path):
    files = {f"{number:04}.pdf": pdf([f"HOLE-1 of {number}"]) for number in range(1_600)}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}},
                      "workers": {"count": 1}, "progress": {"interval_ms": 0}})
    starter, client = connect(running), connect(running)
    session = starter.start(folder="d", target_hole_codes=["HOLE-1"])["session_id"]
    while starter.until("PROGRESS")[-1]["processed"] < 1_010:
        pass
    state = client.ask({"action": "reconnect", "session_id": session})
    before = [row["file_name"] for row in state["results"]]
    cursor = state["next_cursor"]
    while cursor:
        page = running.get(f"/api/sessions/{session}/results?filter=matched&limit=5&cursor={cursor}").json
        before += [row["file_name"] for row in page["results"]]
        cursor = page.get("next_cursor")
    assert len(before) == state["results_total"] >= 1_010
    messages = [] if state["status"] == "COMPLETE" else client.until("COMPLETE")
    after = [message["data"]["file_name"] for message in messages if message["type"] == "MATCH_FOUND"]
    assert sorted(before + after) == sorted(files), "each comes once: on a page or as a message"


def test_whoever_joins_a_running_scan_gets_each_result_once(slow_server, demo_drawings, connect):
    starter = connect(slow_server)
    session = starter.start(folder="plant", target_hole_codes=demo_drawings.targets)["session_id"]
    joined = []
    while len(joined) < 20:
        assert starter.until("PROGRESS", "COMPLETE")[-1]["type"] == "PROGRESS"
        joined.append(connect(slow_server))
        joined[-1].send({"action": "reconnect", "session_id": session})
    starter.until("COMPLETE")
    for client in joined:
        state, *messages = client.until("COMPLETE", "SYNC_STATE")
        if state["status"] == "IN_PROGRESS":
            messages = client.until("COMPLETE")
        rows = state["results"] + [
            message["data"] for message in messages if message["type"] == "MATCH_FOUND"]
        assert len(codes_of(rows)) == len(rows), "a result came twice"
        assert codes_of(rows) == demo_drawings.expected


def test_each_state_of_a_running_scan_holds_exactly_what_was_told(slow_server, demo_drawings, connect):
    client = connect(slow_server)
    session = client.start(folder="plant", target_hole_codes=demo_drawings.targets)["session_id"]
    found, processed, states = {}, 0, 0
    reconnect = {"action": "reconnect", "session_id": session}
    client.send(reconnect)
    while True:
        message = client.receive()
        if message["type"] == "MATCH_FOUND":
            name = message["data"]["file_name"]
            assert name not in found, "a result came twice"
            found[name] = message["data"]["hole_codes"]
        if message["type"] == "PROGRESS":
            assert message["processed"] > processed
            processed = message["processed"]
        if message["type"] == "SYNC_STATE":
            assert codes_of(message["results"]) == found
            assert message["processed_count"] >= processed
            states += 1
            if message["status"] == "COMPLETE":
                break
            client.send(reconnect)
    assert found == demo_drawings.expected
    assert states >= 5


@pytest.fixture
def large_scan(server, connect, tmp_path):
    """A server with an ended scan of 1,200 matches, and its id."""
    files = {f"{number:04}.pdf": pdf([f"HOLE-1 of {number}"]) for number in range(1_200)}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))},
                                  "demo_files": 2}})
    return running, connect(running).scan(folder="d", target_hole_codes=["HOLE-1"]).session


def test_what_follows_a_reconnect_waits_for_its_state(large_scan, connect):
    running, session = large_scan
    client = connect(running)
    for _ in range(20):
        client.send({"action": "reconnect", "session_id": session})
    client.send({"action": "ping"})
    for _ in range(20):
        state = client.receive()
        assert state["type"] == "SYNC_STATE" and len(state["results"]) == 1_000
    assert client.receive() == "pong"


def test_many_who_reconnect_at_once_delay_nobodys_scan(large_scan, connect):
    running, session = large_scan
    reconnect = {"action": "reconnect", "session_id": session}
    other = connect(running)
    began = time.monotonic()
    other.ask(reconnect)
    alone = time.monotonic() - began
    watchers = [connect(running) for _ in range(200)]
    for watcher in watchers:
        watcher.send(reconnect)
    began = time.monotonic()
    other.start(target_hole_codes=["HOLE-1"])
    # In line behind all of them it would be two hundred times as long.
    assert time.monotonic() - began < 2 + 10 * alone
    for watcher in watchers:
        state = watcher.receive()
        assert len(state["results"]) == 1_000 and state["results_total"] == 1_200
    other.until("COMPLETE")


def test_cancelling_keeps_what_is_done(slow_server, demo_drawings, connect):
    client = connect(slow_server)
    started = client.start(folder="plant", target_hole_codes=demo_drawings.targets)
    before = client.until("PROGRESS")
    client.send({"action": "cancel_scan", "session_id": started["session_id"]})
    scan = Transcript([started, *before, *client.until("COMPLETE")])
    scan.check()
    assert scan.complete["status"] == "CANCELLED"
    assert 0 < scan.complete["total_processed"] < len(demo_drawings.names)
    assert slow_server.get(scan.complete["download_url"]).status == 200
    rows = results(slow_server, scan.session)
    assert codes_of(rows) == scan.codes
    assert scan.codes.items() <= demo_drawings.expected.items()
    client.silence()


def test_a_watcher_may_cancel(slow_server, demo_drawings, connect):
    client, other = connect(slow_server), connect(slow_server)
    started = client.start(folder="plant", target_hole_codes=demo_drawings.targets)
    client.until("PROGRESS")
    other.ask({"action": "reconnect", "session_id": started["session_id"]})
    other.send({"action": "cancel_scan", "session_id": started["session_id"]})
    assert client.until("COMPLETE")[-1]["status"] == "CANCELLED"
    assert other.until("COMPLETE")[-1]["status"] == "CANCELLED"


@pytest.mark.parametrize("action", ["reconnect", "cancel_scan"])
@pytest.mark.parametrize("session", ["AAAAAAAAAAAAAAAAAAAAAA", "", "../../etc/passwd", "ü"])
def test_an_unknown_session_is_an_error(demo_server, connect, action, session):
    error = connect(demo_server).refused({"action": action, "session_id": session})
    assert error["code"] == "unknown_session"


def test_cancelling_what_has_ended_is_no_harm(demo_server, connect):
    client = connect(demo_server)
    scan = client.scan(target_hole_codes=["HOLE-1"])
    error = client.refused({"action": "cancel_scan", "session_id": scan.session})
    assert error["code"] == "session_ended"
