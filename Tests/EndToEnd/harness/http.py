"""Plain HTTP/1.1 requests with every header in the test's hand."""

import http.client
import json as jsonlib
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return jsonlib.loads(self.body)

    @property
    def code(self) -> str:
        """The `code` of an error's body, which must be whole."""
        error = self.json
        assert {"code", "message", "requestId"} <= set(error), error
        return error["code"]


class UnixConnection(http.client.HTTPConnection):
    """A connection to a Unix socket, whose Host is `localhost`."""

    def __init__(self, path: str):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def request(
    base: str, method: str, path: str, body=None, headers: dict | None = None,
    context: ssl.SSLContext | None = None, unix: str | None = None,
) -> Response:
    """Sends one request; a dict or list as body is sent as JSON, a full URL may stand for path.

    `context` judges the certificate of an https URL; `unix` is the path of a socket to use instead.
    """
    given = dict(headers or {})
    if path.startswith("http"):
        base = path
        parts = urlsplit(path)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
    if isinstance(body, (dict, list)):
        body = jsonlib.dumps(body)
        given.setdefault("Content-Type", "application/json")
    if isinstance(body, str):
        body = body.encode()
    parts = urlsplit(base)
    if unix:
        connection = UnixConnection(unix)
    elif parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=60, context=context)
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        return Response(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def multipart(files: list[tuple[str, bytes]]) -> tuple[bytes, str]:
    """A multipart/form-data body of files (name, bytes) and its Content-Type (RFC 7578)."""
    boundary = "isoscan-test-boundary"
    body = b""
    for name, content in files:
        body += f"--{boundary}\r\n".encode()
        body += f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode()
        body += b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
