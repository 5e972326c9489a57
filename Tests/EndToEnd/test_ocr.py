"""Text recognition: scans and outlines are read where tesseract is installed, and nothing is harmed.

The first tests run the real programs, the others scripts in their place.
"""

import io
import json
import os
import shutil
import subprocess
import time

import openpyxl
import pytest
from PIL import Image

from harness.drawings import pdf, write
from harness.paths import EXECUTABLE
from harness.results import results
from harness.server import run

PAGE = (1240, 1754)  # A4 at 150 dpi
needs_programs = pytest.mark.skipif(
    not (shutil.which("tesseract") and shutil.which("pdftoppm")),
    reason="tesseract-ocr and poppler-utils are not installed")


def scanned(tmp_path, *lines: str, turned: bool = False) -> bytes:
    """A PDF of one image: these lines, as pdftoppm draws them."""
    (tmp_path / "source.pdf").write_bytes(pdf(list(lines)))
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", tmp_path / "source.pdf",
                    tmp_path / "source"], check=True)
    return image_pdf(Image.open(tmp_path / "source.pgm"), turned)


def image_pdf(image: Image.Image, turned: bool = False) -> bytes:
    output = io.BytesIO()
    (image.rotate(90, expand=True) if turned else image).save(output, "PDF", resolution=200)
    return output.getvalue()


def blank() -> bytes:
    return image_pdf(Image.new("L", PAGE, 255))


@pytest.fixture
def programs(tmp_path):
    """Writes scripts in place of the programs; returns the PATH that has them."""
    def make(tesseract: str = "exit 1", pdftoppm: str | None = None) -> str:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        # Two letters in the middle of the page.
        letters = ("printf 'P5\\n413 585\\n255\\n'; awk 'BEGIN { for (y = 0; y < 585; y++) { "
                   "r = \"\"; for (x = 0; x < 413; x++) r = r (y > 99 && y < 120 && "
                   "(x > 49 && x < 60 || x > 64 && x < 75) ? \"!\" : \"~\"); printf \"%s\", r } }'")
        for name, text in (("tesseract", tesseract), ("pdftoppm", pdftoppm or letters)):
            script = folder / name
            script.write_text(f"#!/bin/sh\n{text}\n")
            script.chmod(0o755)
        return f"{folder}:/usr/bin:/bin"
    return make


def row(text: str) -> str:
    """A script that reads this word, whatever it is shown."""
    return f"printf '5\\t1\\t1\\t1\\t1\\t1\\t20\\t20\\t40\\t20\\t91\\t{text}\\n'"


@pytest.fixture
def serve(server, tmp_path):
    """Starts a server on a folder of drawings with a PATH."""
    def start(drawings: dict[str, bytes], path: str | None = None, **ocr):
        folder = write(tmp_path / "drawings", drawings)
        running = server({"sources": {"folders": {"d": str(folder)}}})
        running.stop()
        if path is not None:
            running.environment["PATH"] = path
        running.configure({"sources": {"folders": {"d": str(folder)}}, "ocr": ocr})
        return running.start()
    return start


def statuses(running, scan) -> dict[str, tuple[str, str | None]]:
    return {row["file_name"]: (row["status"], row.get("problem"))
            for row in results(running, scan.session, "all")}


@needs_programs
def test_codes_on_scans_are_found_with_their_confidence(serve, connect, tmp_path):
    running = serve({
        "level.pdf": scanned(tmp_path, "SEE HOLE-12", "AND HC-3452"),
        "turned.pdf": scanned(tmp_path, "SEE HOLE-12", turned=True), "blank.pdf": blank(),
        "other.pdf": scanned(tmp_path, "PIPE TO BE CENTRED")})
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-12", "HC-3452", "HC-34"])
    assert scan.codes == {"level.pdf": ["HOLE-12", "HC-3452"], "turned.pdf": ["HOLE-12"]}
    told = statuses(running, scan)
    assert told["level.pdf"] == ("2 Codes", None)
    assert told["other.pdf"] == ("No Match", None)
    assert told["blank.pdf"][0] == "No Text" and "found no text" in told["blank.pdf"][1]
    assert scan.complete["total_problems"] == 1
    for drawing in results(running, scan.session):
        for match in drawing["matches"]:
            assert match["kind"] == "ocr" and match["confidence"] > 60
            assert match["code"] == match["text"]
    book = openpyxl.load_workbook(io.BytesIO(running.get(scan.complete["download_url"]).body))
    rows = list(book["Matches"].iter_rows(values_only=True))
    places = {row[0]: row[rows[0].index("Places")] for row in rows[1:]}
    assert "HOLE-12 on page 1 (text recognition, " in places["turned.pdf"]
    assert not list((running.data / "ocr").iterdir())


