"""A WebSocket client that speaks the scan protocol, and the rules that its messages keep."""

import json
import os
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

# Seconds until a test takes the server to hang; a scan under a sanitizer takes minutes.
TIMEOUT = float(os.environ.get("TEST_TIMEOUT_S", "120"))


class Client:
    def __init__(self, url: str, **options):
        options.setdefault("max_size", None)
        options.setdefault("max_queue", None)
        self.opened = connect(url, **options)
        self.socket = self.opened.__enter__()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self.opened.__exit__(None, None, None)

    def send(self, message) -> None:
        """Sends a dict as JSON, text and bytes as they are."""
        self.socket.send(json.dumps(message) if isinstance(message, dict) else message)

    def receive(self, timeout: float = TIMEOUT):
        """The next message: a dict, or the bare text `pong`."""
        text = self.socket.recv(timeout)
        return text if text == "pong" else json.loads(text)

    def ask(self, message, timeout: float = TIMEOUT):
        self.send(message)
        return self.receive(timeout)

    def until(self, *types: str, timeout: float = TIMEOUT) -> list[dict]:
        """All messages up to and with the first of one of the types."""
        messages = []
        end = time.monotonic() + timeout
        while True:
            message = self.receive(max(0.01, end - time.monotonic()))
            messages.append(message)
            if message["type"] in types:
                return messages

    def close_code(self, message=None) -> int:
        """Reads to the end of the connection; its close code, 1006 without one.

        `message` is sent first, as it may be to a server that closes before it has all of it.
        """
        try:
            if message is not None:
                self.send(message)
            while True:
                self.receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def silence(self, seconds: float = 0.3) -> None:
        """Nothing more is received; there is no event to wait for, so it takes its time."""
        try:
            message = self.receive(seconds)
        except TimeoutError:
            return
        raise AssertionError(f"one message too many: {message}")

    def connection_id(self) -> str:
        """This connection's id, which errors tell."""
        error = self.ask({"action": "who am I"})
        assert error["code"] == "unknown_action"
        return error["connectionId"]

    def start(self, **request) -> dict:
        """Starts a scan and returns STARTED."""
        message = self.ask({"action": "start_scan", **request})
        assert message["type"] == "STARTED", message
        return message

    def scan(self, timeout: float = TIMEOUT, **request) -> "Transcript":
        """Runs a scan to its end."""
        self.send({"action": "start_scan", **request})
        messages = self.until("COMPLETE", "ERROR", timeout=timeout)
        assert messages[-1]["type"] == "COMPLETE", messages[-1]
        transcript = Transcript(messages)
        transcript.check()
        return transcript

    def refuse(self, **request) -> dict:
        """Sends a start_scan that must be refused; the ERROR."""
        return self.refused({"action": "start_scan", **request})

    def refused(self, message) -> dict:
        """Sends what must be refused; the connection stays open. Returns the ERROR."""
        error = self.ask(message)
        assert error["type"] == "ERROR", error
        assert error["message"] and error["requestId"], error
        assert self.ask("ping") == "pong"
        return error


class Transcript:
    """All messages of one scan, in order."""

    def __init__(self, messages: list[dict]):
        self.messages = messages
        self.started = messages[0]
        self.complete = messages[-1]
        self.session = self.started["session_id"]

    def of(self, kind: str) -> list[dict]:
        return [message for message in self.messages if message["type"] == kind]

    @property
    def rows(self) -> dict[str, dict]:
        """MATCH_FOUND's data by file name."""
        return {message["data"]["file_name"]: message["data"] for message in self.of("MATCH_FOUND")}

    @property
    def codes(self) -> dict[str, list[str]]:
        return {name: row["hole_codes"] for name, row in self.rows.items()}

    def check(self) -> None:
        """The rules of contract section 3 that hold for every scan."""
        kinds = [message["type"] for message in self.messages]
        assert kinds[0] == "STARTED" and kinds.count("STARTED") == 1, kinds[:5]
        assert kinds[-1] == "COMPLETE" and kinds.count("COMPLETE") == 1, kinds[-5:]
        assert {message["session_id"] for message in self.messages} == {self.session}
        self._check_progress()
        self._check_matches()

    def _check_progress(self) -> None:
        total = self.started["total_files"]
        before = 0
        for message in self.of("PROGRESS"):
            assert before <= message["processed"] <= message["total"], message
            assert message["value"] == message["processed"] * 100 // message["total"], message
            before = message["processed"]
        if self.complete["status"] == "COMPLETE":
            assert self.of("PROGRESS")[-1]["value"] == 100
            assert self.complete["total_processed"] == total or self.started.get("listing")

    def _check_matches(self) -> None:
        found = self.of("MATCH_FOUND")
        assert len(found) == len(self.rows), "a drawing was reported twice"
        assert self.complete["total_matches"] == len(found)
        for row in self.rows.values():
            count = len(row["hole_codes"])
            assert count > 0 and row["hole_code"] == ", ".join(row["hole_codes"])
            assert row["status"] == ("1 Code" if count == 1 else f"{count} Codes")
            assert {match["code"] for match in row["matches"]} <= set(row["hole_codes"])
            assert row["timestamp"].endswith("Z")
