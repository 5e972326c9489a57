"""Many clients that watch one session, cheap enough not to slow what they measure.

A process of its own reads raw frames (RFC 6455 §5.2) from all connections and notes when each
MATCH_FOUND came, against the `timestamp` of its result.
"""

import base64
import json
import os
import select
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

STAMP = b'"timestamp":"'


class Watchers:
    """`count` connections; `with` one, `delays()` are milliseconds from each result to each client."""

    def __init__(self, ws: str, session: str, count: int):
        command = [sys.executable, str(Path(__file__)), ws, session, str(count)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "watching\n"

    def delays(self) -> list[float]:
        """Waits for COMPLETE on every connection."""
        output, _ = self.process.communicate(timeout=3600)
        assert self.process.returncode == 0
        return json.loads(output)


class Watcher:
    def __init__(self, url: str, session: str):
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            .encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        assert b" 101 " in head, head
        self.ask(session)

    def ask(self, session: str, times: int = 1) -> None:
        """Sends so many reconnects."""
        request = json.dumps({"action": "reconnect", "session_id": session}).encode()
        assert len(request) < 126, "the short form of a length"
        self.socket.sendall((bytes([0x81, 0x80 | len(request)]) + bytes(4) + request) * times)

    def rest(self) -> int:
        """Reads until the server closes; how many bytes came."""
        self.socket.settimeout(60)
        count = len(self.buffer)
        try:
            while piece := self.socket.recv(1 << 18):
                count += len(piece)
        except ConnectionResetError:
            pass
        return count

    def frames(self):
        """The payloads that are whole by now."""
        at = 0
        while len(self.buffer) - at >= 2:
            length, start = self.buffer[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(self.buffer[at + 2:at + 4]), at + 4
            elif length == 127:
                length, start = int.from_bytes(self.buffer[at + 2:at + 10]), at + 10
            if start > len(self.buffer) or start + length > len(self.buffer):
                break
            yield self.buffer[start:start + length]
            at = start + length
        self.buffer = self.buffer[at:]


def watch(url: str, session: str, count: int) -> list[float]:
    poll = select.epoll()
    watchers = {}
    for _ in range(count):
        watcher = Watcher(url, session)
        watchers[watcher.socket.fileno()] = watcher
        poll.register(watcher.socket.fileno(), select.EPOLLIN)
    print("watching", flush=True)
    seen: list[tuple[float, bytes]] = []
    left = set(watchers)
    while left:
        for number, _ in poll.poll():
            piece = watchers[number].socket.recv(1 << 18)
            now = time.time()
            assert piece, "a connection was closed"
            watchers[number].buffer += piece
            for frame in watchers[number].frames():
                if frame.startswith(b'{') and b'"MATCH_FOUND"' in frame:
                    at = frame.rindex(STAMP) + len(STAMP)
                    seen.append((now, frame[at:at + 24]))
                elif b'"type":"COMPLETE"' in frame or b'"status":"COMPLETE"' in frame:
                    left.discard(number)
    return [(now - datetime.fromisoformat(stamp.decode()).timestamp()) * 1000 for now, stamp in seen]


if __name__ == "__main__":
    print(json.dumps(watch(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
