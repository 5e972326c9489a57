"""Drawings in Google Drive, read from the emulator: links, listing, downloads, exports."""

import os

import pytest

from harness.drawings import pdf, workbook, write
from harness.results import codes_of, results

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def scan(connect, running, drive, codes=("HOLE-1",), **fields):
    request = {"drive_link": drive.link, "token": "ya29.test", **fields}
    return connect(running).scan(target_hole_codes=list(codes), **request)


def test_a_folder_is_read_with_everything_below(server, connect, emulator, demo_drawings):
    drive = emulator(demo_drawings.drawings)
    running = server(drive.config)
    done = scan(connect, running, drive, demo_drawings.targets)
    assert done.codes == demo_drawings.expected
    assert done.complete["total_processed"] == len(demo_drawings.names)
    assert done.complete["total_problems"] == 0
    every = results(running, done.session, "all", limit=1000)
    assert {row["file_name"] for row in every} == demo_drawings.names
    links = {row["pdf_link"] for row in every}
    assert len(links) == len(every)
    assert all(link.startswith("https://drive.google.com/file/d/1") for link in links)
    number = every[0]["number"]
    opened = running.get(f"/open/{done.session}/{number}")
    assert opened.status == 302 and opened.headers["location"] == every[0]["pdf_link"]


def test_a_second_scan_with_other_codes_downloads_nothing(server, connect, emulator, demo_drawings):
    drive = emulator(demo_drawings.drawings)
    running = server(drive.config)
    scan(connect, running, drive)
    before = drive.stats()["downloads"]
    assert set(before) == demo_drawings.names
    done = scan(connect, running, drive, demo_drawings.targets)
    assert done.codes == demo_drawings.expected
    assert drive.stats()["downloads"] == before
    assert done.complete["from_cache"] == len(demo_drawings.names)


@pytest.mark.parametrize("form", [
    "https://drive.google.com/drive/folders/{}", "https://drive.google.com/drive/u/0/folders/{}?usp=sharing",
    "drive.google.com/open?id={}", "{}", " https://drive.google.com/folderview?usp=x&id={} "])
def test_every_form_of_a_link_is_understood(server, connect, emulator, tmp_path, form):
    drive = emulator(write(tmp_path / "plant", {"a.pdf": pdf(["HOLE-1"])}))
    running = server(drive.config)
    done = scan(connect, running, drive, drive_link=form.format(drive.root))
    assert done.codes == {"a.pdf": ["HOLE-1"]}


def test_a_single_file_is_a_set_of_one(server, connect, emulator, tmp_path):
    drive = emulator(write(tmp_path / "plant", {"area/a.pdf": pdf(["HOLE-1"]), "b.pdf": pdf(["HOLE-1"])}))
    running = server(drive.config)
    link = f"https://drive.google.com/file/d/{drive.files()['a.pdf']['id']}/view?usp=sharing"
    assert scan(connect, running, drive, drive_link=link).codes == {"a.pdf": ["HOLE-1"]}


@pytest.mark.parametrize("link", [
    "https://example.com/drive/folders/1AbCdEfGhIjKlMnOp", "not a link", "https://drive.google.com/drive/my-drive",
    "../../etc/passwd", "short", "https://drive.google.com/drive/folders/'or'"])
def test_what_is_no_link_is_refused_with_an_example(server, connect, emulator, tmp_path, link):
    drive = emulator(write(tmp_path / "plant", {}))
    error = connect(server(drive.config)).refuse(
        drive_link=link, token="ya29.test", target_hole_codes=["HOLE-1"])
    assert error["code"] == "bad_drive_link" and "drive.google.com/drive/folders/" in error["message"]
    assert drive.stats()["requests"] == 0


