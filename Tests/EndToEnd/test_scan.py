"""Scans over the WebSocket, from STARTED to COMPLETE (contract section 3)."""

import csv
import io
import time

import pytest

from harness.drawings import encoded, pdf, workbook, write, zipped
from harness.results import codes_of, results


def test_a_folder_scan_finds_exactly_what_the_drawings_hold(demo_server, demo_drawings, connect):
    scan = connect(demo_server).scan(folder="plant", target_hole_codes=demo_drawings.targets)
    assert scan.codes == demo_drawings.expected
    assert scan.started["total_files"] == len(demo_drawings.names)
    assert scan.complete["total_problems"] == 0
    assert scan.complete["download_url"].startswith(demo_server.url + "/reports/")
    rows = results(demo_server, scan.session)
    assert codes_of(rows) == demo_drawings.expected


def test_a_scan_starts_within_a_moment(demo_server, demo_drawings, connect):
    client = connect(demo_server)
    began = time.monotonic()
    client.start(folder="plant", target_hole_codes=demo_drawings.targets)
    assert time.monotonic() - began < 1.0
    client.until("COMPLETE")


def test_a_connection_runs_one_scan_after_another(demo_server, demo_drawings, connect):
    client = connect(demo_server)
    first = client.scan(target_hole_codes=["HOLE-1"])
    second = client.scan(target_hole_codes=["HOLE-1"])
    assert first.session != second.session
    assert first.codes == second.codes
    client.silence()


def test_two_scans_at_once_do_not_mix(demo_server, demo_drawings, connect):
    one, other = connect(demo_server), connect(demo_server)
    codes = demo_drawings.targets
    one.send({"action": "start_scan", "folder": "plant", "target_hole_codes": codes})
    other.send({"action": "start_scan", "folder": "plant", "target_hole_codes": codes[:1]})
    sessions = set()
    for client in (one, other):
        messages = client.until("COMPLETE")
        sessions |= {frozenset(message["session_id"] for message in messages)}
    assert len(sessions) == 2 and all(len(session) == 1 for session in sessions)


def test_demo_drawings_are_scanned_when_no_source_is_named(demo_server, connect):
    scan = connect(demo_server).scan(target_hole_codes=["HOLE-1", "HOLE-2"])
    assert scan.started["total_files"] == 20
    assert "demo" in scan.started["message"].lower()
    assert "demo" in scan.complete["message"].lower()


def test_without_demo_drawings_a_source_must_be_named(server, connect):
    client = connect(server({"sources": {"demo_files": 0}}))
    assert client.refuse(target_hole_codes=["A"])["code"] == "no_source"


@pytest.mark.parametrize("mode, expected", [
    ("word", ["BC", "HOLE-1"]), ("token", ["HOLE-1"]), ("substring", ["BC", "OLE", "HOLE-1"]),
])
def test_a_code_matches_by_mode(server, connect, tmp_path, mode, expected):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["Code-BC", "HOLE-1."])})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    codes = ["BC", "OLE", "HOLE-1", "XYZ"]
    scan = connect(running).scan(folder="d", target_hole_codes=codes, match={"mode": mode})
    assert scan.codes == {"a.pdf": expected}


def test_codes_keep_their_spelling_and_order_and_lose_duplicates(server, connect, tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(['see 2"-HC-3452', "h.12*", "hole-7 hole-70"])})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    codes = ["Hole\u20137", " ", '2"-hc-3452', "HOLE-7", " H.12* ", "hole"]
    scan = connect(running).scan(folder="d", target_hole_codes=codes)
    assert scan.codes == {"a.pdf": ["Hole\u20137", '2"-hc-3452', "H.12*", "hole"]}


