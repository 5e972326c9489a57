"""Plain HTTP/1.1 requests with every header in the test's hand."""

import http.client
import json as jsonlib
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


def request(base: str, method: str, path: str, body=None, headers: dict | None = None) -> Response:
    """Sends one request; a dict or list as body is sent as JSON, a full URL may stand for path."""
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
