"""Bad input: each has its ERROR, and the connection stays open (contract section 3)."""

import json

import pytest

from harness.drawings import encoded, workbook, write, zipped

BASE = {"action": "start_scan", "target_hole_codes": ["HOLE-1"]}

MESSAGES = {
    "not JSON": ("hello", "bad_json"),
    "cut JSON": ('{"action":"ping"', "bad_json"),
    "empty text": ("", "bad_json"),
    "a number": ("1", "bad_json"),
    "a list": ("[]", "bad_json"),
    "null": ("null", "bad_json"),
    "an object with text after it": ('{"action":"ping"} x', "bad_json"),
    "deep nesting": ("[" * 100_000, "bad_json"),
    "no action": ("{}", "unknown_action"),
    "an unknown action": ('{"action":"sing"}', "unknown_action"),
    "an action in capitals": ('{"action":"PING"}', "unknown_action"),
    "an action that is a number": ('{"action":1}', "bad_request"),
    "codes that are a text": ({**BASE, "target_hole_codes": "HOLE-1"}, "bad_request"),
    "codes that are numbers": ({**BASE, "target_hole_codes": [1]}, "bad_request"),
    "codes that are null": ({**BASE, "target_hole_codes": None}, "no_codes"),
    "a folder that is a number": ({**BASE, "folder": 5}, "bad_request"),
    "file_content that is an object": ({**BASE, "file_content": {}}, "bad_request"),
    "match that is a text": ({**BASE, "match": "word"}, "bad_request"),
    "an unknown mode": ({**BASE, "match": {"mode": "fuzzy"}}, "bad_request"),
    "no codes": ({"action": "start_scan"}, "no_codes"),
    "an empty list of codes": ({**BASE, "target_hole_codes": []}, "no_codes"),
    "codes of nothing but space": ({**BASE, "target_hole_codes": [" ", "\u200b"]}, "no_codes"),
    "a code of 10 KB": ({**BASE, "target_hole_codes": ["A", "B" * 10_240]}, "code_too_long"),
    "a code of 1,025 characters": ({**BASE, "target_hole_codes": ["B" * 1_025]}, "code_too_long"),
    "broken base64": ({**BASE, "file_content": "%%%%"}, "bad_file_content"),
    "no known format": ({**BASE, "file_content": encoded(bytes(range(256)) * 4)}, "bad_file_content"),
    "a picture": (
        {**BASE, "file_content": encoded(b"\x89PNG\r\n\x1a\n" + bytes(99))}, "bad_file_content"),
    "a broken workbook": (
        {**BASE, "file_content": encoded(workbook([["A"]])[:-400])}, "bad_file_content"),
    "a ZIP without drawings": (
        {**BASE, "file_content": encoded(zipped({"a.xyz": b"x"}))}, "no_drawings|bad_file_content"),
    "an unknown folder": ({**BASE, "folder": "nowhere"}, "unknown_folder"),
    "a folder with ..": ({**BASE, "folder": "plant/../../etc"}, "bad_folder"),
    "nothing but ..": ({**BASE, "folder": ".."}, "bad_folder"),
    "an absolute folder": ({**BASE, "folder": "/etc"}, "bad_folder"),
    "a folder with NUL": ({**BASE, "folder": "plant/\0"}, "bad_folder"),
    "an unknown upload": ({**BASE, "upload_id": "AAAAAAAAAAAAAAAAAAAAAA"}, "unknown_upload"),
    "an upload with a path": ({**BASE, "upload_id": "../../../etc"}, "unknown_upload"),
    "a Drive link without a token": (
        {**BASE, "drive_link": "https://drive.google.com/drive/folders/x"}, "drive_auth"),
    "a link that is not Drive's": (
        {**BASE, "drive_link": "https://example.com/x", "token": "t"}, "bad_drive_link"),
    "reconnect without a session": ({"action": "reconnect"}, "bad_request"),
    "cancel_scan without a session": ({"action": "cancel_scan"}, "bad_request"),
}


@pytest.mark.parametrize("message, code", MESSAGES.values(), ids=MESSAGES.keys())
def test_a_bad_message_is_answered_with_its_error(demo_server, connect, message, code):
    error = connect(demo_server).refused(message)
    assert error["code"] in code.split("|"), error
    assert error["connectionId"]


def test_errors_do_not_disturb_a_scan(demo_server, demo_drawings, connect):
    client = connect(demo_server)
    client.send({"action": "start_scan", "folder": "plant",
                 "target_hole_codes": demo_drawings.targets})
    for message, _ in MESSAGES.values():
        client.send(message)
    rows, errors = {}, 0
    while True:
        message = client.receive()
        if message["type"] == "MATCH_FOUND":
            rows[message["data"]["file_name"]] = message["data"]["hole_codes"]
        elif message["type"] == "ERROR":
            errors += 1
        elif message["type"] == "COMPLETE":
            break
    while errors < len(MESSAGES):
        assert client.receive()["type"] == "ERROR"
        errors += 1
    assert rows == demo_drawings.expected


def test_a_folder_without_drawings_is_an_error(server, connect, tmp_path):
    folder = write(tmp_path / "d", {"a.xyz": b"", ".b.pdf": b""})
    client = connect(server({"sources": {"folders": {"d": str(folder)}}}))
    assert client.refuse(folder="d", target_hole_codes=["A"])["code"] == "no_drawings"


def test_a_link_that_leads_out_of_a_folder_is_not_followed(server, connect, tmp_path):
    from harness.drawings import pdf

    outside = write(tmp_path / "outside", {"secret.pdf": pdf(["HOLE-1"])})
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    (folder / "way-out").symlink_to(outside)
    (folder / "secret.pdf").symlink_to(outside / "secret.pdf")
    client = connect(server({"sources": {"folders": {"d": str(folder)}}}))
    assert set(client.scan(folder="d", target_hole_codes=["HOLE-1"]).codes) == {"a.pdf"}
    error = client.refuse(folder="d/way-out", target_hole_codes=["HOLE-1"])
    assert error["code"] in ("bad_folder", "no_drawings", "unreadable_source")


def test_a_message_over_the_limit_closes_the_connection(server, connect):
    client = connect(server({"server": {"max_message_bytes": 100_000}}))
    assert client.refused({"action": "x", "padding": "x" * 90_000})["code"] == "unknown_action"
    assert client.close_code({"action": "ping", "padding": "x" * 200_000}) == 1009


def test_a_message_that_inflates_over_the_limit_closes_the_connection(server, connect):
    running = server({"server": {"max_message_bytes": 100_000}})
    client = connect(running, compression="deflate")
    assert client.close_code(" " * 5_000_000) == 1009


def test_a_binary_message_closes_the_connection(demo_server, connect):
    client = connect(demo_server)
    assert client.close_code(b"\x00\x01") == 1003


def test_text_that_is_not_utf_8_closes_the_connection(demo_server, connect):
    client = connect(demo_server)
    client.socket.send(b'{"action":"\xff"}', text=True)
    assert client.close_code() == 1007


def test_a_hundred_thousand_codes_are_no_bad_input(demo_server, demo_drawings, connect):
    client = connect(demo_server)
    many = [f"NOT-THERE-{number}" for number in range(100_000 - len(demo_drawings.targets))]
    codes = demo_drawings.targets + many
    assert len(json.dumps(codes)) < 32 << 20
    scan = client.scan(folder="plant", target_hole_codes=codes)
    assert scan.codes == demo_drawings.expected


def test_the_server_is_still_there(demo_server):
    assert demo_server.is_running()
    assert demo_server.get("/healthz").status == 200
