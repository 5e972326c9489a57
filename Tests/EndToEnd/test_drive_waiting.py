"""A session that the server's own Drive credentials let down waits, and goes on when they are right."""

import json
import signal

import pytest

from harness.client import Client
from harness.drawings import pdf, write
from harness.issuer import Issuer

FILES = 40


@pytest.fixture
def issuer():
    made = Issuer("first")
    yield made
    made.stop()


class Plant:
    """A server that reads an emulated drive with credentials of its own, and how these are changed."""

    def __init__(self, server, emulator, issuer, tmp_path, files: dict | None = None, latency: int = 30):
        files = files or {f"{number:02}.pdf": pdf([f"HOLE-{number}"]) for number in range(FILES)}
        self.count = len(files)
        self.issuer = issuer
        self.drive = emulator(write(tmp_path / "plant", files), "--latency", latency)
        self.path = tmp_path / "credentials.json"
        self.use("first")
        self.running = server({
            "sources": {"drive": {"api_url": self.drive.url, "credentials_file": str(self.path)}},
            "workers": {"count": 1}, "progress": {"interval_ms": 0}})

    def use(self, token: str) -> None:
        self.path.write_text(json.dumps({
            "type": "authorized_user", "client_id": "id", "client_secret": "secret", "refresh_token": token,
            "token_uri": self.issuer.url}))

    def pause(self, client) -> str:
        """Starts a scan and takes its credentials away in the middle; the session, which is paused."""
        session = client.start(drive_link=self.drive.link, target_hole_codes=["HOLE-1"])["session_id"]
        client.until("PROGRESS")
        self.issuer.accepted.clear()
        self.drive.expire(self.issuer.granted[-1])
        error = client.until("ERROR")[-1]
        assert error["code"] == "drive_auth" and error["session_id"] == session
        assert self.state(session)["status"] == "PAUSED"
        return session

    def state(self, session: str) -> dict:
        return self.running.get(f"/api/sessions/{session}").json

    def check_done(self, session: str) -> None:
        state = self.state(session)
        assert (state["status"], state["processed_count"], state["total_problems"]) == ("COMPLETE", self.count, 0)


@pytest.fixture
def plant(server, emulator, issuer, tmp_path):
    return Plant(server, emulator, issuer, tmp_path)


def test_new_credentials_and_sighup_let_it_go_on(plant, connect):
    client = connect(plant.running)
    session = plant.pause(client)
    plant.issuer.accepted.add("second")
    plant.use("second")
    plant.running.signal(signal.SIGHUP)
    client.until("COMPLETE")
    plant.check_done(session)


@pytest.mark.parametrize("way", ["sighup", "restart"])
def test_a_listing_that_was_cut_off_goes_on_too(server, connect, emulator, issuer, tmp_path, way):
    files = {"/".join(f"d{level}" for level in range(depth)) + f"/{depth}.txt": b"HOLE-1" for depth in range(1, 12)}
    plant = Plant(server, emulator, issuer, tmp_path, files, latency=300)
    client = connect(plant.running)
    started = client.start(drive_link=plant.drive.link, target_hole_codes=["HOLE-1"])
    assert started["listing"] is True
    issuer.accepted.clear()
    plant.drive.expire(issuer.granted[-1])
    assert client.until("ERROR")[-1]["code"] == "drive_auth"
    issuer.accepted.add("first")
    if way == "sighup":
        plant.running.signal(signal.SIGHUP)
        client.until("COMPLETE")
    else:
        plant.running.restart()
        with Client(plant.running.ws) as again:
            state = again.ask({"action": "reconnect", "session_id": started["session_id"]})
            if state["status"] != "COMPLETE":
                again.until("COMPLETE")
    plant.check_done(started["session_id"])


def test_credentials_that_are_none_are_not_taken_over(plant, connect):
    client = connect(plant.running)
    plant.path.write_text('{"type":"authorized_user"}')
    plant.running.signal(signal.SIGHUP)
    plant.running.wait_for_log("credentials are not used")
    client.scan(drive_link=plant.drive.link, target_hole_codes=["HOLE-1"])


def test_a_reconnect_tries_them_again(plant, connect):
    session = plant.pause(connect(plant.running))
    watcher = connect(plant.running)
    state = watcher.ask({"action": "reconnect", "session_id": session})
    assert state["status"] in ("IN_PROGRESS", "PAUSED")
    # They are as bad as before: it waits again, and says so.
    assert watcher.until("ERROR")[-1]["code"] == "drive_auth"
    assert plant.state(session)["status"] == "PAUSED"
    plant.issuer.accepted.add("first")
    watcher.send({"action": "reconnect", "session_id": session})
    watcher.until("COMPLETE")
    plant.check_done(session)


def test_a_restart_tries_them_again(plant, connect):
    session = plant.pause(connect(plant.running))
    plant.issuer.accepted.add("first")
    plant.running.restart()
    with Client(plant.running.ws) as client:
        if client.ask({"action": "reconnect", "session_id": session})["status"] != "COMPLETE":
            client.until("COMPLETE")
    plant.check_done(session)


def test_the_server_credentials_resume_no_session_that_came_with_a_token(server, connect, emulator, issuer, tmp_path):
    plant = Plant(server, emulator, issuer, tmp_path)
    client = connect(plant.running)
    token = "ya29.of-the-client"
    session = client.start(drive_link=plant.drive.link, token=token, target_hole_codes=["HOLE-1"])["session_id"]
    client.until("PROGRESS")
    plant.drive.expire(token)
    client.until("ERROR")
    plant.running.signal(signal.SIGHUP)
    plant.running.wait_for_log("configuration read again")
    state = client.ask({"action": "reconnect", "session_id": session})
    assert state["type"] == "SYNC_STATE" and state["status"] == "PAUSED"
    assert not issuer.granted
