"""Whose credentials Drive is read with, and what becomes of tokens."""

import json
import subprocess

import pytest

from harness.client import Client
from harness.drawings import pdf, write
from harness.results import codes_of, results

TOKEN = "ya29.SECRET-that-nobody-may-see-0123456789"
USER = {"client_id": "id.apps", "client_secret": "SECRET-of-the-client", "refresh_token": "1//SECRET-refresh"}


@pytest.fixture
def plant(tmp_path):
    return write(tmp_path / "plant", {f"{number:02}.pdf": pdf([f"HOLE-{number}"]) for number in range(40)})


def credentials(tmp_path, drive, **fields) -> dict:
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({**fields, "token_uri": drive.url + "/token"}))
    return {"sources": {"drive": {"api_url": drive.url, "credentials_file": str(path)}}}


def make_key(tmp_path) -> dict:
    pem = subprocess.run(
        ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        check=True, capture_output=True, text=True).stdout
    return {"type": "service_account", "client_email": "scan@plant.iam", "private_key": pem, "private_key_id": "k1"}


def test_without_any_credentials_a_token_is_asked_for(server, connect, emulator, plant):
    drive = emulator(plant)
    running = server(drive.config)
    client = connect(running)
    error = client.refuse(drive_link=drive.link, target_hole_codes=["HOLE-1"])
    assert error["code"] == "drive_auth" and "token" in error["message"]
    error = client.refuse(drive_link=drive.link, token="a\r\nHost: b", target_hole_codes=["HOLE-1"])
    assert error["code"] == "drive_auth"
    assert running.get("/api/config").json["drive"] == {"stored_credentials": False}


def test_a_token_that_is_not_accepted_is_refused_at_the_start(server, connect, emulator, plant):
    drive = emulator(plant, describe={"tokens": ["good"]})
    running = server(drive.config)
    error = connect(running).refuse(drive_link=drive.link, token="bad", target_hole_codes=["HOLE-1"])
    assert error["code"] == "drive_auth" and "bad" not in error["message"].split()
    assert not list((running.data / "tokens").iterdir())
    assert running.get("/api/sessions").json["sessions"] == []


def test_a_refresh_token_is_refreshed_once_when_it_is_not_accepted_any_more(
        server, connect, emulator, plant, tmp_path):
    drive = emulator(plant, "--latency", 30, describe={"user": USER})
    running = server({**credentials(tmp_path, drive, type="authorized_user", **USER),
                      "workers": {"count": 1}, "progress": {"interval_ms": 0}})
    assert running.get("/api/config").json["drive"] == {"stored_credentials": True}
    client = connect(running)
    client.start(drive_link=drive.link, target_hole_codes=["HOLE-1"])
    client.until("PROGRESS")
    drive.expire()
    done = client.until("COMPLETE", "ERROR")[-1]
    assert done["type"] == "COMPLETE" and done["total_processed"] == 40 and done["total_problems"] == 0
    assert 1 <= drive.stats()["unauthorized"] <= 24


def test_a_service_account_signs_for_its_tokens(server, connect, emulator, plant, tmp_path):
    key = make_key(tmp_path)
    (plant / "account.json").write_text(json.dumps(key))
    drive = emulator(plant, describe={"service_account": "account.json", "tokens": []})
    running = server(credentials(tmp_path, drive, **key))
    done = connect(running).scan(drive_link=drive.link, target_hole_codes=["HOLE-1", "HOLE-7"])
    assert done.codes == {"01.pdf": ["HOLE-1"], "07.pdf": ["HOLE-7"]}


def test_another_accounts_key_is_not_accepted(server, connect, emulator, plant, tmp_path):
    (plant / "account.json").write_text(json.dumps(make_key(tmp_path)))
    drive = emulator(plant, describe={"service_account": "account.json", "tokens": []})
    running = server(credentials(tmp_path, drive, **make_key(tmp_path)))
    error = connect(running).refuse(drive_link=drive.link, target_hole_codes=["HOLE-1"])
    assert error["code"] == "drive_auth" and "invalid_grant" in error["message"]


def test_an_expired_token_pauses_the_session_until_another_comes(server, connect, emulator, plant):
    drive = emulator(plant, "--latency", 30)
    running = server({**drive.config, "workers": {"count": 1}, "progress": {"interval_ms": 0}})
    client = connect(running)
    session = client.start(drive_link=drive.link, token=TOKEN, target_hole_codes=["HOLE-1"])["session_id"]
    client.until("PROGRESS")
    drive.expire(TOKEN)
    error = client.until("ERROR")[-1]
    assert error["code"] == "drive_auth" and error["session_id"] == session
    state = running.get(f"/api/sessions/{session}").json
    assert state["status"] == "PAUSED" and "token" in state["reason"]
    assert state["total_problems"] == 0 and 0 < state["processed_count"] < 40
    watcher = connect(running)
    state = watcher.ask({"action": "reconnect", "session_id": session})
    assert state["status"] == "PAUSED" and TOKEN not in json.dumps(state)
    assert watcher.refused({"action": "reconnect", "session_id": session, "token": "no token"})["code"] == "drive_auth"
    watcher.send({"action": "reconnect", "session_id": session, "token": "ya29.next"})
    # It watches already, so that what goes on may be told before the answer.
    renewed = watcher.until("SYNC_STATE")[-1]
    assert renewed["status"] in ("IN_PROGRESS", "COMPLETE")
    if renewed["status"] == "IN_PROGRESS":
        watcher.until("COMPLETE")
    state = running.get(f"/api/sessions/{session}").json
    assert state["processed_count"] == 40 and state["total_problems"] == 0
    # What was fetched before the pause is kept; of what was under way then some is fetched again.
    assert sum(drive.stats()["downloads"].values()) <= 40 + 10


