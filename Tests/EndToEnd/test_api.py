"""The HTTP API (contract section 4)."""

import shutil
import time

import pytest

from harness.drawings import encoded, pdf, write, zipped
from harness.http import multipart
from harness.results import codes_of, results


def finished(server, session: str, timeout: float = 300) -> dict:
    """Asks for a session until it has ended; with a sanitizer that takes minutes."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        state = server.get(f"/api/sessions/{session}").json
        if state["status"] not in ("IN_PROGRESS", "PAUSED"):
            return state
        time.sleep(0.02)
    raise AssertionError(f"the session did not end: {state}")


def start(server, **request) -> str:
    answer = server.post("/api/sessions", request)
    assert answer.status == 202, answer.body
    return answer.json["session_id"]


def test_a_session_is_started_and_looked_at(demo_server, demo_drawings):
    session = start(demo_server, folder="plant", target_hole_codes=demo_drawings.targets)
    state = finished(demo_server, session)
    assert state["session_id"] == session and state["status"] == "COMPLETE"
    assert state["total_files"] == len(demo_drawings.names)
    assert demo_server.get(state["download_url"]).status == 200
    assert codes_of(results(demo_server, session)) == demo_drawings.expected


def test_a_session_started_over_http_can_be_watched(demo_server, demo_drawings, connect):
    session = start(demo_server, folder="plant", target_hole_codes=demo_drawings.targets)
    client = connect(demo_server)
    state = client.ask({"action": "reconnect", "session_id": session})
    if state["status"] == "IN_PROGRESS":
        client.until("COMPLETE")


@pytest.mark.parametrize("body, code", [
    ({"target_hole_codes": []}, "no_codes"), ({"target_hole_codes": 1}, "bad_request"),
    ("no json", "bad_json"), ({"target_hole_codes": ["A"], "folder": "none"}, "unknown_folder"),
])
def test_a_bad_start_is_refused(demo_server, body, code):
    headers = {"Content-Type": "application/json"}
    answer = demo_server.request("POST", "/api/sessions", body, headers)
    assert 400 <= answer.status < 500 and answer.code == code


def test_results_are_filtered_and_paged(server, tmp_path):
    files = {f"{number:03}.pdf": pdf([f"HOLE-{number % 3}"]) for number in range(90)}
    files["cut.pdf"] = b"%PDF-1.7\nnothing more"
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}}})
    session = start(running, folder="d", target_hole_codes=["HOLE-1", "HOLE-2"])
    state = finished(running, session)
    assert state["total_problems"] == 1
    matched = results(running, session, "matched", limit=7)
    assert codes_of(matched) == {
        name: [f"HOLE-{int(name[:3]) % 3}"] for name in files if name[:3].isdigit() and int(name[:3]) % 3}
    assert [row["file_name"] for row in results(running, session, "problems")] == ["cut.pdf"]
    assert {row["file_name"] for row in results(running, session, "all", limit=13)} == set(files)
    path = f"/api/sessions/{session}/results?filter=matched&limit=1000&code=HOLE-2"
    names = {row["file_name"] for row in running.get(path).json["results"]}
    assert names == {name for name in files if name[:3].isdigit() and int(name[:3]) % 3 == 2}
    assert all(row["matches"][0]["page"] == 1 for row in matched)


@pytest.mark.parametrize("query", [
    "limit=0", "limit=-1", "limit=x", "limit=99999999999999999999", "cursor=nonsense", "cursor=%00",
    "filter=bad",
])
def test_a_bad_query_is_refused(demo_server, query):
    session = start(demo_server, target_hole_codes=["HOLE-1"])
    answer = demo_server.get(f"/api/sessions/{session}/results?{query}")
    assert answer.status == 400 and answer.code in ("bad_cursor", "bad_request")


def test_sessions_are_listed_newest_first_in_pages(server):
    running = server({"sources": {"demo_files": 1}})
    made = [start(running, target_hole_codes=["HOLE-1"]) for _ in range(7)]
    listed, cursor = [], ""
    while True:
        page = running.get("/api/sessions?limit=3" + (f"&cursor={cursor}" if cursor else "")).json
        listed += [session["session_id"] for session in page["sessions"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    assert listed == made[::-1]
    assert running.get("/api/sessions?limit=x").status == 400


def test_a_session_is_cancelled_and_deleted(demo_server, demo_drawings):
    session = start(demo_server, folder="plant", target_hole_codes=demo_drawings.targets)
    assert demo_server.post(f"/api/sessions/{session}/cancel").status in (200, 202, 409)
    assert finished(demo_server, session)["status"] in ("CANCELLED", "COMPLETE")
    assert demo_server.request("DELETE", f"/api/sessions/{session}").status in (200, 204)
    assert demo_server.get(f"/api/sessions/{session}").status == 404
    assert demo_server.get(f"/api/sessions/{session}/results").code == "unknown_session"
    listed = demo_server.get("/api/sessions?limit=1000").json["sessions"]
    assert session not in [entry["session_id"] for entry in listed]


def test_a_deleted_session_takes_its_report_with_it(demo_server):
    session = start(demo_server, target_hole_codes=["HOLE-1"])
    report = finished(demo_server, session)["download_url"]
    assert demo_server.get(report).status == 200
    demo_server.request("DELETE", f"/api/sessions/{session}")
    assert demo_server.get(report).status == 404


def test_drawings_are_uploaded_as_a_form(demo_server, connect):
    files = [("a.pdf", pdf(["HOLE-1"])), ("sub/b.pdf", pdf(["HOLE-2"])), ("a.pdf", pdf(["HOLE-1"]))]
    body, kind = multipart(files)
    answer = demo_server.request("POST", "/api/uploads", body, {"Content-Type": kind})
    assert answer.status in (200, 201), answer.body
    assert answer.json["files"] == 3
    scan = connect(demo_server).scan(
        upload_id=answer.json["upload_id"], target_hole_codes=["HOLE-1", "HOLE-2"])
    assert scan.started["total_files"] == 3
    assert sorted(map(tuple, scan.codes.values())) == [("HOLE-1",), ("HOLE-1",), ("HOLE-2",)]
    row = next(iter(scan.rows.values()))
    assert demo_server.get(row["pdf_link"]).body.startswith(b"%PDF")


def test_a_zip_is_uploaded_as_one_body(demo_server, connect):
    body = zipped({f"{number}.pdf": pdf([f"HOLE-{number}"]) for number in range(5)})
    headers = {"Content-Type": "application/zip"}
    answer = demo_server.request("POST", "/api/uploads?name=set.zip", body, headers)
    assert answer.json["files"] == 5, answer.body
    scan = connect(demo_server).scan(upload_id=answer.json["upload_id"], target_hole_codes=["HOLE-3"])
    assert len(scan.codes) == 1


@pytest.mark.parametrize("name", ["../../up.pdf", "/etc/up.pdf", "a\\..\\up.pdf", "C:\\x\\up.pdf"])
def test_a_name_in_an_upload_leads_nowhere(demo_server, connect, name):
    body, kind = multipart([(name.replace("\\", "\\\\"), pdf(["HOLE-1"]))])
    answer = demo_server.request("POST", "/api/uploads", body, {"Content-Type": kind})
    assert answer.status in (200, 201), answer.body
    scan = connect(demo_server).scan(
        upload_id=answer.json["upload_id"], target_hole_codes=["HOLE-1"])
    (found,) = scan.codes
    assert ".." not in found.split("/") and not found.startswith("/")
    inside = list(demo_server.data.rglob("*up.pdf"))
    assert not list(demo_server.folder.glob("up.pdf")) and len(inside) <= 8


@pytest.mark.parametrize("body, kind", [
    (b"", "multipart/form-data; boundary=x"), (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"junk", "multipart/form-data"), (b"PK\x03\x04broken", "application/zip"),
])
def test_a_broken_upload_is_refused(demo_server, body, kind):
    answer = demo_server.request("POST", "/api/uploads?name=a.zip", body, {"Content-Type": kind})
    assert 400 <= answer.status < 500 and answer.code


def test_an_upload_over_the_limit_is_refused(server):
    running = server({"sources": {"max_upload_bytes": 10_000}})
    body, kind = multipart([("a.pdf", bytes(50_000))])
    answer = running.request("POST", "/api/uploads", body, {"Content-Type": kind})
    assert answer.status == 413


def test_the_queue_can_be_looked_at(demo_server):
    queue = demo_server.get("/api/queue").json
    assert queue["depth"] == 0 and queue["in_flight"] == 0
    assert demo_server.get("/api/queue/dead").status == 200
    assert demo_server.post("/api/queue/dead/redrive").status == 200
    assert demo_server.request("DELETE", "/api/queue/dead").status in (200, 204)


def test_health_and_metrics_are_told(demo_server):
    assert demo_server.get("/healthz").status == 200
    assert demo_server.get("/readyz").status == 200
    metrics = demo_server.get("/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain")
    assert b"# TYPE" in metrics.body


def test_unknown_routes_and_methods_are_told_apart(demo_server):
    missing = demo_server.get("/api/nothing")
    assert missing.status == 404 and missing.code == "not_found"
    assert demo_server.get("/nothing.html").status == 404
    wrong = demo_server.request("PUT", "/api/sessions", {})
    assert wrong.status == 405 and "POST" in wrong.headers["Allow"]
    assert demo_server.get("/api/sessions/AAAAAAAAAAAAAAAAAAAAAA").code == "unknown_session"
    assert demo_server.get("/../../etc/passwd").status in (400, 404)
    assert demo_server.get("/%2e%2e/%2e%2e/etc/passwd").status in (400, 404)


def test_the_dashboard_is_served(demo_server):
    page = demo_server.get("/")
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    assert demo_server.get("/", **{"If-None-Match": page.headers["ETag"]}).status == 304
    head = demo_server.request("HEAD", "/")
    assert head.body == b"" and head.headers["Content-Length"] == str(len(page.body))


def test_the_dashboard_knows_dates_and_its_errors_are_json(demo_server):
    page = demo_server.get("/")
    date = page.headers["Last-Modified"]
    assert demo_server.get("/", **{"If-Modified-Since": date}).status == 304
    old = "Sun, 06 Nov 1994 08:49:37 GMT"
    failed = demo_server.get("/", **{"If-Unmodified-Since": old})
    assert failed.status == 412 and failed.json["code"] == "precondition_failed"
    missed = demo_server.get("/", Range="bytes=9999999-")
    assert missed.status == 416 and missed.json["code"] == "range_not_satisfiable"
    assert missed.headers["Content-Range"] == f"bytes */{len(page.body)}"


def test_an_upload_stays_as_long_as_a_session_reads_it(server, connect):
    running = server({})
    upload = running.request("POST", "/api/uploads?name=a.pdf", pdf(["HOLE-1"])).json["upload_id"]
    client = connect(running)
    first = client.scan(upload_id=upload, target_hole_codes=["HOLE-1"])
    assert running.request("DELETE", f"/api/sessions/{first.session}").status == 204
    gone = client.refuse(upload_id=upload, target_hole_codes=["HOLE-1"])
    assert gone["code"] == "unknown_upload"
    upload = running.request("POST", "/api/uploads?name=a.pdf", pdf(["HOLE-1"])).json["upload_id"]
    first = client.scan(upload_id=upload, target_hole_codes=["HOLE-1"])
    second = client.scan(upload_id=upload, target_hole_codes=["HOLE-1"])
    assert running.request("DELETE", f"/api/sessions/{first.session}").status == 204
    assert running.get(second.rows["a.pdf"]["pdf_link"]).status == 200


def test_a_request_id_stands_for_the_same_request_only(server, connect):
    running = server({"sources": {"demo_files": 3}})
    client, other = connect(running), connect(running)
    first = client.scan(request_id="1", target_hole_codes=["HOLE-1"])
    assert other.start(request_id="1", target_hole_codes=["OTHER"])["session_id"] != first.session
    again = connect(running).start(request_id="1", target_hole_codes=["HOLE-1"])
    assert again["session_id"] == first.session


@pytest.mark.parametrize("source", ["folder", "upload", "drive", "content"])
def test_a_request_sent_again_needs_nothing_of_what_it_asked_for(server, connect, emulator, tmp_path, source):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    drive = emulator(write(tmp_path / "drive", {"a.pdf": pdf(["HOLE-1"])}))
    config = {**drive.config}
    config["sources"] = {**config["sources"], "folders": {"d": str(folder)}}
    running = server(config)
    request = {"request_id": "1", "target_hole_codes": ["HOLE-1"]}
    if source == "folder":
        request["folder"] = "d"
    elif source == "upload":
        request["upload_id"] = running.request(
            "POST", "/api/uploads?name=a.pdf", pdf(["HOLE-1"]),
            {"Content-Type": "application/octet-stream"}).json["upload_id"]
    elif source == "drive":
        request |= {"drive_link": drive.link, "token": "ya29.once"}
    else:
        request["file_content"] = encoded(pdf(["HOLE-1"]))
    first = connect(running).scan(**request)
    shutil.rmtree(folder)
    uploads = sorted(path.name for path in (running.data / "uploads").iterdir())
    if source == "upload":
        shutil.rmtree(running.data / "uploads" / request["upload_id"])
    if source == "drive":
        drive.expire("ya29.once")
    client = connect(running)
    again = client.start(**request)
    assert again["session_id"] == first.session
    assert client.until("SYNC_STATE")[-1]["status"] == "COMPLETE"
    answer = running.post("/api/sessions", request)
    assert answer.status == 202 and answer.json["session_id"] == first.session
    left = sorted(path.name for path in (running.data / "uploads").iterdir())
    assert left == ([] if source == "upload" else uploads)
    assert not list((running.data / "tokens").iterdir())
