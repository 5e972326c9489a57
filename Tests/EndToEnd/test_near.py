"""Codes that nearly stand on a drawing: told apart, and never counted as matches (issue: "Near hits")."""

import io
import json

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboard.browser import chromium
from dashboard.page import Dashboard
from harness.drawings import pdf, write
from harness.results import results
from harness.server import run

CODES = ["HOLE-12", "HC-3452", "HOLE-7", "DN50"]
FILES = {
    "blank.pdf": pdf(["nothing"], ["SEE HOLE- 12 HERE"]),
    # 12 points high, 20 apart: the next line, as near as an isometric's notes stand.
    "lines.pdf": pdf(["HC-", "3452 TYP", "HOLE-7"]),
    "exact.pdf": pdf(["HOLE-12 AND HOLE- 12"]),
    "table.pdf": pdf(["DN", "50"]),
    "notes.txt": b"bore HC-\n3452 twice\nand HO LE-7\n",
}
NEAR = {
    ("blank.pdf", "HOLE-12", "HOLE- 12", 2, "blank_inside"),
    ("lines.pdf", "HC-3452", "HC-\n3452", 1, "line_end"),
    ("notes.txt", "HC-3452", "HC-\n3452", 1, "line_end"),
    ("notes.txt", "HOLE-7", "HO LE-7", 1, "blank_inside"),
}


@pytest.fixture
def plant(tmp_path):
    return write(tmp_path / "plant", FILES)


@pytest.fixture
def running(server, plant):
    return server({"sources": {"folders": {"plant": str(plant)}}})


def near_of(rows) -> set[tuple]:
    return {(row["file_name"], hit["code"], hit["text"], hit["page"], hit["reason"])
            for row in rows for hit in row.get("near", [])}


def test_near_hits_are_told_apart_and_never_counted(running, connect):
    scan = connect(running).scan(folder="plant", target_hole_codes=CODES)
    assert scan.codes == {"exact.pdf": ["HOLE-12"], "lines.pdf": ["HOLE-7"]}
    assert scan.complete["total_matches"] == 2 and scan.complete["total_near"] == 3
    state = running.get(f"/api/sessions/{scan.session}").json
    assert state["total_near"] == 3
    rows = results(running, scan.session, "near", limit=2)
    assert sorted(row["file_name"] for row in rows) == ["blank.pdf", "lines.pdf", "notes.txt"]
    assert near_of(rows) == NEAR
    statuses = {row["file_name"]: row["status"] for row in results(running, scan.session, "all")}
    assert statuses["blank.pdf"] == statuses["notes.txt"] == "No Match"
    assert statuses["lines.pdf"] == "1 Code"
    assert near_of(scan.rows.values()) == {hit for hit in NEAR if hit[0] == "lines.pdf"}
    box = next(row for row in rows if row["file_name"] == "lines.pdf")["near"][0]["bbox"]
    assert box[0] == 72 and box[1] < 70 and box[3] > 90


def test_the_text_cache_gives_the_same(running, connect):
    first = connect(running).scan(folder="plant", target_hole_codes=CODES)
    second = connect(running).scan(folder="plant", target_hole_codes=CODES)
    assert second.complete["from_cache"] == len(FILES)
    again = [{row["file_name"]: row["near"] for row in results(running, scan.session, "near")}
             for scan in (first, second)]
    assert again[0] == again[1] and len(again[0]) == 3


def test_the_workbook_has_a_sheet_of_them(running, connect):
    client = connect(running)
    scan = client.scan(folder="plant", target_hole_codes=CODES)
    book = openpyxl.load_workbook(io.BytesIO(running.get(scan.complete["download_url"]).body))
    assert book.sheetnames == ["Summary", "Matches", "By Code", "Not Found", "Near", "Problems"]
    header, *rows = book["Near"].iter_rows(values_only=True)
    assert header == ("File Name", "Hole Code", "What Stands There", "Page", "Why", "PDF Link")
    assert sorted(row[:5] for row in rows) == [
        ("blank.pdf", "HOLE-12", "HOLE- 12", 2, "blank inside"),
        ("lines.pdf", "HC-3452", "HC- ⏎ 3452", 1, "over a line end"),
        ("notes.txt", "HC-3452", "HC- ⏎ 3452", 1, "over a line end"),
        ("notes.txt", "HOLE-7", "HO LE-7", 1, "blank inside")]
    assert "/open/" in book["Near"]["F2"].hyperlink.target
    # HC-3452 stands nowhere: near hits are in none of the counts.
    missing = {row[0] for row in book["Not Found"].iter_rows(min_row=2, values_only=True)}
    assert missing == {"HC-3452", "DN50"}
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert summary["Drawings with codes"] == 2 and summary["Drawings with near hits"] == 3
    plain = client.scan(folder="plant", target_hole_codes=["NOT-THERE"])
    book = openpyxl.load_workbook(io.BytesIO(running.get(plain.complete["download_url"]).body))
    assert "Near" not in book.sheetnames


def test_the_command_line_tells_them(plant, tmp_path):
    flags = [flag for code in CODES for flag in ("--code", code)]
    done = run("scan", plant, *flags, "--no-cache", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert near_of(rows) == NEAR
    assert {row["file_name"] for row in rows if row["hole_codes"]} == {"exact.pdf", "lines.pdf"}
    table = run("scan", plant, *flags, "--no-cache")
    assert "near: HC-3452" in table.stdout.decode()
    assert "Codes in 2 of 5 drawings. Near hits in 3." in table.stderr.decode()


def test_the_dashboard_lists_them(running):
    with chromium() as browser:
        page = browser.new_page()
        dashboard = Dashboard(page, running.url).open()
        dashboard.scan_folder("plant", CODES)
        dashboard.expect_state("Complete")
        expect(page.locator("#count-near")).to_have_text("4")
        dashboard.tab("Near")
        panel = page.locator("#panel-near")
        expect(panel.locator(".table-count")).to_have_text("4 near hits")
        row = panel.get_by_role("row").filter(has_text="lines.pdf")
        expect(row).to_contain_text("HC- ⏎ 3452")
        expect(row).to_contain_text("over a line end")
        expect(row.get_by_text("OCR")).to_be_hidden()
        link = panel.get_by_role("link", name="Open blank.pdf in a new tab")
        assert page.request.get(link.get_attribute("href")).ok
        dashboard.expect_clean()
        page.close()