def test_a_missing_root_is_not_found_and_an_empty_one_has_no_drawings(server, connect, emulator, tmp_path):
    folder = write(tmp_path / "plant", {"old/a.pdf": pdf(["HOLE-1"]), "bin/b.pdf": pdf([])})
    (folder / "empty").mkdir()
    drive = emulator(folder, describe={"trashed": ["bin"]})
    files = {name: file["id"] for name, file in drive.files("trashed=false or trashed=true").items()}
    client = connect(server(drive.config))
    codes = {"1" + "x" * 32: "not_found", files["bin"]: "not_found", files["empty"]: "no_drawings"}
    for id_, code in codes.items():
        error = client.refuse(drive_link=id_, token="ya29.test", target_hole_codes=["HOLE-1"])
        assert error["code"] == code, error


def test_googles_documents_are_exported_and_others_are_problems(server, connect, emulator, tmp_path):
    folder = write(tmp_path / "plant", {
        "exports/notes.pdf": pdf(["SEE HOLE-1"]), "exports/list.xlsx": workbook([["Code"], ["HOLE-1"]]),
        "exports/big.pdf": b"%PDF-1.4" + b" " * 10_485_761, "picture.png": b"PNG"})
    drive = emulator(folder, describe={"documents": {
        "Notes": {"type": "document", "exports": {"application/pdf": "exports/notes.pdf"}},
        "List": {"type": "spreadsheet", "exports": {SHEET: "exports/list.xlsx"}},
        "Big": {"type": "presentation", "exports": {"application/pdf": "exports/big.pdf"}},
        "Survey": {"type": "form"}}})
    running = server(drive.config)
    done = scan(connect, running, drive)
    assert done.codes == {"Notes.pdf": ["HOLE-1"], "List.xlsx": ["HOLE-1"]}
    problems = {row["file_name"]: row for row in results(running, done.session, "problems")}
    assert set(problems) == {"Big.pdf", "Survey"}
    assert problems["Survey"]["status"] == "Unreadable" and "Google Form" in problems["Survey"]["problem"]
    assert "10485760" in problems["Big.pdf"]["problem"]
    assert running.get(f"/api/sessions/{done.session}").json["left_out"] == 1
    before = drive.stats()["downloads"]
    assert scan(connect, running, drive, ["HOLE-2"]).complete["total_matches"] == 0
    assert drive.stats()["downloads"] == before, "exports are cached by their version"


def test_shortcuts_are_followed_once_and_never_in_a_circle(server, connect, emulator, tmp_path):
    folder = write(tmp_path / "plant", {
        "a/one.pdf": pdf(["HOLE-1"]), "a/deep/two.pdf": pdf(["HOLE-1"]), "b/three.pdf": pdf(["HOLE-1"])})
    drive = emulator(folder, describe={"trashed": ["gone.pdf"], "shortcuts": {
        "a/deep/up": "a", "a/deep/top": "", "b/again.pdf": "a/one.pdf", "b/elsewhere": "a/deep",
        "b/chain": "b/again.pdf", "broken.pdf": "nowhere.pdf"}})
    running = server(drive.config)
    done = scan(connect, running, drive)
    assert len(done.codes) == 3 and done.complete["total_processed"] == 4
    problem, = results(running, done.session, "problems")
    assert problem["file_name"] == "broken.pdf" and "shortcut" in problem["problem"]


def test_shared_drives_and_resource_keys(server, connect, emulator, tmp_path):
    folder = write(tmp_path / "plant", {
        "team/area/a.pdf": pdf(["HOLE-1"]), "mine/b.pdf": pdf(["HOLE-1"]), "locked/c.pdf": pdf(["HOLE-1"])})
    drive = emulator(folder, describe={
        "drives": {"Plant": "team"}, "resource_keys": {"locked": "0-Key_1"},
        "shortcuts": {"mine/theirs": "team/area", "mine/old": "locked"}})
    running = server(drive.config)
    files = drive.files()
    done = scan(connect, running, drive, drive_link=files["area"]["driveId"])
    assert done.codes == {"area/a.pdf": ["HOLE-1"]}
    done = scan(connect, running, drive, drive_link=files["mine"]["id"])
    assert set(done.codes) == {"b.pdf", "theirs/a.pdf", "old/c.pdf"}
    link = f"https://drive.google.com/drive/folders/{files['locked']['id']}"
    assert connect(running).refuse(
        drive_link=link, token="ya29.t", target_hole_codes=["HOLE-1"])["code"] == "not_found"
    done = scan(connect, running, drive, drive_link=link + "?resourcekey=0-Key_1&usp=sharing")
    assert done.codes == {"c.pdf": ["HOLE-1"]}