@needs_programs
def test_codes_stand_where_they_stand(tmp_path):
    (tmp_path / "a.pdf").write_bytes(scanned(tmp_path, "SEE HOLE-12"))
    flags = ["--code", "HOLE-12", "--format", "jsonl", "--no-cache"]
    seen = []
    for path in (tmp_path / "source.pdf", tmp_path / "a.pdf"):
        (line,) = run("scan", path, *flags).stdout.splitlines()
        seen += json.loads(line)["matches"]
    assert "kind" not in seen[0] and seen[1]["kind"] == "ocr"
    apart = [abs(a - b) for a, b in zip(seen[0]["bbox"], seen[1]["bbox"])]
    assert max(apart) < 6, seen
    (line,) = run("scan", tmp_path / "a.pdf", *flags, "--no-ocr").stdout.splitlines()
    assert json.loads(line)["status"] == "No Text"


@needs_programs
def test_extract_tells_what_was_recognized(tmp_path):
    (tmp_path / "a.pdf").write_bytes(scanned(tmp_path, "SEE HOLE-12", turned=True))
    page = json.loads(run("extract", "--format", "json", tmp_path / "a.pdf").stdout)["pages"][0]
    assert page["verdict"] == "scanned"
    (seen,) = page["runs"]
    assert seen["text"] == "SEE HOLE-12" and seen["kind"] == "ocr"
    assert abs(seen["angle"] - 90) < 1
    assert 60 < seen["confidence"] <= 100
    assert run("extract", "--no-ocr", tmp_path / "a.pdf").stdout.strip() == b""


def test_without_the_programs_it_is_said_what_to_install(serve, connect, tmp_path):
    running = serve({"a.pdf": blank()}, path=str(tmp_path))
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    status, problem = statuses(running, scan)["a.pdf"]
    assert status == "No Text" and "install tesseract-ocr and poppler-utils" in problem
    running.stop()
    running.configure({"ocr": {"enabled": True}})
    started = subprocess.run(
        [EXECUTABLE, "serve", "--port", "0", "--data", running.data, "--config",
         running.config_path], capture_output=True, timeout=60,
        env=os.environ | {"PATH": str(tmp_path)})
    assert started.returncode == 2
    assert b"ocr.enabled" in started.stderr and b"install tesseract-ocr" in started.stderr


def test_switched_off_it_is_said_how_to_switch_it_on(serve, connect):
    running = serve({"a.pdf": blank()}, enabled=False)
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    status, problem = statuses(running, scan)["a.pdf"]
    assert status == "No Text" and "ocr.enabled" in problem


def test_text_is_kept_and_read_anew_once_there_are_programs(serve, connect, programs, tmp_path):
    running = serve({"a.pdf": blank(), "b.pdf": pdf(["HOLE-1"])}, path=str(tmp_path))
    request = {"folder": "d", "target_hole_codes": ["HOLE-1"]}
    assert connect(running).scan(**request).codes == {"b.pdf": ["HOLE-1"]}
    assert connect(running).scan(**request).complete["from_cache"] == 2
    running.environment["PATH"] = programs(row("HOLE-1"))
    running.restart()
    scan = connect(running).scan(**request)
    assert scan.codes == {"a.pdf": ["HOLE-1"], "b.pdf": ["HOLE-1"]}
    assert scan.complete["from_cache"] == 1
    scan = connect(running).scan(**request)
    assert scan.codes == {"a.pdf": ["HOLE-1"], "b.pdf": ["HOLE-1"]}
    assert scan.complete["from_cache"] == 2
    (match,) = next(row for row in results(running, scan.session)
                    if row["file_name"] == "a.pdf")["matches"]
    assert match["kind"] == "ocr" and match["confidence"] == 91


@pytest.mark.parametrize("tesseract, told", [
    ("sleep 1000", "ocr.page_timeout_s"), ("kill -SEGV $$", "signal 11"),
    ("echo no language >&2; exit 1", "no language"), ("cat /dev/zero", "tesseract ended with status"),
    ("awk 'BEGIN { s = \"x\"; while (1) s = s s }' || exit 3", "status 3"),
])
def test_a_program_that_fails_costs_its_page(serve, connect, programs, tesseract, told):
    running = serve({"a.pdf": blank(), "b.pdf": pdf(["HOLE-1"])}, path=programs(tesseract),
                    page_timeout_s=10 if told != "ocr.page_timeout_s" else 1)
    request = {"folder": "d", "target_hole_codes": ["HOLE-1"]}
    scan = connect(running).scan(**request)
    assert scan.codes == {"b.pdf": ["HOLE-1"]}
    status, problem = statuses(running, scan)["a.pdf"]
    assert status == "No Text" and told in problem
    assert not list((running.data / "ocr").iterdir())
    # A failure is not kept.
    programs(row("HOLE-1"))
    assert "a.pdf" in connect(running).scan(**request).codes


