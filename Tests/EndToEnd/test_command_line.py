"""The commands that run without a server (contract section 1)."""

import csv
import hashlib
import io
import json

import openpyxl
import pytest

from harness.drawings import pdf, write, zipped
from harness.server import run


def lines(done) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def digest(folder) -> str:
    sha = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sha.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return sha.hexdigest()


def complaint(done, status: int) -> str:
    """The one line on stderr of a command that failed."""
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    return line


def test_the_version_is_told():
    done = run("--version")
    assert done.returncode == 0
    name, version = done.stdout.decode().split()
    assert name == "isoscan" and version.count(".") == 2


@pytest.mark.parametrize("command", ["serve", "scan", "extract", "demo", "config", "queue", "backup"])
def test_every_command_has_help(command):
    done = run(command, "--help")
    assert done.returncode == 0 and command in done.stdout.decode() and done.stderr == b""


@pytest.mark.parametrize("arguments, nearest", [
    (["sacn", "x"], "scan"), (["scan", ".", "--code"], "--code"), (["scan", ".", "--cod", "A"], "--code"),
    (["serve", "--prot", "1"], "--port"), (["serve", "--port", "x"], "whole number"),
    (["serve", "--port", "65536"], "65535"), (["scan", ".", "--code", "A", "--format", "jsn"], "json"),
    (["demo"], "DIR"), (["extract"], "FILE"), (["queue", "stat"], "stats"), (["queue", "purge", "x"], "ID"),
    (["queue", "stats", "1"], "takes no ID"), (["backup"], "FILE"), ([], "--help"),
    (["demo", "x", "--files", "-1"], "whole number"),
])
def test_a_command_line_that_cannot_be_run_is_explained(arguments, nearest, tmp_path):
    assert nearest in complaint(run(*arguments, cwd=tmp_path), 2)


def test_scan_prints_every_drawing_as_json(demo_drawings):
    done = run("scan", demo_drawings.drawings, "--codes", demo_drawings.folder / "codes.txt",
               "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    rows = lines(done)
    assert {row["file_name"] for row in rows} == demo_drawings.names
    assert len(rows) == len(demo_drawings.names)
    found = {row["file_name"]: row["hole_codes"] for row in rows if row["hole_codes"]}
    assert found == demo_drawings.expected
    for row in rows:
        assert {"file_name", "path", "status", "hole_codes", "matches", "pages", "seconds"} <= set(row)
        assert row["pages"] >= 1


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_the_number_of_jobs_changes_nothing(demo_drawings, jobs):
    done = run("scan", demo_drawings.drawings, "--codes", demo_drawings.folder / "codes.xlsx",
               "--format", "jsonl", "--jobs", jobs, "--no-cache")
    found = {row["file_name"]: row["hole_codes"] for row in lines(done) if row["hole_codes"]}
    assert found == demo_drawings.expected


def test_scan_prints_csv_and_a_table(tmp_path):
    write(tmp_path / "d", {"a,1.pdf": pdf(["HOLE-1 HOLE-2"]), "b.pdf": pdf(["nothing"])})
    codes = ["--code", "HOLE-1", "--code", "HOLE-2", "--code", "HOLE-3"]
    done = run("scan", tmp_path / "d", *codes, "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert len({len(row) for row in rows}) == 1
    cells = {cell for row in rows for cell in row if "a,1.pdf" in "".join(row)}
    assert "a,1.pdf" in cells and {"HOLE-1", "HOLE-2"} <= set(" ".join(cells).replace(",", " ").split())
    done = run("scan", tmp_path / "d", *codes)
    assert done.returncode == 0
    assert "a,1.pdf" in done.stdout.decode() and "HOLE-2" in done.stdout.decode()


def test_scan_writes_a_report(tmp_path, demo_drawings):
    report = tmp_path / "out.xlsx"
    done = run("scan", demo_drawings.drawings, "--codes", demo_drawings.folder / "codes.txt",
               "--report", report)
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(report)["Matches"]
    found = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True)}
    assert found == {name: ", ".join(codes) for name, codes in demo_drawings.expected.items()}


