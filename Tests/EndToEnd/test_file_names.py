"""Files whose names are no UTF-8: told with `\\xHH` for a byte that is none, and drawings like any other."""

import io
import json
import os
from urllib.parse import unquote_to_bytes, urlsplit

import openpyxl

from harness.drawings import pdf, slow_pdf
from harness.results import codes_of, results
from harness.server import run

NAMES = {
    b"a\xe9.pdf": "HOLE-1", b"a\xe8.pdf": "HOLE-2", b"plain.pdf": "HOLE-3",
    b"dir\xff/inner\xfe.pdf": "HOLE-1", b"dir\xfd/inner\xfe.pdf": "HOLE-2",
}
CODES = ["HOLE-1", "HOLE-2", "HOLE-3"]


def make(folder):
    """Writes the files, each with its code."""
    for name, code in NAMES.items():
        path = os.path.join(os.fsencode(folder), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(pdf([code]))
    return folder


def test_they_are_listed_read_told_and_opened_each_once(server, connect, tmp_path):
    folder = make(tmp_path / "d")
    running = server({"sources": {"folders": {"d": str(folder)}}})
    scan = connect(running).scan(folder="d", target_hole_codes=CODES)
    assert scan.complete["total_processed"] == len(NAMES) and scan.complete["total_problems"] == 0
    assert sorted(code for codes in scan.codes.values() for code in codes) == sorted(NAMES.values())
    assert scan.codes["plain.pdf"] == ["HOLE-3"]
    assert set(scan.codes) == {
        "a\\xE9.pdf", "a\\xE8.pdf", "plain.pdf", "dir\\xFF/inner\\xFE.pdf", "dir\\xFD/inner\\xFE.pdf"}
    rows = results(running, scan.session)
    assert codes_of(rows) == scan.codes
    for row in rows:
        opened = running.get(row["pdf_link"])
        assert opened.status == 200 and opened.body == pdf(row["hole_codes"]), row
        link = running.get(f"/open/{scan.session}/{row['number']}")
        assert link.status == 302
    book = openpyxl.load_workbook(io.BytesIO(running.get(scan.complete["download_url"]).body))
    told = {row[0] for row in book["Matches"].iter_rows(min_row=2, values_only=True)}
    assert told == set(scan.codes)


def test_their_text_is_kept_and_a_changed_one_is_read_anew(server, connect, tmp_path):
    folder = make(tmp_path / "d")
    running = server({"sources": {"folders": {"d": str(folder)}}})
    first = connect(running).scan(folder="d", target_hole_codes=CODES)
    second = connect(running).scan(folder="d", target_hole_codes=CODES)
    assert second.codes == first.codes and second.complete["from_cache"] == len(NAMES)
    with open(os.path.join(os.fsencode(folder), b"a\xe9.pdf"), "wb") as file:
        file.write(pdf(["HOLE-3 now"]))
    third = connect(running).scan(folder="d", target_hole_codes=CODES)
    assert third.complete["from_cache"] == len(NAMES) - 1
    assert sorted(code for codes in third.codes.values() for code in codes).count("HOLE-3") == 2


def test_one_that_failed_is_read_again_by_its_own_name(server, connect, tmp_path):
    folder = make(tmp_path / "d")
    (folder / "0.pdf").write_bytes(slow_pdf("HOLE-9"))
    path = os.path.join(os.fsencode(folder), b"a\xe9.pdf")
    running = server({
        "sources": {"folders": {"d": str(folder)}}, "queue": {"max_receive_count": 1},
        "workers": {"count": 1, "file_timeout_s": 2}, "progress": {"interval_ms": 0}})
    client = connect(running)
    session = client.start(folder="d", target_hole_codes=CODES)["session_id"]
    # The worker has the first drawing to read until its time is over.
    os.rename(path, path + b".away")
    done = client.until("COMPLETE")[-1]
    assert done["total_processed"] == len(NAMES) + 1 and done["total_problems"] == 2
    before = codes_of(results(running, session))
    os.rename(path + b".away", path)
    letters = running.get("/api/queue/dead").json["dead"]
    letter = next(letter for letter in letters if letter["file_name"] == "a\\xE9.pdf")
    assert letter["file_name"] not in before
    assert running.post(f"/api/queue/dead/{letter['id']}/redrive").json == {"redriven": 1}
    client.until("REPORT_UPDATED")
    after = codes_of(results(running, session))
    assert after == before | {letter["file_name"]: ["HOLE-1"]}


def test_the_scan_command_reads_them_and_its_report_links_to_them(tmp_path):
    folder = make(tmp_path / "d")
    report = tmp_path / "report.xlsx"
    flags = [part for code in CODES for part in ("--code", code)]
    done = run("scan", folder, *flags, "--format", "jsonl", "--no-cache", "--report", report)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(code for row in rows for code in row["hole_codes"]) == sorted(NAMES.values())
    sheet = openpyxl.load_workbook(report)["Matches"]
    links = {cell.hyperlink.target for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink}
    paths = {unquote_to_bytes(urlsplit(link).path) for link in links}
    assert paths == {os.path.join(os.fsencode(folder), name) for name in NAMES}
