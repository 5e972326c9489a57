"""What goes wrong around a server: no room, no descriptors, sources that go, stops, steps of the clock.

The faults are made at the boundaries: limits of the running process (prlimit(2)), a small file
system where one can be mounted, a preloaded clock.
"""

import os
import resource
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from harness.client import Client, Transcript
from harness.drawings import pdf, slow_pdf, write
from harness.paths import EXECUTABLE
from harness.results import codes_of, results
from harness.server import environment, run

DISK = 96 << 20


def can_mount() -> bool:
    """Whether a small file system can be mounted here: as root, where the system lets it."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder],
                                 capture_output=True).returncode == 0
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted


class Limit:
    """No file of the server may grow."""

    kind, new = resource.RLIMIT_FSIZE, 4096

    def __init__(self, running):
        self.pid = running.pid
        self.old = resource.prlimit(self.pid, self.kind)

    def begin(self) -> None:
        resource.prlimit(self.pid, self.kind, (self.new, self.old[1]))

    def end(self) -> None:
        resource.prlimit(self.pid, self.kind, self.old)


class NoDescriptors(Limit):
    """The server may open no further file."""

    kind, new = resource.RLIMIT_NOFILE, 4


class SmallDisk:
    """The data folder's file system is full but for what is freed again."""

    def __init__(self, running):
        self.ballast = running.data / "ballast"

    def begin(self) -> None:
        with open(self.ballast, "wb", buffering=0) as file:
            try:
                while file.write(bytes(65536)) > 0:
                    pass
            except OSError:
                pass

    def end(self) -> None:
        self.ballast.unlink()


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a small file system where a server's data will be."""
    mounted = []

    def mount(folder: Path) -> None:
        folder.mkdir(parents=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


SHORTAGES = [(Limit, "disk is full"), (NoDescriptors, "No more files")]
if can_mount():
    SHORTAGES.append((SmallDisk, "disk is full"))


@pytest.mark.parametrize("fault, reason", SHORTAGES)
def test_a_scan_pauses_without_room_and_loses_nothing(
        server, small_disk, demo_drawings, tmp_path, fault, reason):
    if fault is SmallDisk:
        small_disk(tmp_path / "server-0" / "data")
    running = server({"sources": {"folders": {"plant": str(demo_drawings.drawings)}},
                      "progress": {"interval_ms": 0}})
    with Client(running.ws) as client:
        session = client.start(folder="plant", target_hole_codes=demo_drawings.targets)["session_id"]
        before = client.until("PROGRESS")
        shortage = fault(running)
        shortage.begin()
        paused = client.until("ERROR")
        error = paused[-1]
        assert error["code"] == "storage_full" and error["status"] == "PAUSED"
        assert error["session_id"] == session and reason in error["message"]
        if fault is not NoDescriptors:  # Without descriptors nobody can connect either.
            looks_paused(running, session, reason)
        shortage.end()
        after = client.until("COMPLETE")
    complete = after[-1]
    assert complete["status"] == "COMPLETE" and complete["total_problems"] == 0
    assert complete["total_processed"] == len(demo_drawings.names)
    notices = [message for message in after if message.get("status") == "IN_PROGRESS"]
    assert notices and notices[0]["type"] == "PROGRESS", "watchers are told that it goes on"
    found = [message["data"] for message in before + paused + after
             if message["type"] == "MATCH_FOUND"]
    assert codes_of(found) == demo_drawings.expected
    assert codes_of(results(running, session)) == demo_drawings.expected
    assert running.get(complete["download_url"]).status == 200
    assert "scans are paused" in running.log() and "scans go on" in running.log()
    assert running.get("/readyz").status == 200
    assert running.get("/api/queue/dead").json["dead"] == []


def looks_paused(running, session: str, reason: str) -> None:
    with Client(running.ws) as other:
        state = other.ask({"action": "reconnect", "session_id": session})
        assert state["status"] == "PAUSED" and reason in state["reason"]
        assert other.ask({"action": "start_scan", "target_hole_codes": ["X"]})["type"] == "ERROR"
    ready = running.get("/readyz")
    assert ready.status == 503 and reason in ready.json["reason"]
    assert "isoscan_paused 1" in running.get("/metrics").body.decode()


def test_an_upload_without_room_is_refused_and_leaves_nothing(server, connect):
    running = server()
    shortage = Limit(running)
    shortage.begin()
    answer = running.request("POST", "/api/uploads?name=a.txt", b"HOLE-1 " * 100_000)
    assert answer.status == 507 and answer.code == "storage_full"
    assert list((running.data / "uploads").iterdir()) == []
    shortage.end()
    upload = running.request("POST", "/api/uploads?name=a.txt", b"HOLE-1 " * 100_000).json
    scan = connect(running).scan(upload_id=upload["upload_id"], target_hole_codes=["HOLE-1"])
    assert scan.codes == {"a.txt": ["HOLE-1"]}


def test_a_source_that_vanishes_makes_problems_of_what_is_left(server, demo_drawings, tmp_path):
    folder = tmp_path / "plant"
    subprocess.run(["cp", "-r", str(demo_drawings.drawings), str(folder)], check=True)
    running = server({"sources": {"folders": {"plant": str(folder)}}, "workers": {"count": 1},
                      "queue": {"max_receive_count": 1}, "progress": {"interval_ms": 0}})
    with Client(running.ws) as client:
        started = client.start(folder="plant", target_hole_codes=demo_drawings.targets)
        client.until("PROGRESS")
        folder.rename(tmp_path / "gone")
        complete = client.until("COMPLETE")[-1]
    assert complete["total_processed"] == len(demo_drawings.names)
    problems = results(running, started["session_id"], "problems")
    assert len(problems) == complete["total_problems"] > 0
    assert {row["status"] for row in problems} == {"Failed"}
    assert all("not found" in row["problem"] for row in problems)
    assert len(running.get("/api/queue/dead?limit=1000").json["dead"]) == len(problems)
    # What is back is read after all, one dead letter or all of them.
    (tmp_path / "gone").rename(folder)
    letter = running.get("/api/queue/dead?limit=1").json["dead"][0]["id"]
    assert running.post(f"/api/queue/dead/{letter}/redrive").json == {"redriven": 1}
    assert running.post(f"/api/queue/dead/{letter}/redrive").code == "not_found"
    done = run("queue", "redrive", "--data", running.data)
    assert done.returncode == 0, done.stderr
    with Client(running.ws) as client:
        client.send({"action": "reconnect", "session_id": started["session_id"]})
        # The first report may be of the one letter alone.
        while results(running, started["session_id"], "problems"):
            client.until("REPORT_UPDATED")
    assert codes_of(results(running, started["session_id"])) == demo_drawings.expected


def test_a_scan_whose_every_drawing_fails_completes_and_says_so(server, connect, tmp_path):
    folder = write(tmp_path / "d", {f"{name}.pdf": b"%PDF-1.4 torn" for name in "abc"})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    scan = connect(running).scan(folder="d", target_hole_codes=["A"])
    assert scan.complete["status"] == "COMPLETE"
    assert scan.complete["total_processed"] == scan.complete["total_problems"] == 3
    assert "None of the drawings could be read" in scan.complete["message"]


def test_a_dead_letter_put_back_while_its_scan_runs_is_told_before_the_end(server, connect, tmp_path):
    names = [f"{number}.pdf" for number in range(8)]
    folder = write(tmp_path / "d", {name: slow_pdf("OTHER") for name in names})
    running = server({
        "sources": {"folders": {"d": str(folder)}}, "queue": {"max_receive_count": 1},
        "workers": {"count": 1, "file_timeout_s": 1}, "progress": {"interval_ms": 0}})
    client = connect(running)
    client.send({"action": "start_scan", "folder": "d", "target_hole_codes": ["HOLE-1"]})
    messages = client.until("PROGRESS")
    # Seven seconds of other drawings are left.
    (folder / "0.pdf").write_bytes(pdf(["HOLE-1"]))
    assert running.post("/api/queue/dead/redrive").json == {"redriven": 1}
    scan = Transcript(messages + client.until("COMPLETE"))
    scan.check()
    assert scan.codes == {"0.pdf": ["HOLE-1"]}
    assert (scan.complete["total_processed"], scan.complete["total_problems"]) == (8, 7)
    assert codes_of(results(running, scan.session)) == scan.codes
    client.silence()


def test_a_drawing_that_ends_the_process_each_time_is_a_problem(server, connect, tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"]), "killer.pdf": slow_pdf("HOLE-2")})
    running = server({"sources": {"folders": {"d": str(folder)}}, "workers": {"count": 2},
                      "progress": {"interval_ms": 0}})
    with Client(running.ws) as client:
        session = client.start(folder="d", target_hole_codes=["HOLE-1", "HOLE-2"])["session_id"]
        client.until("MATCH_FOUND")
        wait_until_read(running)
        running.kill9()
    # Once beside others, which is not held against it, then alone as often as it may; a kill
    # between the lease and the reading's begin counts as little.
    kills = 1
    running.start()
    while running.get("/api/queue").json["dead"] == 0:
        assert kills < 20, "the server reads it again and again"
        wait_until_read(running)
        time.sleep(0.1)
        running.kill9()
        kills += 1
        running.start()
    with Client(running.ws) as client:
        state = client.ask({"action": "reconnect", "session_id": session})
        if state["status"] == "IN_PROGRESS":
            client.until("COMPLETE")
    rows = {row["file_name"]: row["status"] for row in results(running, session, "all")}
    assert rows == {"a.pdf": "1 Code", "killer.pdf": "Failed"}
    (letter,) = running.get("/api/queue/dead").json["dead"]
    assert letter["file_name"] == "killer.pdf" and letter["attempts"] == 3
    done = run("queue", "purge", letter["id"], "--data", running.data)
    assert done.returncode == 0 and running.get("/api/queue/dead").json["dead"] == []
    done = run("queue", "purge", letter["id"], "--data", running.data)
    assert done.returncode == 1 and str(letter["id"]) in done.stderr.decode()


def wait_until(running, holds) -> None:
    """Waits until the queue's numbers are so; nothing else tells of them."""
    end = time.monotonic() + 60
    while not holds(queue := running.get("/api/queue").json):
        assert time.monotonic() < end, queue
        time.sleep(0.02)


def wait_until_read(running) -> None:
    """Waits until one drawing is being read and all else is done."""
    wait_until(running, lambda queue: queue["in_flight"] == 1 and queue["depth"] == 0)


def test_a_stop_drains_what_is_begun_and_keeps_to_its_time(server, demo_drawings, tmp_path):
    folder = tmp_path / "plant"
    subprocess.run(["cp", "-r", str(demo_drawings.drawings), str(folder)], check=True)
    write(folder, {"000.pdf": slow_pdf("HOLE-1")})
    config = {"sources": {"folders": {"plant": str(folder)}}, "workers": {"count": 2},
              "server": {"shutdown_s": 2}, "progress": {"interval_ms": 0}}
    running = server(config)
    with Client(running.ws) as client:
        session = client.start(folder="plant", target_hole_codes=demo_drawings.targets)["session_id"]
        client.until("PROGRESS")
        began = time.monotonic()
        running.signal(signal.SIGTERM)
        assert running.process.wait(30) == 0
        assert time.monotonic() - began < 2 + 1, "shutdown_s, and a moment of a busy machine"
    (folder / "000.pdf").write_bytes(pdf(["none"]))
    running.start()
    with Client(running.ws) as client:
        state = client.ask({"action": "reconnect", "session_id": session})
        if state["status"] == "IN_PROGRESS":
            client.until("COMPLETE")
    state = running.get(f"/api/sessions/{session}").json
    assert state["processed_count"] == state["total_files"] == len(demo_drawings.names) + 1
    assert state["total_problems"] == 0
    assert codes_of(results(running, session)) == demo_drawings.expected


@pytest.mark.parametrize("damage", ["truncated", "overwritten", "no database"])
def test_a_damaged_database_is_refused_and_left_alone(server, connect, demo_drawings, damage):
    running = server({"sources": {"folders": {"plant": str(demo_drawings.drawings)}}})
    connect(running).scan(folder="plant", target_hole_codes=demo_drawings.targets)
    running.stop()
    path = running.data / "isoscan.sqlite"
    size = path.stat().st_size
    if damage == "truncated":
        os.truncate(path, size // 4096 // 2 * 4096)
    elif damage == "overwritten":
        with open(path, "r+b") as file:
            file.seek(size // 4096 // 3 * 4096)
            file.write(b"\xa5" * 4096 * 4)
    else:
        path.write_bytes(b"no database" * 1000)
    before = path.read_bytes()
    done = run("serve", "--port", 0, "--data", running.data)
    assert done.returncode == 1 and done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert "damaged" in line and str(running.data) in line
    assert path.read_bytes() == before


@pytest.fixture
def stepped(server, tmp_path):
    """Starts a server whose clock of day can be stepped; gives it, and how."""
    library = tmp_path / "clock_step.so"
    source = Path(__file__).parent / "harness/clock_step.c"
    subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    step = tmp_path / "step"
    step.write_text("0")

    def start(config: dict):
        running = server(config)
        running.stop()
        running.environment = {"LD_PRELOAD": str(library), "CLOCK_STEP_FILE": str(step)}
        running.start()
        return running

    def set_step(hours: float) -> None:
        (tmp_path / "next").write_text(str(int(hours * 3_600_000)))
        (tmp_path / "next").rename(step)

    return start, set_step


def test_retention_removes_all_of_an_old_session_together(stepped, connect):
    start, set_step = stepped
    running = start({"storage": {"retention_days": 30}})
    upload = running.request("POST", "/api/uploads?name=a.txt", b"HOLE-1").json["upload_id"]
    scan = connect(running).scan(upload_id=upload, target_hole_codes=["HOLE-1"])
    reports = running.data / "reports"
    (reports / "isoscan-NoSuchSession.xlsx").write_bytes(b"left by a crash")
    (reports / f".isoscan-{scan.session}.xlsx.0.part").write_bytes(b"half made")
    running.stop()
    set_step(24 * 29)
    running.start()
    orphan = reports / "isoscan-NoSuchSession.xlsx"
    end = time.monotonic() + 60
    while orphan.exists():  # The sweep runs beside the rest, and tells of sessions only.
        assert time.monotonic() < end
        time.sleep(0.02)
    assert running.get(f"/api/sessions/{scan.session}").status == 200
    assert [path.name for path in reports.iterdir()] == [f"isoscan-{scan.session}.xlsx"]
    running.stop()
    set_step(24 * 31)
    running.start()
    running.wait_for_log("old sessions removed")
    assert running.get(f"/api/sessions/{scan.session}").code == "unknown_session"
    assert list(reports.iterdir()) == [] == list((running.data / "uploads").iterdir())
    running.stop()
    cache = sqlite3.connect(running.data / "cache.sqlite")
    assert cache.execute("SELECT count(*) FROM documents").fetchone() == (0,)
    cache.close()


@pytest.mark.parametrize("hours", [1, -1, 24 * 400])
def test_a_step_of_the_clock_moves_no_lease_and_no_retry(stepped, demo_drawings, tmp_path, hours):
    start, set_step = stepped
    folder = tmp_path / "plant"
    subprocess.run(["cp", "-r", str(demo_drawings.drawings), str(folder)], check=True)
    write(folder, {"zzz.pdf": pdf(["HOLE-LATE"])})
    running = start({"sources": {"folders": {"d": str(folder)}}, "workers": {"count": 1},
                     "progress": {"interval_ms": 0}})
    with Client(running.ws) as client:
        codes = [*demo_drawings.targets, "HOLE-LATE"]
        session = client.start(folder="d", target_hole_codes=codes)["session_id"]
        (folder / "zzz.pdf").rename(tmp_path / "zzz.pdf")
        set_step(hours)  # While leases are held,
        wait_until(running, lambda queue: queue["delayed"] == 1)
        set_step(2 * hours)  # and while a retry waits for its time.
        (tmp_path / "zzz.pdf").rename(folder / "zzz.pdf")
        client.until("COMPLETE")
    found = codes_of(results(running, session))
    assert found == demo_drawings.expected | {"zzz.pdf": ["HOLE-LATE"]}
    assert running.get("/api/queue/dead").json["dead"] == []
    listed = running.get("/api/sessions").json["sessions"]
    assert [entry["session_id"] for entry in listed] == [session], "retention took nothing"