def test_scan_takes_files_and_folders(tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"]), "sub/b.pdf": pdf(["HOLE-1"])})
    other = write(tmp_path / "e", {"c.pdf": pdf(["HOLE-1"])}) / "c.pdf"
    done = run("scan", folder, other, "--code", "HOLE-1", "--format", "jsonl")
    assert sorted(row["path"].rsplit("/", 1)[1] for row in lines(done)) == ["a.pdf", "b.pdf", "c.pdf"]


def test_scan_ends_with_0_without_matches_and_2_without_codes(tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    assert run("scan", folder, "--code", "X").returncode == 0
    complaint(run("scan", folder), 2)
    (tmp_path / "codes.txt").write_text("\n \n")
    complaint(run("scan", folder, "--codes", tmp_path / "codes.txt"), 2)


def test_scan_ends_with_1_when_a_path_cannot_be_read(tmp_path):
    assert "nowhere" in complaint(run("scan", tmp_path / "nowhere", "--code", "X"), 1)
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    assert "nothing.txt" in complaint(run("scan", folder, "--codes", tmp_path / "nothing.txt"), 1)


def test_extract_prints_text_and_json(tmp_path):
    path = write(tmp_path, {"a.pdf": pdf(["HOLE-1 first", "second"], ["third"])}) / "a.pdf"
    text = run("extract", path).stdout.decode()
    assert text.split("\n")[:2] == ["HOLE-1 first", "second"] and "third" in text
    (document,) = lines(run("extract", "--format", "json", path))
    assert document["path"] == str(path) and document["format"] == "pdf"
    first, second = document["pages"]
    assert (first["page"], first["width"], first["height"]) == (1, 595, 842)
    assert [run["text"] for run in first["runs"]] == ["HOLE-1 first", "second"]
    line = first["runs"][0]
    assert line["angle"] == 0 and line["kind"] == "text" and line["visible"] is True
    assert line["bbox"][0] == pytest.approx(72, abs=1)
    assert second["verdict"] == first["verdict"] == "text"


def test_extract_tells_what_it_could_not_read(tmp_path):
    write(tmp_path, {"a.pdf": pdf(["A"]), "cut.pdf": b"%PDF-1.7"})
    done = run("extract", tmp_path / "a.pdf", tmp_path / "cut.pdf", tmp_path / "nowhere.pdf")
    assert done.returncode == 1
    assert "A" in done.stdout.decode() and len(done.stderr.decode().splitlines()) == 2


def test_extract_batch_answers_every_line_in_order(tmp_path):
    write(tmp_path, {"ü 1.pdf": pdf(["HOLE-1"]), "cut.pdf": b"%PDF-1.7", "t.txt": b"HOLE-2\n"})
    paths = [tmp_path / name for name in ("ü 1.pdf", "cut.pdf", "nowhere", "t.txt", "ü 1.pdf")]
    done = run("extract", "--batch", stdin="".join(f"{path}\n" for path in paths))
    assert done.returncode == 0
    answers = lines(done)
    assert [answer["path"] for answer in answers] == list(map(str, paths))
    assert "HOLE-1" in answers[0]["text"] and "HOLE-2" in answers[3]["text"]
    for bad in answers[1:3]:
        assert bad["error"]["kind"] and bad["error"]["message"] and "text" not in bad


def test_demo_writes_the_same_bytes_for_the_same_seed(tmp_path):
    for name, seed in {"a": 3, "b": 3, "c": 4}.items():
        done = run("demo", tmp_path / name, "--files", 12, "--codes", 20, "--seed", seed)
        assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "a") == digest(tmp_path / "b") != digest(tmp_path / "c")
    truth = json.loads((tmp_path / "a/truth.json").read_text())
    assert len(truth["targets"]) == 20 and len(truth["files"]) == 12
    assert (tmp_path / "a/codes.txt").read_text().splitlines() == truth["targets"]
    sheet = openpyxl.load_workbook(tmp_path / "a/codes.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == truth["targets"]


def test_config_prints_what_holds(tmp_path):
    (tmp_path / "config.json").write_text('{"server":{"port":9}}')
    done = run("config", cwd=tmp_path)
    shown = json.loads(done.stdout)
    assert shown["server"]["port"] == 9 and shown["matching"]["mode"] == "word"
    assert shown["queue"]["max_receive_count"] == 3


@pytest.mark.parametrize("text, named", [
    ('{"server":{"prot":1}}', "server.port"), ('{"servr":{}}', "server"), ("{", "config.json"),
    ('{"server":{"port":"x"}}', "server.port"), ('{"server":{"port":70000}}', "65535"),
    ('{"matching":{"mode":"wrod"}}', "word"), ("[]", "object"),
])
def test_a_configuration_that_cannot_be_used_is_explained(tmp_path, text, named):
    path = tmp_path / "config.json"
    path.write_text(text)
    assert named in complaint(run("config", "--config", path), 2)
    assert named in complaint(run("serve", "--config", path, "--data", tmp_path / "data"), 2)


def test_scan_leaves_out_what_is_no_drawing(tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"]), "b.zip": zipped({"c.pdf": b""})})
    done = run("scan", folder, "--code", "HOLE-1", "--format", "jsonl")
    assert {row["file_name"] for row in lines(done)} == {"a.pdf"}


def test_queue_makes_nothing_in_a_folder_that_is_no_data_folder(tmp_path):
    assert "isoscan.sqlite" in complaint(run("queue", "stats", "--data", tmp_path), 1)
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_said_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    below = tmp_path / "file/below"
    for arguments in (["demo", below, "--files", 1], ["serve", "--port", 0, "--data", below]):
        assert complaint(run(*arguments, cwd=tmp_path), 1).endswith(": Not a directory")