def test_a_token_that_expires_while_listing_pauses_and_the_listing_goes_on(server, connect, emulator, tmp_path):
    files = {"/".join(f"d{level}" for level in range(depth)) + f"/{depth}.txt": b"HOLE-1" for depth in range(1, 12)}
    drive = emulator(write(tmp_path / "plant", files), "--latency", 300)
    running = server(drive.config)
    client = connect(running)
    started = client.start(drive_link=drive.link, token=TOKEN, target_hole_codes=["HOLE-1"])
    assert started["listing"] is True
    drive.expire(TOKEN)
    assert client.until("ERROR")[-1]["code"] == "drive_auth"
    running.restart()
    with Client(running.ws) as again:
        session = started["session_id"]
        state = again.ask({"action": "reconnect", "session_id": session, "token": "Bearer ya29.next"})
        assert state["status"] == "IN_PROGRESS"
        assert again.until("COMPLETE")[-1]["total_processed"] == len(files)
    assert set(codes_of(results(running, session))) == set(files)


def test_a_token_is_nowhere_but_in_its_file_and_that_goes_with_the_session(server, connect, emulator, plant):
    drive = emulator(plant, "--latency", 20)
    running = server({**drive.config, "log": {"level": "debug"}})
    client = connect(running)
    session = client.start(drive_link=drive.link, token=TOKEN, target_hole_codes=["HOLE-1"])["session_id"]
    kept = running.data / "tokens" / session
    assert kept.stat().st_mode & 0o777 == 0o600 and kept.parent.stat().st_mode & 0o777 == 0o700
    messages = client.until("COMPLETE")
    assert not kept.exists(), "it is gone before COMPLETE is told"
    said = json.dumps(messages) + running.log()
    for path in ("/api/sessions", f"/api/sessions/{session}", f"/api/sessions/{session}/results?filter=all",
                 "/api/config", "/metrics", "/api/queue"):
        said += running.get(path).body.decode()
    said += running.get(messages[-1]["download_url"]).body.decode("latin-1")
    assert TOKEN not in said
    assert_nowhere(running.data, TOKEN)
    running.stop()
    assert_nowhere(running.data, TOKEN)


def assert_nowhere(folder, secret: str) -> None:
    """No file of the folder, database and write-ahead log among them, holds the secret."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    for path in files:
        assert secret.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("ending", ["cancel", "refuse", "kill"])
def test_a_token_goes_however_its_session_ends(server, connect, emulator, plant, ending):
    drive = emulator(plant, "--latency", 100)
    running = server({**drive.config, "workers": {"count": 1}})
    client = connect(running)
    tokens = running.data / "tokens"
    if ending == "refuse":
        client.refuse(drive_link="1" + "x" * 32, token=TOKEN, target_hole_codes=["HOLE-1"])
    else:
        session = client.start(drive_link=drive.link, token=TOKEN, target_hole_codes=["HOLE-1"])["session_id"]
        assert [path.name for path in tokens.iterdir()] == [session]
    if ending == "cancel":
        client.send({"action": "cancel_scan", "session_id": session})
        client.until("COMPLETE")
    if ending == "kill":
        running.kill9()
        (tokens / "left-by-a-crash").write_text(TOKEN)
        running.start()
        with Client(running.ws) as again:
            if again.ask({"action": "reconnect", "session_id": session})["status"] == "IN_PROGRESS":
                again.until("COMPLETE")
    assert list(tokens.iterdir()) == []


@pytest.mark.parametrize("content, word", [
    ("no json", "type"), ('{"type":"service_account"}', "client_email"), ('{"type":"user"}', "service_account"),
    ('{"type":"service_account","client_email":"a","private_key":"SECRET"}', "PEM")])
def test_credentials_that_are_none_stop_the_start(tmp_path, content, word):
    from harness.server import run
    (tmp_path / "key.json").write_text(content)
    (tmp_path / "config.json").write_text(json.dumps({"sources": {"drive": {"credentials_file": "key.json"}}}))
    done = run("serve", "--port", 0, "--data", tmp_path / "data", "--config", tmp_path / "config.json")
    assert done.returncode == 2 and word in done.stderr.decode() and "SECRET" not in done.stderr.decode()
