"""How `isoscan scan` ends, and what it leaves behind: nothing."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import pytest

from harness.drawings import pdf, write
from harness.paths import EXECUTABLE
from harness.server import environment, run


@pytest.fixture
def begin(tmp_path):
    """Begins a scan whose temporary folder is in `tmp_path / "tmp"`."""
    (tmp_path / "tmp").mkdir()
    started = []

    def start(*arguments, signals="--default-signal") -> subprocess.Popen:
        command = ["env", signals, str(EXECUTABLE), "scan", *map(str, arguments)]
        env = environment() | {"TMPDIR": str(tmp_path / "tmp")}
        started.append(subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def slow(demo_drawings):
    """A scan that takes a while, one drawing after another."""
    return [*[demo_drawings.drawings] * 8, "--codes", demo_drawings.folder / "codes.txt",
            "--jobs", 1, "--format", "jsonl"]


def test_a_scan_whose_reader_goes_ends_well(begin, slow, tmp_path):
    process = begin(*slow)
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == b""
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_report_is_made_though_nobody_reads_stdout(begin, demo_drawings, tmp_path):
    report = tmp_path / "out" / "report.xlsx"
    report.parent.mkdir()
    process = begin(demo_drawings.drawings, "--codes", demo_drawings.folder / "codes.txt",
                    "--format", "csv", "--report", report)
    process.stdout.close()
    assert process.wait(60) == 0
    sheet = openpyxl.load_workbook(report)["Matches"]
    assert sheet.max_row == len(demo_drawings.expected) + 1
    assert list(report.parent.iterdir()) == [report]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_scan_and_its_temporary_folders(begin, slow, tmp_path, number):
    (tmp_path / "out").mkdir()
    process = begin(*slow, "--report", tmp_path / "out/report.xlsx")
    process.stdout.readline()
    process.send_signal(number)
    assert process.wait(10) == 128 + number
    assert list((tmp_path / "tmp").iterdir()) == [] == list((tmp_path / "out").iterdir())


def test_a_scan_under_nohup_goes_on_when_its_terminal_goes(begin, slow):
    process = begin(*slow, signals="--ignore-signal=HUP")
    process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output.endswith(b"\n")


def test_a_scan_without_room_on_stdout_fails(demo_drawings):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [str(EXECUTABLE), "scan", str(demo_drawings.drawings), "--code", "X", "--format", "jsonl"],
            stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60)
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr


def test_a_folder_without_drawings_is_no_failure(tmp_path):
    folder = write(tmp_path / "d", {"a.dwg": b"AC1032", "b.zip": b""})
    done = run("scan", folder, "--code", "X", "--report", tmp_path / "report.xlsx")
    assert done.returncode == 0 and done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert "no drawings" in line and "2 other" in line and "upload" not in line
    assert not (tmp_path / "report.xlsx").exists()


@pytest.mark.parametrize("report, reason", [
    ("nowhere/report.xlsx", "No such file or directory"), ("d/a.pdf/report.xlsx", "Not a directory"),
    ("d", "folder"), ("/dev/null", "regular file"),
])
def test_a_report_that_cannot_be_written_is_told_before_the_scan(tmp_path, report, reason):
    write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    done = run("scan", "d", "--code", "HOLE-1", "--format", "jsonl", "--report", report, cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert reason in line and report in line


def test_a_folder_that_cannot_be_read_is_named():
    # Root may read everything: the scan runs as nobody, from a folder that nobody may enter.
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        program = shutil.copy(EXECUTABLE, top / "isoscan")
        folder = write(top / "d", {"a.pdf": pdf(["HOLE-1"]), "locked/b.pdf": pdf(["HOLE-1"])})
        (folder / "locked").chmod(0)
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program, "scan", folder, "--code", "HOLE-1", "--format", "jsonl"],
            capture_output=True, timeout=60, **user)
        (folder / "locked").chmod(0o700)
    rows = {row["file_name"]: row["status"] for row in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0 and rows == {"a.pdf": "1 Code", "locked/": "Unreadable"}
    (line,) = done.stderr.decode().splitlines()
    assert "locked" in line
