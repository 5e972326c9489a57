"""What a start makes of the data folder it finds: nothing is begun anew over what was kept."""

import os
import shutil
import signal
import sqlite3

import pytest

from harness.drawings import pdf, write
from harness.server import run

LARGE = 72 << 20
"""Bytes above which the database is checked after the start."""


@pytest.fixture
def scanned(server, connect, tmp_path):
    """A stopped server with a report and an upload, and its configuration's folder."""
    folder = write(tmp_path / "d", {f"{number}.pdf": pdf([f"HOLE-{number}"]) for number in range(200)})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    upload = running.request("POST", "/api/uploads?name=a.pdf", pdf(["HOLE-1"]),
                             {"Content-Type": "application/octet-stream"})
    assert upload.status == 201, upload.body
    running.stop()
    return running


def serve(running):
    """A start that must be refused; its line on stderr."""
    done = run("serve", "--port", 0, "--data", running.data, "--config", running.config_path, timeout=60)
    assert done.returncode == 1 and done.stdout == b"", done
    (line,) = done.stderr.decode().splitlines()
    return line


def kept(running) -> dict[str, int]:
    return {str(path.relative_to(running.data)): path.stat().st_size
            for part in ("reports", "uploads") for path in (running.data / part).rglob("*")}


def lose(running, how: str) -> None:
    database = running.data / "isoscan.sqlite"
    for suffix in ("-wal", "-shm"):
        (running.data / f"isoscan.sqlite{suffix}").unlink(missing_ok=True)
    if how == "missing":
        database.unlink()
    else:
        database.write_bytes(b"")


@pytest.mark.parametrize("how", ["missing", "empty"])
@pytest.mark.parametrize("left", ["reports", "uploads"])
def test_a_folder_that_lost_its_database_is_refused_and_keeps_the_rest(scanned, how, left):
    for part in {"reports", "uploads"} - {left}:
        shutil.rmtree(scanned.data / part)
    lose(scanned, how)
    before = kept(scanned)
    assert before
    line = serve(scanned)
    assert "isoscan.sqlite" in line and "backup" in line and left in line
    assert kept(scanned) == before
    assert (scanned.data / "isoscan.sqlite").exists() == (how == "empty")


def test_a_log_without_its_database_is_refused(scanned):
    lose(scanned, "missing")
    for part in ("reports", "uploads"):
        shutil.rmtree(scanned.data / part)
    (scanned.data / "isoscan.sqlite-wal").write_bytes(b"x" * 4096)
    assert "isoscan.sqlite" in serve(scanned)
    assert (scanned.data / "isoscan.sqlite-wal").stat().st_size == 4096


def test_a_folder_without_anything_of_a_session_starts_anew(scanned, connect):
    lose(scanned, "missing")
    for part in ("reports", "uploads"):
        shutil.rmtree(scanned.data / part)
        (scanned.data / part).mkdir()
    write(scanned.data, {"uploads/AAAAAAAAAAAAAAAAAAAAAA.part/0": b"x", "reports/.x.xlsx.1.part": b"x"})
    assert (scanned.data / "signing.key").exists() and (scanned.data / "isoscan.lock").exists()
    scanned.start()
    connect(scanned).scan(folder="d", target_hole_codes=["HOLE-1"])


def damage_index(path) -> None:
    """Has an index disagree with its table: only a full check sees it."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA writable_schema = ON")
    (sql,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'drawings_name'").fetchone()
    database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'drawings_name'",
                     (sql + " WHERE session < 0",))
    database.commit()
    database.close()
    database = sqlite3.connect(path)
    database.execute("UPDATE drawings SET name = 'other' || name WHERE id % 2")
    database.execute("PRAGMA writable_schema = ON")
    database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'drawings_name'", (sql,))
    database.commit()
    database.close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    database.close()


def grow(path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE filler (x)")
    for _ in range(LARGE >> 20):
        database.execute("INSERT INTO filler VALUES (zeroblob(1048576))")
    database.commit()
    database.close()
    assert os.stat(path).st_size > LARGE


def test_an_index_that_is_wrong_is_found_before_the_start(scanned):
    damage_index(scanned.data / "isoscan.sqlite")
    line = serve(scanned)
    assert "damaged" in line and "backup" in line


def test_a_large_database_is_checked_after_the_start_and_damage_ends_the_server(scanned):
    path = scanned.data / "isoscan.sqlite"
    grow(path)
    damage_index(path)
    scanned.start()
    assert scanned.process.wait(60) == 1
    last = scanned.log().splitlines()[-1]
    assert "damaged" in last and "backup" in last


def test_a_large_sound_database_stays(scanned, connect):
    grow(scanned.data / "isoscan.sqlite")
    scanned.start()
    scanned.wait_for_log("database checked")
    connect(scanned).scan(folder="d", target_hole_codes=["HOLE-1"])
    scanned.signal(signal.SIGTERM)
    assert scanned.process.wait(20) == 0
