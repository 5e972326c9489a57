"""The report, read by openpyxl and LibreOffice (issue: "The workbook says the same")."""

import csv
import io
import subprocess

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from harness.drawings import pdf, write
from harness.paths import tool

SHEETS = ["Summary", "Matches", "By Code", "Not Found", "Problems"]


def load(server, url: str):
    answer = server.get(url)
    assert answer.status == 200
    return openpyxl.load_workbook(io.BytesIO(answer.body))


def table(sheet) -> list[dict]:
    """The rows below the header by column name."""
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row)) for row in rows]


@pytest.fixture(scope="module")
def scan(demo_server, demo_drawings):
    from harness.client import Client

    codes = [*demo_drawings.targets, "NOT-THERE-1", "NOT-THERE-2"]
    with Client(demo_server.ws) as client:
        return client.scan(folder="plant", target_hole_codes=codes)


@pytest.fixture(scope="module")
def book(demo_server, scan):
    return load(demo_server, scan.complete["download_url"])


def test_the_sheets_stand_in_order(book):
    assert book.sheetnames == SHEETS


def test_the_matches_are_those_of_the_messages(book, scan):
    rows = table(book["Matches"])
    assert {row["File Name"]: row["Hole Codes Found"] for row in rows} == {
        name: row["hole_code"] for name, row in scan.rows.items()}
    assert len(rows) == len(scan.rows)
    assert {row["File Name"]: row["Status"] for row in rows} == {
        name: row["status"] for name, row in scan.rows.items()}


def test_the_sheet_is_easy_to_use(book):
    sheet = book["Matches"]
    assert [cell.value for cell in sheet[1]][:5] == [
        "File Name", "Hole Codes Found", "Status", "Page", "PDF Link"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    assert sheet.column_dimensions["A"].width > 20
    assert sheet["A1"].font.bold


def test_the_links_open_the_drawings(demo_server, demo_drawings, book):
    sheet = book["Matches"]
    column = [cell.value for cell in sheet[1]].index("PDF Link")
    for row in list(sheet.iter_rows(min_row=2))[:20]:
        target = row[column].hyperlink.target
        assert target.startswith(demo_server.url + "/open/")
        moved = demo_server.get(target)
        assert moved.status == 302
        content = demo_server.get(moved.headers["Location"]).body
        assert content == (demo_drawings.drawings / row[0].value).read_bytes()


def test_every_code_stands_with_its_drawings(book, demo_drawings):
    by_code: dict[str, set[str]] = {}
    for name, codes in demo_drawings.expected.items():
        for code in codes:
            by_code.setdefault(code, set()).add(name)
    found = {row["Hole Code"]: row for row in table(book["By Code"])}
    assert {code: set(row["File Names"].split(", ")) for code, row in found.items()} == by_code
    assert {code: row["Drawings"] for code, row in found.items()} == {
        code: len(names) for code, names in by_code.items()}
    missing = [row["Hole Code"] for row in table(book["Not Found"])]
    absent = [code for code in demo_drawings.targets if code not in by_code]
    assert missing == [*absent, "NOT-THERE-1", "NOT-THERE-2"]


def test_the_summary_counts(book, scan):
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert summary["Status"] == "COMPLETE"
    assert summary["Drawings"] == scan.started["total_files"]
    assert summary["Drawings with codes"] == scan.complete["total_matches"]
    assert summary["Session"] == scan.session


def test_text_that_looks_like_a_formula_stays_text(server, connect, tmp_path):
    names = ["=1+1.pdf", "+2.pdf", "-3.pdf", "@4.pdf", "=HYPERLINK(\"x\").pdf", "\t5.pdf"]
    codes = ["=A1", "+HOLE", "-1", "@SUM", "<b>&amp;", "_x000D_"]
    files = {name: pdf([" ".join(codes)]) for name in names}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}}})
    scan = connect(running).scan(folder="d", target_hole_codes=codes)
    assert scan.codes == {name: codes for name in names}
    book = load(running, scan.complete["download_url"])
    for sheet in ("Matches", "By Code"):
        for row in book[sheet].iter_rows(min_row=2):
            assert all(cell.data_type != "f" for cell in row)
    assert {row["File Name"] for row in table(book["Matches"])} == set(names)
    # openpyxl leaves the escapes of ECMA-376-1 §22.9.2.19 to its callers.
    assert [unescape(row["Hole Code"]) for row in table(book["By Code"])] == codes


def test_problems_are_told(server, connect, tmp_path):
    files = {"good.pdf": pdf(["HOLE-1"]), "cut.pdf": b"%PDF-1.7\n1 0 obj\n<</Type", "empty.pdf": b""}
    running = server({"sources": {"folders": {"d": str(write(tmp_path / "d", files))}}})
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    assert scan.complete["total_problems"] == 2
    rows = {row["File Name"]: row for row in
            table(load(running, scan.complete["download_url"])["Problems"])}
    assert set(rows) == {"cut.pdf", "empty.pdf"}
    assert all(row["Status"] == "Unreadable" for row in rows.values())
    assert all(row["What To Know"] for row in rows.values())


def test_libre_office_reads_the_same(demo_server, scan, tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(demo_server.get(scan.complete["download_url"]).body)
    done = subprocess.run(
        [tool("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
         "--outdir", str(tmp_path), str(path)],
        capture_output=True, timeout=180)
    made = list(tmp_path.glob("*.csv"))
    assert len(made) == 1, done
    rows = list(csv.DictReader(io.StringIO(made[0].read_text())))
    assert {row["File Name"]: row["Hole Codes Found"] for row in rows} == {
        name: row["hole_code"] for name, row in scan.rows.items()}