def test_a_match_tells_page_text_and_place(server, connect, tmp_path):
    content = pdf(["nothing here"], ["hole-1 and HOLE-2", "HOLE-1"])
    folder = write(tmp_path / "d", {"sub/a.PDF": content, ".hidden.pdf": content, "b.xyz": b"x"})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1", "HOLE-2"])
    row = scan.rows["sub/a.PDF"]
    assert row["page"] == 2
    places = [(match["code"], match["page"], match["text"]) for match in row["matches"]]
    assert sorted(places) == [("HOLE-1", 2, "HOLE-1"), ("HOLE-1", 2, "hole-1"), ("HOLE-2", 2, "HOLE-2")]
    for match in row["matches"]:
        x0, y0, x1, y1 = match["bbox"]
        line = 1 if match["text"] == "HOLE-1" else 0
        baseline = 842 - 772 + 20 * line
        assert y0 < baseline <= y1 + 1 and 5 < y1 - y0 < 20, match
        width = 43.34 if match["text"].isupper() else 33.35  # by Helvetica's metrics
        assert x1 - x0 == pytest.approx(width, abs=0.5), match
    assert [m["bbox"][0] for m in row["matches"] if m["text"] == "hole-1"] == [pytest.approx(72, abs=1)]


@pytest.mark.parametrize("content", [
    workbook([["Hole Code", "Remark"], ["HOLE-1", "x"], ["HOLE-2", None]]),
    workbook([["HOLE-1"], ["HOLE-2"]]),
    b"Tag;Remark\r\nHOLE-1;a\r\nHOLE-2;b\r\n",
    b"code,remark\nHOLE-1,HOLE-3\nHOLE-2,\n",
    b"\xef\xbb\xbfHOLE-1\nHOLE-2\n",
    "HOLE-1\r\nHOLE-2".encode("utf-16"),
], ids=["xlsx", "xlsx without header", "csv with semicolons", "csv", "text", "utf-16"])
@pytest.mark.parametrize("prefix", ["", "data:application/octet-stream;base64,"])
def test_a_code_list_is_told_by_its_content(demo_server, connect, content, prefix):
    from_list = connect(demo_server).scan(file_content=prefix + encoded(content))
    plain = connect(demo_server).scan(target_hole_codes=["HOLE-1", "HOLE-2"])
    assert from_list.codes == plain.codes


def test_codes_of_both_fields_are_joined(demo_server, demo_drawings, connect):
    first, *rest = demo_drawings.targets
    table = io.StringIO()
    csv.writer(table).writerows([["hole code"], *[[code] for code in rest]])
    scan = connect(demo_server).scan(
        folder="plant", target_hole_codes=[first], file_content=encoded(table.getvalue()))
    assert scan.codes == demo_drawings.expected


def test_a_drawing_in_file_content_is_scanned(demo_server, connect):
    scan = connect(demo_server).scan(
        target_hole_codes=["HOLE-1"], file_content=encoded(pdf(["(HOLE-1)"])))
    assert list(scan.codes.values()) == [["HOLE-1"]]
    assert scan.started["total_files"] == 1


def test_a_zip_of_drawings_in_file_content_is_scanned(demo_server, connect):
    archive = zipped({
        "a/1.pdf": pdf(["HOLE-1"]), "b/1.pdf": pdf(["HOLE-2"]), "__MACOSX/._1.pdf": b"x",
        "readme.xyz": b"no drawing",
    })
    scan = connect(demo_server).scan(
        target_hole_codes=["HOLE-1", "HOLE-2"], file_content=encoded(archive))
    assert scan.codes == {"a/1.pdf": ["HOLE-1"], "b/1.pdf": ["HOLE-2"]}


def test_a_path_below_a_folder_can_be_scanned(server, connect, tmp_path):
    files = {"north/1.pdf": pdf(["HOLE-1"]), "south/1.pdf": pdf(["HOLE-1"])}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}}})
    scan = connect(running).scan(folder="d/south", target_hole_codes=["HOLE-1"])
    assert scan.started["total_files"] == 1 and len(scan.codes) == 1


def test_ping_is_answered_in_both_forms(demo_server, connect):
    client = connect(demo_server)
    assert client.ask({"action": "ping"}) == "pong"
    assert client.ask("ping") == "pong"
    assert client.socket.ping().wait(5)


def test_the_progress_interval_0_sends_a_message_a_drawing(server, connect, demo_drawings):
    folders = {"plant": str(demo_drawings.drawings)}
    running = server({"sources": {"folders": folders}, "progress": {"interval_ms": 0}})
    scan = connect(running).scan(folder="plant", target_hole_codes=["HOLE-1"])
    processed = [message["processed"] for message in scan.of("PROGRESS")]
    assert processed == list(range(1, len(demo_drawings.names) + 1))
