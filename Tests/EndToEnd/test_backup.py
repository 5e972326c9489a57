"""`isoscan backup`: a copy of the database while a scan runs, from which a server goes on."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess

import pytest

from harness.client import Client
from harness.paths import EXECUTABLE
from harness.results import codes_of, results
from harness.server import environment, run


def backup(data, target):
    done = run("backup", target, "--data", data)
    assert done.returncode == 0, done.stderr
    written = json.loads(done.stdout)
    assert written == {"backup": str(target), "bytes": target.stat().st_size}
    assert target.stat().st_mode & 0o077 == 0, "what drawings hold is for nobody else"
    return target


def complaint(done) -> str:
    assert done.returncode == 1 and done.stdout == b"", done
    (line,) = done.stderr.decode().splitlines()
    return line


def test_a_server_goes_on_from_a_backup_taken_in_the_middle(server, demo_drawings, tmp_path):
    config = {"sources": {"folders": {"plant": str(demo_drawings.drawings)}},
              "workers": {"count": 1}, "progress": {"interval_ms": 0}}
    running = server(config)
    copies = []
    with Client(running.ws) as client:
        session = client.start(folder="plant", target_hole_codes=demo_drawings.targets)["session_id"]
        for number in range(3):
            client.until("PROGRESS")
            copies.append(backup(running.data, tmp_path / f"backup-{number}"))
        client.until("COMPLETE")
    copies.append(backup(running.data, tmp_path / "backup-ended"))
    assert codes_of(results(running, session)) == demo_drawings.expected
    for copy in copies:
        database = sqlite3.connect(copy)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()
    restore(copies[1], session, server(config), demo_drawings)
    restore(copies[-1], session, server(config), demo_drawings)


def restore(copy, session, running, demo) -> None:
    """As the README says: into an empty data folder, under the database's name."""
    running.stop()
    shutil.rmtree(running.data)
    running.data.mkdir()
    shutil.copy(copy, running.data / "isoscan.sqlite")
    running.start()
    with Client(running.ws) as client:
        state = client.ask({"action": "reconnect", "session_id": session})
        assert state["type"] == "SYNC_STATE"
        if state["status"] == "IN_PROGRESS":
            client.until("COMPLETE")
    state = running.get(f"/api/sessions/{session}").json
    assert state["status"] == "COMPLETE"
    assert state["processed_count"] == state["total_files"] == len(demo.names)
    assert codes_of(results(running, session)) == demo.expected


def test_a_stopped_and_a_killed_servers_data_can_be_backed_up(server, connect, demo_drawings, tmp_path):
    running = server({"sources": {"folders": {"plant": str(demo_drawings.drawings)}}})
    client = connect(running)
    client.start(folder="plant", target_hole_codes=["HOLE-1"])
    client.until("PROGRESS")
    running.kill9()
    backup(running.data, tmp_path / "killed")
    running.start()
    running.stop()
    backup(running.data, tmp_path / "stopped")


def test_a_backup_replaces_nothing_and_leaves_nothing_half_made(server, tmp_path):
    running = server()
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "old").write_bytes(b"precious")
    assert "exists" in complaint(run("backup", folder / "old", "--data", running.data))
    assert (folder / "old").read_bytes() == b"precious"
    assert complaint(run("backup", folder / "none/x", "--data", running.data))
    full = subprocess.run(
        [EXECUTABLE, "backup", str(folder / "new"), "--data", str(running.data)],
        capture_output=True, timeout=60, env=environment(), preexec_fn=limit_files)
    assert "full" in complaint(full)
    assert [path.name for path in folder.iterdir()] == ["old"]


def limit_files() -> None:
    """In the child: no file may grow over 4 KiB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.parametrize("what", ["none", "empty", "foreign", "damaged"])
def test_what_is_no_sound_database_makes_no_backup(what, server, tmp_path):
    data = tmp_path / "data"
    if what != "none":
        data.mkdir()
    path = data / "isoscan.sqlite"
    if what == "foreign":
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE theirs (x)")
        database.close()
    if what == "damaged":
        running = server()
        running.stop()
        shutil.copy(running.data / "isoscan.sqlite", path)
        os.truncate(path, path.stat().st_size // 2)
    assert complaint(run("backup", tmp_path / "copy", "--data", data))
    assert not (tmp_path / "copy").exists()
    if data.exists():
        assert {path.name for path in data.iterdir()} <= {
            "isoscan.sqlite", "isoscan.sqlite-wal", "isoscan.sqlite-shm"}
