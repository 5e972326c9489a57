"""A second scan reads no drawing again, and says what changed (issue: "Nothing read twice")."""

import io
import json
import os
import shutil
import subprocess

import openpyxl
import pytest

from harness.drawings import pdf, slow_pdf, write
from harness.paths import EXECUTABLE
from harness.results import codes_of, results
from harness.tracing import Opened


def test_a_second_scan_opens_no_drawing(server, connect, demo_drawings, tmp_path):
    folder = tmp_path / "plant"
    shutil.copytree(demo_drawings.drawings, folder)
    config = {"sources": {"folders": {"plant": str(folder)}}}
    running = server(config)
    first = connect(running).scan(folder="plant", target_hole_codes=["NOT-THERE"])
    assert first.complete["from_cache"] == 0
    # The files can be listed as before, but hold something else: same size, time and inode.
    for path in folder.rglob("*.pdf"):
        status = path.stat()
        with open(path, "r+b") as file:
            file.write(b"\0" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    running.restart()
    second = connect(running).scan(folder="plant", target_hole_codes=demo_drawings.targets)
    assert second.codes == demo_drawings.expected
    assert second.complete["from_cache"] == len(demo_drawings.names)
    plain = server({"sources": {"folders": {"plant": str(demo_drawings.drawings)}},
                    "cache": {"max_bytes": 0}})
    third = connect(plain).scan(folder="plant", target_hole_codes=demo_drawings.targets)
    assert third.complete["from_cache"] == 0
    places = [{row["file_name"]: row["matches"] for row in results(where, scan.session)}
              for where, scan in ((running, second), (plain, third))]
    assert places[0] == places[1]
    assert not (plain.data / "cache.sqlite").exists()


def test_the_system_sees_no_drawing_opened_by_a_second_scan(server, connect, demo_drawings):
    running = server({"sources": {"folders": {"plant": str(demo_drawings.drawings)}}})
    half = demo_drawings.targets[::2]
    opened = Opened(running.pid, demo_drawings.drawings)
    scan = connect(running).scan(folder="plant", target_hole_codes=half)
    assert scan.codes == demo_drawings.expected_of(half)
    assert opened.count() == len(demo_drawings.names), "the tracing itself sees them"
    other = demo_drawings.targets[1::2]
    opened = Opened(running.pid, demo_drawings.drawings)
    scan = connect(running).scan(folder="plant", target_hole_codes=other)
    assert scan.codes == demo_drawings.expected_of(other)
    assert scan.complete["from_cache"] == len(demo_drawings.names)
    assert opened.count() == 0


def test_a_drawing_that_changed_since_the_listing_is_read_anew(server, connect, tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"]), "b.pdf": pdf(["HOLE-1"])})
    running = server({
        "sources": {"folders": {"d": str(folder)}}, "queue": {"batch_size": 1, "max_receive_count": 1},
        "workers": {"count": 1, "file_timeout_s": 2}})
    connect(running).scan(folder="d", target_hole_codes=["HOLE-1", "HOLE-2"])
    # It keeps the worker busy while the drawings behind it, listed already, change or go.
    (folder / "0.pdf").write_bytes(slow_pdf("HOLE-9"))
    client = connect(running)
    session = client.start(folder="d", target_hole_codes=["HOLE-1", "HOLE-2"])["session_id"]
    (folder / "a.pdf").write_bytes(pdf(["HOLE-2 since then"]))
    (folder / "b.pdf").unlink()
    done = client.until("COMPLETE")[-1]
    assert codes_of(results(running, session)) == {"a.pdf": ["HOLE-2"]}
    assert done["from_cache"] == 0 and done["total_problems"] == 2


def scan(cache, *arguments) -> dict[str, dict]:
    done = subprocess.run(
        [EXECUTABLE, "scan", *map(str, arguments), "--format", "jsonl"], capture_output=True,
        timeout=120, env={**os.environ, "XDG_CACHE_HOME": str(cache)})
    assert done.returncode == 0, done.stderr.decode()
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["file_name"]: {**row, "seconds": 0} for row in rows}


def test_what_is_not_in_the_cache_is_leased_by_the_batch(server, connect, tmp_path):
    known = {f"a/{number:03}.pdf": pdf([f"HOLE-{number}"]) for number in range(50)}
    folder = write(tmp_path / "plant", known)
    running = server({
        "sources": {"folders": {"plant": str(folder)}}, "queue": {"max_receive_count": 1},
        "workers": {"count": 1, "file_timeout_s": 4}, "progress": {"interval_ms": 0}})
    codes = [f"HOLE-{number}" for number in range(110)]
    connect(running).scan(folder="plant", target_hole_codes=["NOT-THERE"])
    # After the known ones four batches are leased at once, of which all but one are given back.
    write(folder, {f"b/{number:03}.pdf": pdf([f"HOLE-{50 + number}"]) for number in range(60)}
          | {"b/000.pdf": slow_pdf("HOLE-999")})
    client = connect(running)
    client.start(folder="plant", target_hole_codes=codes)
    while client.receive().get("processed", 0) < 50:
        pass
    queue = running.get("/api/queue").json
    assert 0 < queue["in_flight"] <= 10, queue
    complete = client.until("COMPLETE")[-1]
    assert complete["total_processed"] == 110 and complete["from_cache"] == 50
    assert complete["total_matches"] == 109 and complete["total_problems"] == 1


def test_the_scan_command_keeps_text_for_its_user(demo_drawings, tmp_path):
    flags = [demo_drawings.drawings, "--codes", demo_drawings.folder / "codes.txt"]
    plain = scan(tmp_path / "none", *flags, "--no-cache")
    assert not (tmp_path / "none").exists()
    cache = tmp_path / "cache"
    assert scan(cache, *flags) == plain
    assert (cache / "isoscan" / "cache.sqlite").stat().st_mode & 0o077 == 0
    assert scan(cache, *flags) == plain


@pytest.mark.parametrize("damage", [b"", b"no database" * 1000])
def test_a_damaged_cache_is_begun_anew(server, connect, tmp_path, damage):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    running.stop()
    (running.data / "cache.sqlite").write_bytes(damage)
    running.start()
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    assert scan.codes == {"a.pdf": ["HOLE-1"]}
    assert bool(damage) == ("text cache begun anew" in running.log())


def test_the_report_says_what_changed(server, connect, tmp_path):
    folder = write(tmp_path / "d", {
        "same.pdf": pdf(["HOLE-1"]), "other.pdf": pdf(["HOLE-1"]), "gone.pdf": pdf(["HOLE-2"])})
    running = server({"sources": {"folders": {"d": str(folder)}}})

    def report() -> openpyxl.Workbook:
        scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1", "HOLE-2"])
        return openpyxl.load_workbook(io.BytesIO(running.get(scan.complete["download_url"]).body))

    assert "Changes" not in report().sheetnames
    write(folder, {"other.pdf": pdf(["HOLE-2 is new"]), "new.pdf": pdf(["HOLE-1"])})
    (folder / "gone.pdf").unlink()
    book = report()
    rows = list(book["Changes"].iter_rows(values_only=True))
    assert rows[0] == ("File Name", "Change", "Codes Gained", "Codes Lost")
    assert sorted(rows[1:]) == [
        ("gone.pdf", "Gone", None, "HOLE-2"), ("new.pdf", "New", "HOLE-1", None),
        ("other.pdf", "Changed", "HOLE-2", "HOLE-1")]
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert summary["Compared with session"]
    assert summary["Drawings from the text cache"] == 1