def test_recognition_has_a_time_of_its_own(server, connect, programs, tmp_path):
    # It takes longer than a drawing may take otherwise, and than a lease holds.
    folder = write(tmp_path / "drawings", {"a.pdf": blank()})
    path = programs(f"echo x >> '{tmp_path}/runs'; sleep 4; {row('HOLE-1')}")
    config = {"sources": {"folders": {"d": str(folder)}},
              "queue": {"visibility_timeout_s": 1}, "workers": {"file_timeout_s": 1}}
    running = server(config)
    running.environment["PATH"] = path
    running.restart()
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    assert scan.codes == {"a.pdf": ["HOLE-1"]}
    assert (tmp_path / "runs").read_text() == "x\n", "one lease, extended"


def hanging(tmp_path) -> str:
    """A script that says that it is at work, and hangs with a child."""
    return f"sleep 1000 & echo $$ > '{tmp_path}/at-work'; wait"


@pytest.fixture
def at_work(tmp_path):
    """Waits until the hanging script is at work; its process, and a check that it is gone."""
    fifo = tmp_path / "at-work"
    os.mkfifo(fifo)

    def wait() -> int:
        with open(fifo) as file:
            return int(file.read())
    return wait


def is_gone(process: int) -> bool:
    """Whether nothing of a process group is left but what nobody has waited for.

    Others' children give no event; those that were killed are gone in no time.
    """
    end = time.monotonic() + 60
    while time.monotonic() < end:
        listed = subprocess.run(["ps", "-o", "stat=,pgid=", "-A"], capture_output=True, text=True)
        rows = [line.split() for line in listed.stdout.splitlines()]
        if not [row for row in rows if row[-1] == str(process) and not row[0].startswith("Z")]:
            return True
    return False


def test_a_cancel_ends_recognition(serve, connect, programs, at_work, tmp_path):
    running = serve({"a.pdf": blank()}, path=programs(hanging(tmp_path)), page_timeout_s=600)
    client = connect(running)
    session = client.start(folder="d", target_hole_codes=["HOLE-1"])["session_id"]
    process = at_work()
    client.send({"action": "cancel_scan", "session_id": session})
    assert client.until("COMPLETE")[-1]["status"] == "CANCELLED"
    assert is_gone(process)


def test_a_stop_ends_recognition_and_the_next_start_goes_on(
        serve, connect, programs, at_work, tmp_path):
    running = serve({"a.pdf": blank()}, path=programs(hanging(tmp_path)), page_timeout_s=600)
    session = connect(running).start(folder="d", target_hole_codes=["HOLE-1"])["session_id"]
    process = at_work()
    assert running.stop() == 0
    assert is_gone(process)
    assert not list((running.data / "ocr").iterdir())
    programs(row("HOLE-1"))
    running.start()
    client = connect(running)
    sync = client.ask({"action": "reconnect", "session_id": session})
    if sync["status"] == "IN_PROGRESS":
        client.until("COMPLETE")
    assert [row["hole_codes"] for row in results(running, session)] == [["HOLE-1"]]


def test_a_crash_leaves_nothing_behind(serve, connect, programs, at_work, tmp_path):
    running = serve({"a.pdf": blank()}, path=programs(hanging(tmp_path)), page_timeout_s=600)
    connect(running).start(folder="d", target_hole_codes=["HOLE-1"])
    process = at_work()
    assert (running.data / "ocr").stat().st_mode & 0o077 == 0
    assert list((running.data / "ocr").iterdir())
    running.kill9()
    os.killpg(process, 9)
    programs(row("HOLE-1"))
    left = set((running.data / "ocr").iterdir())
    running.start()
    assert not left & set((running.data / "ocr").iterdir() if (running.data / "ocr").exists()
                          else ())


def test_a_signal_ends_extract_with_what_it_started(programs, at_work, tmp_path):
    (tmp_path / "a.pdf").write_bytes(blank())
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    extract = subprocess.Popen(
        [EXECUTABLE, "extract", tmp_path / "a.pdf"], stdout=subprocess.PIPE,
        env=os.environ | {"PATH": programs(hanging(tmp_path)), "TMPDIR": str(temporary)})
    process = at_work()
    # Files that take their time to go: the thread that reads is not to be first with an exit.
    [folder] = temporary.iterdir()
    for number in range(5_000):
        (folder / str(number)).touch()
    extract.terminate()
    assert extract.wait(60) == 128 + 15
    assert is_gone(process)
    assert not list(temporary.iterdir())
    extract.stdout.close()
