"""What a start makes of the data folder it finds: nothing is begun anew over what was kept."""

import shutil

import pytest

from harness.drawings import pdf, write
from harness.server import run


@pytest.fixture
def scanned(server, connect, tmp_path):
    """A stopped server with a report and an upload, and its configuration's folder."""
    folder = write(tmp_path / "d", {f"{number}.pdf": pdf([f"HOLE-{number}"]) for number in range(200)})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    upload = running.request("POST", "/api/uploads?name=a.pdf", pdf(["HOLE-1"]),
                             {"Content-Type": "application/octet-stream"})
    assert upload.status == 200, upload.body
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
