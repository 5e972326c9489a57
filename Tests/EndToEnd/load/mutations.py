"""Requests of random bytes and mutated valid ones, the same for the same seed."""

import random
from collections.abc import Iterator

HANDSHAKE = (b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
             b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
PING = b"\x81\x84\x00\x00\x00\x00ping"
DEFLATED = b"\xc1\x87\x00\x00\x00\x00\xf2\x48\xcd\xc9\xc9\x07\x00"
JSON = b'{"target_hole_codes":["HOLE-1"],"folder":"plant"}'
FORM = (b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n")


def _request(line: str, *fields: str, body: bytes = b"", host: str = "Host: 127.0.0.1") -> bytes:
    if body and not any(field.startswith("Transfer") for field in fields):
        fields = (*fields, f"Content-Length: {len(body)}")
    return "\r\n".join([f"{line} HTTP/1.1", host, *fields, "", ""]).encode() + body


VALID = [
    _request("GET /"), _request("HEAD /"), _request("OPTIONS *"), _request("OPTIONS /api/queue"),
    _request("GET /", "Accept-Encoding: gzip;q=0.5, identity;q=0.1"),
    _request("GET /app/app.js", "Range: bytes=0-9,20-29,-5"),
    _request("GET /app/app.js", 'If-None-Match: "a", W/"b", *'),
    _request("GET /app/app.js", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"),
    _request("GET http://127.0.0.1/healthz?x=%20y&z"), _request("GET /metrics"),
    _request("GET /api/sessions?limit=10&cursor=abc"), _request("GET /api/sessions/abc/results"),
    _request("POST /api/sessions", "Content-Type: application/json", body=JSON),
    _request("POST /api/sessions", "Content-Type: application/json", "Expect: 100-continue",
             body=JSON),
    _request("POST /api/uploads", "Content-Type: multipart/form-data; boundary=b", body=FORM),
    _request("POST /api/uploads?name=a.pdf", "Content-Type: application/pdf", body=b"%PDF-1.4"),
    _request("POST /@connections/AAAAAAAAAAAAAAAA", body=b"hello"),
    _request("GET /reports/a.xlsx?expires=1&signature=b"), _request("GET /open/abc/1"),
    _request("POST /echo", "Transfer-Encoding: chunked",
             body=b"5;a=\"b\"\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n"),
    _request("POST /echo", body=b"hello") + _request("GET /", "Connection: close"),
    _request("GET /healthz") * 5,
    HANDSHAKE + PING + DEFLATED + b"\x88\x82\x00\x00\x00\x00\x03\xe8",
    HANDSHAKE.replace(b"/ws ", b"/ws-echo ") + PING * 3 + b"\x01\x81\x00\x00\x00\x00a"
    + b"\x89\x80\x00\x00\x00\x00" + b"\x80\x81\x00\x00\x00\x00b",
]
TOKENS = [b"\r\n", b"\n", b"\r", b"\x00", b" ", b"\t", b":", b";", b",", b"chunked", b"0", b"-1",
          b"99999999999999999999", b"%", b"%00", b"..", b"/", b"\xff", b"Content-Length: 5\r\n",
          b"Transfer-Encoding: chunked\r\n", b"Host: b\r\n", b"Expect: 100-continue\r\n", b"A" * 9000]


def random_bytes(count: int, seed: int) -> Iterator[bytes]:
    source = random.Random(seed)
    for _ in range(count):
        yield source.randbytes(source.randrange(1, 2_000))


def mutated(count: int, seed: int) -> Iterator[bytes]:
    source = random.Random(seed)
    for _ in range(count):
        request = bytearray(source.choice(VALID))
        for _ in range(source.choice([1, 1, 1, 2, 4])):
            _mutate(request, source)
        yield bytes(request)


def _mutate(request: bytearray, source: random.Random) -> None:
    at = source.randrange(len(request) + 1)
    end = min(len(request), at + source.choice([1, 1, 4, 32]))
    kind = source.randrange(7)
    if kind == 0:
        request[at:end] = source.randbytes(end - at)
    elif kind == 1:
        request[at:at] = source.choice(TOKENS)
    elif kind == 2:
        del request[at:end]
    elif kind == 3:
        request[at:at] = request[at:end] * source.choice([1, 2, 50])
    elif kind == 4:
        del request[at:]
    elif kind == 5:
        request[at:] = source.choice(VALID)[source.randrange(40):]
    elif at < len(request):
        request[at] ^= 1 << source.randrange(8)
