"""Signed links to reports and drawings (contract section 4)."""

import hashlib
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from harness.drawings import pdf, write


@pytest.fixture(scope="module")
def scan(demo_server, demo_drawings):
    from harness.client import Client

    with Client(demo_server.ws) as client:
        return client.scan(folder="plant", target_hole_codes=demo_drawings.targets)


@pytest.fixture(params=["report", "drawing"])
def link(request, scan) -> str:
    if request.param == "report":
        return scan.complete["download_url"]
    return next(iter(scan.rows.values()))["pdf_link"]


def changed(link: str, **fields) -> str:
    """The link with other values for some fields of its query; None removes one."""
    parts = urlsplit(link)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()} | fields
    query = {key: value for key, value in query.items() if value is not None}
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{urlencode(query)}" if query else "")


def test_a_signed_link_opens(demo_server, link):
    answer = demo_server.get(link)
    assert answer.status == 200
    assert answer.body.startswith((b"%PDF", b"PK"))
    assert "filename" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] in (
        "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def test_a_drawing_is_the_file_itself(demo_server, demo_drawings, scan):
    for name, row in list(scan.rows.items())[:5]:
        assert demo_server.get(row["pdf_link"]).body == (demo_drawings.drawings / name).read_bytes()


@pytest.mark.parametrize("fields", [
    {"signature": None, "expires": None}, {"signature": None}, {"expires": None},
    {"signature": "AAAA"}, {"signature": ""}, {"signature": "A" * 43}, {"expires": "99999999999"},
    {"expires": "0"}, {"expires": "x"}, {"expires": "-1"}, {"expires": "9" * 30},
])
def test_a_changed_link_is_forbidden(demo_server, link, fields):
    answer = demo_server.get(changed(link, **fields))
    assert answer.status == 403 and answer.code in ("forbidden", "expired")


def test_a_signature_opens_nothing_else(demo_server, scan):
    report = scan.complete["download_url"]
    links = [row["pdf_link"] for row in scan.rows.values()][:2]
    query = urlsplit(links[0]).query
    for other in (links[1], report):
        answer = demo_server.get(urlsplit(other)._replace(query=query).geturl())
        assert answer.status == 403


def test_an_expired_link_says_so(server, connect, tmp_path):
    import time

    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    running = server({"sources": {"folders": {"d": str(folder)}}, "reports": {"url_ttl_s": 1}})
    done = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    link = done.complete["download_url"]
    expires = int(re.search(r"expires=(\d+)", link)[1])
    while time.time() <= expires + 1:
        time.sleep(0.05)
    for expired in (link, done.rows["a.pdf"]["pdf_link"]):
        answer = running.get(expired)
        assert answer.status == 403 and answer.code == "expired"


def test_ranges_are_served(demo_server, link):
    whole = demo_server.get(link)
    size = len(whole.body)
    for given, expected in {
        "bytes=0-9": whole.body[:10], "bytes=-5": whole.body[-5:],
        f"bytes={size - 3}-": whole.body[-3:], f"bytes=4-{size * 2}": whole.body[4:],
    }.items():
        part = demo_server.get(link, Range=given)
        assert part.status == 206 and part.body == expected, given
        assert part.headers["Content-Range"].endswith(f"/{size}")
    beyond = demo_server.get(link, Range=f"bytes={size}-")
    assert beyond.status == 416 and beyond.headers["Content-Range"] == f"bytes */{size}"
    assert demo_server.get(link, Range="lines=1-2").status == 200


def test_an_unchanged_file_is_not_sent_again(demo_server, link):
    tag = demo_server.get(link).headers["ETag"]
    assert demo_server.get(link, **{"If-None-Match": tag}).status == 304
    stale = demo_server.get(link, **{"If-Range": '"other"', "Range": "bytes=0-1"})
    assert stale.status == 200


def test_head_tells_what_get_would(demo_server, link):
    whole = demo_server.get(link)
    head = demo_server.request("HEAD", link)
    assert head.status == 200 and head.body == b""
    assert head.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_a_link_survives_a_restart(server, connect, tmp_path):
    folder = write(tmp_path / "d", {"a b/ü#1%?.pdf": pdf(["HOLE-1"])})
    running = server({"sources": {"folders": {"d": str(folder)}}})
    done = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    link = done.rows["a b/ü#1%?.pdf"]["pdf_link"]
    before = hashlib.sha256(running.get(link).body).digest()
    running.restart()
    assert hashlib.sha256(running.get(link).body).digest() == before
    assert running.get(done.complete["download_url"]).status == 200


def test_the_workbook_links_lead_to_a_fresh_link(demo_server, scan):
    answer = demo_server.get(f"/open/{scan.session}/1")
    assert answer.status == 302
    assert demo_server.get(answer.headers["Location"]).status in (200, 404)
    assert demo_server.get(f"/open/{scan.session}/999999").status == 404
    assert demo_server.get("/open/AAAAAAAAAAAAAAAAAAAAAA/1").status == 404
