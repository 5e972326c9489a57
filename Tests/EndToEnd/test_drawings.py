"""Drawings that are damaged, huge, empty or not what they say (contract section 5)."""

import json
import subprocess
import zlib

import pytest

from harness.drawings import pdf, write
from harness.paths import tool
from harness.server import run


def scan(folder, *codes: str, timeout: float = 240) -> dict[str, dict]:
    """Rows of `isoscan scan` by file name."""
    flags = [part for code in codes or ["HOLE-1"] for part in ("--code", code)]
    done = run("scan", folder, *flags, "--format", "jsonl", "--no-cache", timeout=timeout)
    assert done.returncode == 0, done.stderr
    return {row["file_name"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_a_pdf_of_ten_thousand_pages_is_read_to_its_end(tmp_path):
    pages = [[f"page {number}"] for number in range(10_000)]
    pages[-1].append("HOLE-1")
    row = scan(write(tmp_path / "d", {"a.pdf": pdf(*pages)}))["a.pdf"]
    assert row["pages"] == 10_000 and row["status"] == "1 Code"
    assert [match["page"] for match in row["matches"]] == [10_000]


def test_a_pdf_cut_anywhere_is_a_result_or_a_problem(tmp_path):
    whole = pdf(["HOLE-1"], ["HOLE-1"])
    files = {f"{size:05}.pdf": whole[:size] for size in range(0, len(whole), 23)}
    rows = scan(write(tmp_path / "d", files))
    assert set(rows) == set(files)
    assert {row["status"] for row in rows.values()} <= {"1 Code", "Unreadable", "No Text"}
    assert rows[max(files)]["status"] == "1 Code", "the table at the end is rebuilt"


def test_damage_never_stops_a_scan(tmp_path, demo_drawings):
    names = sorted(demo_drawings.names)[:40]
    files = {}
    for number, name in enumerate(names):
        content = bytearray((demo_drawings.drawings / name).read_bytes())
        for place in range(number * 7, len(content), 911):
            content[place] = (content[place] * 31 + number) & 0xFF
        files[f"{number}.pdf"] = bytes(content)
    files["good.pdf"] = pdf(["HOLE-1"])
    rows = scan(write(tmp_path / "d", files))
    assert set(rows) == set(files) and rows["good.pdf"]["hole_codes"] == ["HOLE-1"]


@pytest.mark.parametrize("content, status", [
    (b"", "Unreadable"), (b"%PDF-1.7\n", "Unreadable"), (bytes(10_000), "Unreadable"),
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "Unreadable"), (pdf([]), "No Text"),
    (b"drawing list\nHOLE-1 is here\n", "1 Code"), (b"nothing here\n", "No Match"),
    ("HOLE-1 ü".encode("utf-16"), "1 Code"), (pdf(["HOLE-12 HOLE-1A"]), "No Match"),
    (b"junk before\n" + pdf(["HOLE-1"]), "1 Code"),
], ids=["empty", "header only", "zeros", "picture", "no text", "text", "other text", "utf-16",
        "near misses", "junk before the header"])
def test_a_pdf_by_name_is_read_as_what_it_is(tmp_path, content, status):
    row = scan(write(tmp_path / "d", {"a.pdf": content}))["a.pdf"]
    assert row["status"] == status


def test_encrypted_drawings_are_told(tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    subprocess.run([tool("qpdf"), "--encrypt", "user", "owner", "256", "--", folder / "a.pdf",
                    folder / "b.pdf"], check=True)
    rows = scan(folder)
    assert rows["b.pdf"]["status"] == "Encrypted" and rows["a.pdf"]["status"] == "1 Code"


def test_a_stream_that_inflates_without_end_is_bounded(tmp_path):
    bomb = zlib.compress(b"\n" * (1 << 30), 9)
    plain = pdf(["HOLE-1"])
    start = plain.index(b"<</Length")
    end = plain.index(b"endstream")
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\n" % (len(bomb), bomb)
    files = {"bomb.pdf": plain[:start] + stream + plain[end:], "good.pdf": plain}
    rows = scan(write(tmp_path / "d", files))
    assert rows["good.pdf"]["status"] == "1 Code"
    assert rows["bomb.pdf"]["status"] in ("No Text", "Too Large", "Timed Out", "Unreadable")


@pytest.mark.parametrize("qpdf", [
    ["--object-streams=generate"], ["--qdf"], ["--stream-data=uncompress"],
    ["--compress-streams=y", "--recompress-flate", "--linearize"], ["--object-streams=disable"],
], ids=" ".join)
def test_drawings_rewritten_by_qpdf_read_the_same(tmp_path, demo_drawings, qpdf):
    names = sorted(demo_drawings.expected)[:10]
    folder = tmp_path / "d"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([tool("qpdf"), "--warning-exit-0", *qpdf, demo_drawings.drawings / name,
                        folder / name], check=True)
    rows = scan(folder, *demo_drawings.targets)
    assert {name: row["hole_codes"] for name, row in rows.items()} == {
        name: demo_drawings.expected[name] for name in names}