def test_files_of_the_same_name_stay_apart(server, connect, emulator, tmp_path):
    folder = write(tmp_path / "plant", {
        "x/1.pdf": pdf(["HOLE-1"]), "x/2.pdf": pdf(["HOLE-2"]), "x/3.pdf": pdf(["HOLE-3"]),
        "y1/a.pdf": pdf(["HOLE-1"]), "y2/a.pdf": pdf(["HOLE-2"])})
    drive = emulator(folder, describe={"names": {
        "x/1.pdf": "same.pdf", "x/2.pdf": "same.pdf", "x/3.pdf": "a/b.pdf", "y1": "twin", "y2": "twin"}})
    done = scan(connect, server(drive.config), drive, ["HOLE-1", "HOLE-2", "HOLE-3"])
    assert done.complete["total_processed"] == 5 and done.codes["x/a_b.pdf"] == ["HOLE-3"]
    assert {"x/same.pdf", "twin/a.pdf"} < set(done.codes)


def test_a_listing_of_many_pages_goes_on_after_drive_forgot_its_place(server, connect, emulator, tmp_path):
    names = [f"{number:04}.txt" for number in range(2_300)]
    folder = write(tmp_path / "plant", {f"f/{name}": b"HOLE-1" for name in names})
    drive = emulator(folder, "--lose-page-tokens", 2)
    done = scan(connect, server(drive.config), drive)
    assert set(done.codes) == {f"f/{name}" for name in names}
    assert drive.stats()["lost_page_tokens"] == 2


def test_large_drawings_come_in_pieces_that_are_asked_for_again(server, connect, emulator, tmp_path):
    large = pdf(["HOLE-1"]) + b"%" + os.urandom(30_000_000).replace(b"\n", b" ")
    folder = write(tmp_path / "plant", {"large.pdf": large, "small.pdf": pdf(["HOLE-1"])})
    drive = emulator(folder, "--break-rate", 30, "--seed", 3)
    running = server(drive.config)
    done = scan(connect, running, drive)
    assert set(done.codes) == {"large.pdf", "small.pdf"}
    assert drive.stats()["broken"] > 0
    assert not list(running.data.glob("spool-*"))


def test_too_large_drawings_are_not_fetched(server, connect, emulator, tmp_path):
    folder = write(tmp_path / "plant", {"large.pdf": pdf(["HOLE-1"]) + b" " * 100_000})
    drive = emulator(folder)
    running = server({**drive.config, "workers": {"max_file_bytes": 50_000}})
    done = scan(connect, running, drive)
    problem, = results(running, done.session, "problems")
    assert problem["status"] == "Too Large" and drive.stats()["downloads"] == {}


def test_a_slow_listing_streams_into_the_queue(server, connect, emulator, tmp_path):
    files = {"/".join(f"d{level}" for level in range(depth)) + f"/{depth}.txt": b"HOLE-1" for depth in range(1, 9)}
    drive = emulator(write(tmp_path / "plant", files), "--latency", 400)
    done = scan(connect, server(drive.config), drive)
    assert done.started["listing"] is True and done.complete["total_processed"] == 8
    totals = [message["total"] for message in done.of("PROGRESS")]
    assert totals == sorted(totals) and totals[-1] == 8
    assert codes_of(list(done.rows.values())) == {name: ["HOLE-1"] for name in files}
