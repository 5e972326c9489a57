"""API Gateway's limits and error frames (`server.emulate_limits`), and their absence without it."""

import json
import time

import pytest

KIBIBYTE = 1024


@pytest.fixture(scope="module")
def cloud(tmp_path_factory):
    from conftest import _servers

    factory = _servers(lambda number: tmp_path_factory.mktemp("cloud"))
    yield next(factory)({"server": {"emulate_limits": True}, "sources": {"demo_files": 5}})
    next(factory, None)


def padded(size: int) -> str:
    """A ping of that many bytes."""
    text = '{"action":"ping","x":""}'
    return text[:-2] + "x" * (size - len(text)) + text[-2:]


def fragments(text: str, size: int) -> list[str]:
    return [text[start:start + size] for start in range(0, len(text), size)]


def test_a_frame_of_32_kib_is_taken_and_a_longer_one_closes(cloud, connect):
    client = connect(cloud)
    assert client.ask(padded(32 * KIBIBYTE)) == "pong"
    assert client.close_code(padded(32 * KIBIBYTE + 1)) == 1009


def test_a_message_of_128_kib_is_taken_and_a_longer_one_closes(cloud, connect):
    client = connect(cloud)
    client.socket.send(fragments(padded(128 * KIBIBYTE), 32 * KIBIBYTE))
    assert client.receive() == "pong"
    assert client.close_code(fragments(padded(128 * KIBIBYTE + 1), 32 * KIBIBYTE)) == 1009


def test_no_extension_is_negotiated(cloud, connect):
    assert "Sec-WebSocket-Extensions" not in connect(cloud).socket.response.headers


def test_a_message_over_32_kib_comes_in_frames_of_at_most_32_kib(cloud, connect):
    client = connect(cloud)
    identifier = client.ask("nonsense")["connectionId"]
    for size in (32 * KIBIBYTE, 32 * KIBIBYTE + 1, 128 * KIBIBYTE):
        text = "x" * (size - 1) + "y"
        assert cloud.request("POST", f"/@connections/{identifier}", text.encode()).status == 200
        frames = list(client.socket.recv_streaming())
        assert "".join(frames) == text
        assert [len(frame) for frame in frames] == [
            min(32 * KIBIBYTE, size - start) for start in range(0, size, 32 * KIBIBYTE)]


@pytest.mark.parametrize("message", [
    '{"action":"fly"}', "{}", '{"action":1}', "nonsense", "[1]", '"ping"', "",
])
def test_a_message_without_a_route_is_forbidden(cloud, connect, message):
    client = connect(cloud)
    frame = client.ask(message)
    assert set(frame) == {"message", "connectionId", "requestId"}
    assert frame["message"] == "Forbidden" and frame["requestId"]
    assert cloud.get(f"/@connections/{frame['connectionId']}").status == 200
    assert client.ask("ping") == "pong"


def test_a_route_answers_with_its_own_errors(cloud, connect):
    client = connect(cloud)
    assert client.refuse(target_hole_codes=[])["code"] == "no_codes"
    assert client.refused({"action": "reconnect"})["code"] == "bad_request"
    assert client.refused({"action": "cancel_scan", "session_id": "x"})["code"] == "unknown_session"


def test_both_heartbeats_are_answered(cloud, connect):
    client = connect(cloud)
    assert client.ask("ping") == "pong" and client.ask({"action": "ping"}) == "pong"


def test_a_scan_runs(cloud, connect):
    assert connect(cloud).scan(target_hole_codes=["HOLE-1"]).complete["total_processed"] == 5


def test_binary_closes(cloud, connect):
    client = connect(cloud)
    client.send(b"ping")
    assert client.close_code() == 1003


def test_the_dashboard_is_told_of_the_limit(cloud, demo_server):
    assert cloud.get("/api/config").json["max_message_bytes"] == 32 * KIBIBYTE
    assert demo_server.get("/api/config").json["max_message_bytes"] == 33_554_432


def test_without_it_longer_frames_are_taken_and_errors_say_more(demo_server, connect):
    client = connect(demo_server)
    assert client.ask(padded(200 * KIBIBYTE)) == "pong"
    assert client.refused({"action": "fly"})["code"] == "unknown_action"


@pytest.mark.parametrize("emulates", [False, True])
def test_a_connection_without_messages_is_closed(server, connect, emulates):
    client = connect(server({"server": {"idle_timeout_s": 1, "emulate_limits": emulates}}))
    began = time.monotonic()
    assert client.close_code() == 1001
    assert 0.9 <= time.monotonic() - began < 5


def test_a_sync_state_fits_a_message_and_its_pages_have_the_rest(server, connect, demo_drawings):
    running = server({"server": {"emulate_limits": True},
                      "sources": {"folders": {"plant": str(demo_drawings.drawings)}}})
    codes = list("ABCDEFGHIKLMNOPRSTUVWX0123456789")
    scan = connect(running).scan(folder="plant", target_hole_codes=codes,
                                 match={"mode": "substring"})
    session = scan.complete["session_id"]
    client = connect(running)
    client.send({"action": "reconnect", "session_id": session})
    text = client.socket.recv(60)
    state = json.loads(text)
    assert 80 * KIBIBYTE < len(text.encode()) <= 128 * KIBIBYTE
    names, cursor = [row["file_name"] for row in state["results"]], state.get("next_cursor")
    while cursor:
        path = f"/api/sessions/{session}/results?filter=matched&cursor={cursor}"
        page = running.get(path).json
        names, cursor = names + [row["file_name"] for row in page["results"]], page.get("next_cursor")
    assert len(names) == state["results_total"] == scan.complete["total_matches"]
    assert sorted(names) == sorted(demo_drawings.names)
